"""Read one row of a supplier's list: whose stock, how much, what it costs. Nothing is guessed: what is unclear is said to be."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from storecrew.kernel.money.currencies import is_currency, minor_digits
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header

MOST: Final = 100_000_000
"""Pieces beyond which a quantity is a mistake: a barcode in the wrong column, say."""
MOST_MINOR: Final = 10**13
LONGEST_SKU: Final = 100
HELD: Final = "\x1fheld"
"""The last cell of a line that holds only because its newer rows cannot be read: no line of a file is ever like it."""
NONE_LEFT: Final = frozenset(
    {
        *("out of stock", "sold out", "none", "no stock", "oos", "unavailable", "no"),
        *("无货", "缺货", "售罄", "断货", "无", "没货", "已售完", "售完", "卖完", "暂无", "暂缺", "无库存"),
    }
)
NO_LONGER: Final = frozenset(
    {"discontinued", "delisted", "end of life", "eol", "下架", "已下架", "停产", "已停产", "停售", "淘汰", "不再供应"}
)
SOME_LEFT: Final = frozenset(
    {
        *("in stock", "available", "yes", "plenty", "instock"),
        *("有货", "现货", "充足", "有", "库存充足", "大量", "有库存", "货源充足"),
    }
)
_UNITS: Final = re.compile(r"(件|个|只|套|盏|台|条|双|张|把|支|瓶|盒|箱|包|卷|米|pcs?|pieces?|units?|ea|sets?)\.?$")
_AT_LEAST: Final = re.compile(r"^(?:>=?|≥|more than |over |超过|大于)?\s*(\d+)\s*(\+|以上)?$")
_AS_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_PLAIN: Final = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_SIGNS: Final = re.compile(r"^(?:CN¥|RMB|US\$|HK\$|[¥￥$€£])\s*|\s*(?:元|块|圆|RMB|CNY|USD|EUR|€)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: `code` names a sentence."""

    column: str
    value: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


class Unclear(Exception):
    """A cell that cannot be understood."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Line(NamedTuple):
    """What a row says. `quantity` None: they do not have it any more. `cost`: minor units, None where it is not told."""

    number: int
    key: str
    sku: str
    site_id: int
    quantity: int | None
    cost: int | None


class Bad(NamedTuple):
    """A row that cannot be taken. `key` is empty where not even that can be read."""

    number: int
    key: str
    sku: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of a source are read. `in_stock`: how many a word such as 有货 counts as; None: it says too little."""

    currency: str
    site_id: int
    sites: Mapping[str, int] = field(default_factory=dict)
    """Code or name of a warehouse, folded → site."""
    decimal: str = "."
    in_stock: int | None = None
    digits: int = field(init=False)
    """Decimals of the currency."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digits", minor_digits(self.currency))

    @property
    def settings(self) -> dict[str, Any]:
        """Return what decides how the same line is understood."""
        return {"currency": self.currency, "decimal": self.decimal, "in_stock": self.in_stock, "site": self.site_id}


class Reader:
    """Reads the rows of one file by its mapping."""

    def __init__(self, header: Header, mapping: Mapping[str, str], reading: Reading) -> None:
        self._reading = reading
        self._mapping = mapping
        place = {name: header.index[column] for name, column in mapping.items() if column in header.index}
        self._key = place.get("sku", place.get("barcode", -1))
        self._quantity = place.get("quantity", -1)
        self._cost = place.get("cost", -1)
        self._currency = place.get("currency", -1)
        self._warehouse = place.get("warehouse", -1)
        self._width = len(header.names)

    def read(self, row: Row) -> Line | Bad:
        """Return what the row says, or the first thing that is wrong with it."""
        cells, reading = row.cells, self._reading
        if len(cells) < self._width:
            cells = cells + [""] * (self._width - len(cells))  # Excel leaves out trailing blanks
        elif len(cells) > self._width and any(cells[self._width :]) and cells[-1] != HELD:
            # values may stand under other columns than their own: none of them is believed
            sku = code_of(cells[self._key])[:LONGEST_SKU]
            problem = Problem("", ",".join(cells), "too_many_cells")
            return Bad(row.line, f"{sku}\x1f{reading.site_id}", sku, problem)
        sku, site_id = code_of(cells[self._key]), reading.site_id
        if not sku or len(sku) > LONGEST_SKU:
            column = "sku" if "sku" in self._mapping else "barcode"
            return self._bad(row, "", "", column, self._key, Unclear("sku_too_long" if sku else "no_sku"))
        if self._warehouse >= 0 and (place := cells[self._warehouse].strip()):
            found = reading.sites.get(folded(place))
            if found is None:
                return self._bad(row, "", sku, "warehouse", self._warehouse, Unclear("unknown_warehouse"))
            site_id = found
        key = f"{sku}\x1f{site_id}"
        try:
            quantity = quantity_of(cells[self._quantity].strip(), reading)
        except Unclear as error:
            return self._bad(row, key, sku, "quantity", self._quantity, error)
        cost = None
        if self._cost >= 0 and (text := cells[self._cost].strip()):
            try:
                cost = cost_of(text, reading, told=_cell(cells, self._currency))
            except Unclear as error:
                return self._bad(row, key, sku, "cost", self._cost, error)
        return Line(row.line, key, sku, site_id, quantity, cost)

    def _bad(self, row: Row, key: str, sku: str, name: str, place: int, error: Unclear) -> Bad:
        problem = Problem(self._mapping.get(name, ""), _cell(row.cells, place), error.code, error.params)
        return Bad(row.line, key, sku[:LONGEST_SKU], problem)

    def key_among(self, text: str, delimiter: str) -> list[str]:
        """Return what may be the SKU in a line that cannot be taken apart."""
        return [code_of(part.strip('"')) for part in text.split(delimiter)]


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def code_of(text: str) -> str:
    """Return a SKU or barcode: full-width letters made plain, without `="…"` and the apostrophe that keep digits as text."""
    text = text.strip()
    if text.isascii() and text[:1] not in {"=", "'"}:
        return text
    if text.startswith('="') and (found := _AS_TEXT.fullmatch(text)):
        text = found[1].strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    return text[1:] if text[:1] == "'" and text[1:2].isdigit() else text


def quantity_of(text: str, reading: Reading) -> int | None:
    """Return pieces; None: no longer listed. `约50件` is no quantity, `100+` is a hundred, below zero is nothing."""
    if text.isdigit() and text.isascii() and len(text) < 9:
        return int(text)
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip().casefold()
    if found := _AS_TEXT.fullmatch(plain):
        plain = found[1].strip()
    if not plain or plain in {"-", "--", "/", "n/a", "null", "#n/a"}:
        raise Unclear("no_quantity")
    if plain in NONE_LEFT:
        return 0
    if plain in NO_LONGER:
        return None
    if plain in SOME_LEFT:
        if reading.in_stock is None:
            raise Unclear("only_a_word")
        return reading.in_stock
    plain = _UNITS.sub("", plain).strip()
    if (least := _AT_LEAST.fullmatch(plain)) and len(least[1]) < 9:
        return int(least[1])
    number = _number(plain, reading.decimal, "not_a_quantity")
    if number != number.to_integral_value():
        raise Unclear("not_whole")
    if number >= MOST:
        raise Unclear("too_many")
    return max(0, int(number))


def cost_of(text: str, reading: Reading, *, told: str = "") -> int:
    """Return minor units, rounded half up: `12.5`, `¥12.50`, `１２元`, `1.234,50` where a comma is the decimal sign."""
    currency = _currency_of(told) if told else ""
    if currency and currency != reading.currency:
        raise Unclear("other_currency", currency=reading.currency)
    whole, point, part = text.partition(".")
    plain = whole.isdigit() and whole.isascii() and len(whole) < 10 and (not point or reading.decimal == ".")
    if plain and (not point or part.isdigit() and part.isascii() and len(part) <= reading.digits):
        return int(whole + part.ljust(reading.digits, "0"))
    if _PLAIN.fullmatch(text) and (reading.decimal == "." or not point):
        number = Decimal(text)
    else:
        bare = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
        number = _number(_SIGNS.sub("", bare).strip(), reading.decimal, "not_a_cost")
    if number < 0:
        raise Unclear("negative_cost")
    minor = number.scaleb(reading.digits).to_integral_value(ROUND_HALF_UP)
    if minor > MOST_MINOR:
        raise Unclear("not_a_cost")
    return int(minor)


def _currency_of(text: str) -> str:
    code = unicodedata.normalize("NFKC", text).strip().upper()
    code = {"RMB": "CNY", "人民币": "CNY", "元": "CNY", "¥": "CNY", "美元": "USD"}.get(code, code)
    if not is_currency(code):
        raise Unclear("unknown_currency")
    return code


def _number(text: str, decimal: str, code: str) -> Decimal:
    bare = re.sub(r"[\s'’]", "", text)
    group = "," if decimal == "." else "."
    if group in bare:
        if not re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", bare):
            raise Unclear(code)
        bare = bare.replace(group, "")
    try:
        number = Decimal(bare.replace(decimal, "."))
    except InvalidOperation as error:
        raise Unclear(code) from error
    if not number.is_finite() or abs(number) >= 10**15:
        raise Unclear(code)
    return number


def folded(text: str) -> str:
    """Return a name of a warehouse as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
