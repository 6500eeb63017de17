"""Read single cells: numbers, prices, yes and no, weights, as people and programs write them.

Each function returns the value, or raises BadCell with a code of `sentences`. Blank cells are the caller's business.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import CurrencyMismatch, MoneyError, TooPrecise

GRAMS: Final = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "mg": Decimal("0.001"),
    "oz": Decimal("28.349523125"),  # international avoirdupois ounce, exactly 1/16 lb
    "lb": Decimal("453.59237"),
    "克": Decimal(1),
    "千克": Decimal(1000),
    "公斤": Decimal(1000),
    "斤": Decimal(500),
    "磅": Decimal("453.59237"),
    "盎司": Decimal("28.349523125"),
}
MILLIMETRES: Final = {
    "mm": Decimal(1),
    "cm": Decimal(10),
    "m": Decimal(1000),
    "in": Decimal("25.4"),
    "ft": Decimal("304.8"),
    "yd": Decimal("914.4"),
    "毫米": Decimal(1),
    "厘米": Decimal(10),
    "公分": Decimal(10),
    "米": Decimal(1000),
    "英寸": Decimal("25.4"),
}
_UNIT_NAMES: Final = {
    "grams": "g", "gram": "g", "kilograms": "kg", "kilogram": "kg", "kgs": "kg", "lbs": "lb", "pound": "lb", "pounds": "lb",
    "ounce": "oz", "ounces": "oz", "inch": "in", "inches": "in", '"': "in", "feet": "ft", "克": "g", "千克": "kg", "公斤": "kg",
    "磅": "lb", "盎司": "oz",
}  # fmt: skip
_YES: Final = frozenset(
    {
        "true",
        "yes",
        "y",
        "1",
        "on",
        "是",
        "有",
        "对",
        "上架",
        "已上架",
        "启用",
        "active",
        "ja",
        "oui",
        "sí",
        "si",
        "wahr",
        "vrai",
        "verdadero",
    }
)
_NO: Final = frozenset(
    {
        "false",
        "no",
        "n",
        "0",
        "-1",
        "off",
        "否",
        "无",
        "不",
        "下架",
        "未上架",
        "停用",
        "nein",
        "non",
        "falsch",
        "faux",
        "falso",
    }
)
_PLAIN: Final = re.compile(r"\d{1,12}(?:\.\d+)?")
_AS_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_MEASURE: Final = re.compile(r"(.*?\d)\s*([^\d\s.,]*)")


class BadCell(Exception):
    """The cell holds something that cannot be understood there."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def tidy(text: str) -> str:
    """Return the cell without blanks around it and without the `="…"` with which spreadsheets keep digits as text."""
    text = text.strip()
    if text.startswith('="') and (found := _AS_TEXT.fullmatch(text)):
        return found[1].strip()
    return text


def read_code(text: str) -> str:
    """Return a SKU or barcode: full-width letters and digits made plain, the apostrophe before digits dropped."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    return text[1:] if text[:1] == "'" and text[1:2].isdigit() else text


def read_price(text: str, currency: str, *, decimal: str = ".") -> int:
    """Return minor units: `12.5`, `¥12.5`, `１２元`, `1.234,50` where `decimal` is a comma. Negative prices are refused."""
    minor = _read_amount(text, currency, decimal, exact=True)
    if minor < 0:
        raise BadCell("negative_price")
    return minor


def read_cost(text: str, currency: str, *, decimal: str = ".") -> int:
    """Return minor units, rounded half up: costs per piece often have more decimals than the currency."""
    minor = _read_amount(text, currency, decimal, exact=False)
    if minor < 0:
        raise BadCell("negative_price")
    return minor


def _read_amount(text: str, currency: str, decimal: str, *, exact: bool) -> int:
    if _PLAIN.fullmatch(text) and (decimal == "." or "." not in text):
        return _minor(Decimal(text), currency, exact=exact)
    try:
        return parse_money(text, currency, language="de" if decimal == "," else "en").minor
    except CurrencyMismatch as error:
        raise BadCell("other_currency", currency=currency) from error
    except TooPrecise as error:
        if exact:
            raise BadCell("too_precise", currency=currency) from error
    except MoneyError as error:
        raise BadCell("not_a_price") from error
    return _minor(read_number(text, decimal=decimal), currency, exact=False)


def _minor(amount: Decimal, currency: str, *, exact: bool) -> int:
    minor = amount.scaleb(minor_digits(currency))
    whole = minor.to_integral_value(ROUND_HALF_UP)
    if exact and whole != minor:
        raise BadCell("too_precise", currency=currency)
    return int(whole)


def read_number(text: str, *, decimal: str = ".") -> Decimal:
    """Return a plain number with `decimal` as its sign; the other sign, blanks and apostrophes may group thousands."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    bare = re.sub(r"[\s'’]", "", text)
    group = "," if decimal == "." else "."
    if group in bare:
        if not re.fullmatch(
            rf"[-+]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?",
            bare,
        ):
            raise BadCell("not_a_number")
        bare = bare.replace(group, "")
    try:
        number = Decimal(bare.replace(decimal, "."))
    except InvalidOperation as error:
        raise BadCell("not_a_number") from error
    if not number.is_finite() or abs(number) >= 10**15:
        raise BadCell("not_a_number")
    return number


def read_count(text: str, *, decimal: str = ".") -> int:
    """Return a whole number; `12.0` is one, `约50件` is not."""
    if text.isdigit() and text.isascii() and len(text) < 16:
        return int(text)
    number = read_number(text, decimal=decimal)
    if number != number.to_integral_value():
        raise BadCell("not_whole")
    return int(number)


def read_flag(text: str) -> bool:
    """Return yes or no, in the words of several languages."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell("not_yes_or_no")


def unit_of(text: str) -> str:
    """Return a unit by its usual name: `Lbs` is lb, `千克` is kg. Unknown ones are returned as they are."""
    word = unicodedata.normalize("NFKC", text).strip().strip("().").casefold()
    return _UNIT_NAMES.get(word, word)


def read_weight(text: str, unit: str, *, decimal: str = ".") -> tuple[Decimal, str]:
    """Return grams and the unit it was written in; a unit in the cell (`1.5 kg`) goes before the column's."""
    return _read_measure(text, unit, GRAMS, decimal)


def read_length(text: str, unit: str, *, decimal: str = ".") -> tuple[Decimal, str]:
    """Return millimetres and the unit it was written in."""
    return _read_measure(text, unit, MILLIMETRES, decimal)


def _read_measure(text: str, unit: str, scale: dict[str, Decimal], decimal: str) -> tuple[Decimal, str]:
    found = _MEASURE.fullmatch(text.strip())
    if found is None:
        raise BadCell("not_a_number")
    own = unit_of(found[2] or unit)
    if own not in scale:
        raise BadCell("unknown_unit", unit=own)
    number = read_number(found[1], decimal=decimal)
    if number < 0:
        raise BadCell("negative_measure")
    return number * scale[own], own


def split_list(text: str, separator: str = ",") -> list[str]:
    r"""Return the parts of a list, trimmed, without blanks and repetitions; `\,` is a comma inside a part.

    Only backslashes right before a separator mean anything: an even run ends the part with half of them, an odd one
    stands for half of them and the separator itself.
    """
    parts = _unescaped(text, separator) if "\\" in text else text.split(separator)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def join_list(parts: Iterable[str]) -> str:
    """Return parts as one text that `split_list` reads back."""
    escaped = [re.sub(r"(\\*),", lambda run: run[1] * 2 + "\\,", part) for part in parts]
    ended = [re.sub(r"(\\+)$", lambda run: run[1] * 2, part) for part in escaped[:-1]]
    return ", ".join([*ended, *escaped[-1:]])


def _unescaped(text: str, separator: str) -> list[str]:
    parts, part, start = [], "", 0
    for found in re.finditer(rf"(\\*){re.escape(separator)}", text):
        run = len(found[1])
        part += text[start : found.start()] + "\\" * (run // 2)
        start = found.end()
        if run % 2:
            part += separator
        else:
            parts.append(part)
            part = ""
    return [*parts, part + text[start:]]
