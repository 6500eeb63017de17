"""Read amounts, counts and times as other systems write them. Each raises Unclear where that cannot be done."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from storecrew.kernel.money.currencies import is_currency, minor_digits

MOST: Final = 10**13
"""Minor units beyond which an amount is a mistake; SQLite and sums stay far away from their limits."""
NEVER_PAID_AFTER: Final = timedelta(days=14)
"""Unpaid and unsent for so long, an order is taken for one that nobody ever paid, unless its system says otherwise."""


class Unclear(Exception):
    """What stands there cannot be understood; `code` names a sentence."""

    def __init__(self, code: str, value: str = "", column: str = "", **params: str | int) -> None:
        super().__init__(code)
        self.code, self.value, self.column, self.params = code, value, column, params


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read. `currency` is that of amounts without one; `zone` that of times without an offset."""

    currency: str
    zone: str = "UTC"
    decimal: str = "."
    day_first: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    paid_is: str = "guess"
    """Of a mapped file with refunds: `net` the paid amount is what is left after them, `gross` before, `guess`."""
    country: str = ""
    """Where things go when the file does not say; ISO 3166-1 alpha-2."""
    shipping_codes: tuple[str, ...] = ()
    book_codes: tuple[str, ...] = ()
    silent_sent: bool = True
    """Paid orders of a file without a word about sending were sent."""
    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def minor(self, text: str, currency: str = "") -> int:
        """Return minor units of what is written as an amount; empty is nothing."""
        return whole(self.exact(text, currency or self.currency))

    def exact(self, text: str, currency: str = "") -> Decimal:
        """Return minor units without rounding: prices of pieces often have more decimals than the currency."""
        currency = currency or self.currency
        number = number_of(text, self.decimal).scaleb(minor_digits(currency))
        if abs(number) > MOST:
            raise Unclear("too_much", text)
        return number

    def moment(self, text: str) -> datetime:
        """Return when that was, in UTC."""
        return moment_of(text, ZoneInfo(self.zone), day_first=self.day_first)


def whole(minor: Decimal) -> int:
    """Return whole minor units, half away from zero."""
    return int(minor.to_integral_value(ROUND_HALF_UP))


_MARKS = re.compile(r"^[^\d\-+.,(−]*|[^\d)]*$")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")


def number_of(text: str, decimal: str = ".") -> Decimal:
    """Return the number in an amount such as `¥1,234.50`, `1.234,50 €`, `(12.00)`; empty is zero. Raises Unclear."""
    if decimal == "." and _PLAIN.fullmatch(text):
        return Decimal(text)
    bare = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    if not bare:
        return Decimal(0)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = _MARKS.sub("", bare.strip("()"))
    if bare[:1] in "-+" and len(bare) > 1:
        negative, bare = negative or bare[0] == "-", _MARKS.sub("", bare[1:])
    group = "," if decimal == "." else "."
    bare = re.sub(rf"[\s'’]|(?<=\d){re.escape(group)}(?=\d{{3}})", "", bare).replace(decimal, ".")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise Unclear("not_an_amount", text) from None
    if not number.is_finite():
        raise Unclear("not_an_amount", text)
    return -number if negative else number


def count_of(text: str, decimal: str = ".") -> int:
    """Return a whole number of pieces; `3.0` is three. Raises Unclear."""
    try:
        number = number_of(text, decimal)
    except Unclear:
        raise Unclear("not_a_count", text) from None
    if number != number.to_integral_value() or abs(number) > 1_000_000_000:
        raise Unclear("not_a_count", text)
    return int(number)


_FORMS: Final = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%d-%b-%Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y%m%d%H%M%S",
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(.*)")
_YEAR_FIRST = re.compile(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?(.*)")


def moment_of(text: str, zone: ZoneInfo, *, day_first: bool = False) -> datetime:
    """Return a time in UTC; without an offset it is a wall clock's in `zone`. Raises Unclear."""
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _SLASHED.fullmatch(text):
        one, two, year, rest = found.groups()
        day, month = (one, two) if day_first or int(one) > 12 else (two, one)
        text = f"{year}-{int(month):02}-{int(day):02}{_clock(rest)}"
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day, rest = found.groups()
        text = f"{year}-{int(month):02}-{int(day):02}{_clock(rest) if rest[:1] in ' ' else rest}"
    value = _parsed(text)
    if not 1970 < value.year < 2200:
        raise Unclear("not_a_time", text)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _clock(rest: str) -> str:
    """Return `8:26` as ` 08:26`."""
    rest = rest.strip()
    return f" {rest.zfill(5)}" if re.fullmatch(r"\d:\d\d", rest) else f" {rest}" if rest else ""


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  the zone is added by the caller where none is written
        except ValueError:
            continue
    raise Unclear("not_a_time", text)


def currency_of(text: str, fallback: str) -> str:
    """Return an ISO 4217 code. Raises Unclear for one that does not exist."""
    code = text.strip().upper() or fallback
    if code in {"RMB", "人民币"}:
        code = "CNY"
    if not is_currency(code):
        raise Unclear("not_a_currency", text)
    return code


# JSON --------------------------------------------------------------------------------------------------------------


def text_of(value: Any) -> str:
    """Return a JSON value as text; null and objects are empty."""
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return str(value).replace("\x00", "").strip()


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON list; anything else is an empty one."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def json_count(value: Any) -> int:
    """Return a number of pieces from JSON. Raises Unclear."""
    return count_of(text_of(value) or "0")
