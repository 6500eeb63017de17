"""Read the tax rates that WooCommerce exports: which columns there are, and what is wrong with a row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

COLUMNS = {
    "country code": "country",
    "state code": "region",
    "zip/postcode": "postcodes",
    "postcode / zip": "postcodes",
    "city": "city",
    "rate %": "percent",
    "tax name": "name",
    "priority": "priority",
    "compound": "compound",
    "shipping": "shipping",
    "tax class": "tax_class",
}
"""Header, case folded → what it means."""
NEEDED = ("country", "percent", "name")
CLASSES = {"": "standard", "standard": "standard", "reduced-rate": "reduced", "zero-rate": "zero"}


@dataclass(frozen=True, slots=True)
class RateLine:
    """A row that can be understood."""

    line: int
    country: str
    region: str
    postcodes: str
    cities: tuple[str, ...]
    percent: Decimal
    name: str
    priority: int
    compound: bool
    shipping: bool
    tax_class: str

    @property
    def zone(self) -> str:
        """Return the name of the zone that the row's place becomes."""
        parts = (self.country, self.region, self.postcodes, "; ".join(self.cities))
        return " ".join(part for part in parts if part)[:120] or "*"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that cannot be understood: where, what stands there, and why not."""

    line: int
    column: str
    value: str
    reason: str


class NoRates(ValueError):
    """The file as a whole is no list of tax rates."""


def parse(text: str) -> Iterator[RateLine | BadLine]:
    """Yield the rows of a file; empty ones are left out. Raises NoRates when its columns are others."""
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text))
    header = [COLUMNS.get(cell.strip().casefold(), "") for cell in next(rows, [])]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise NoRates(_("This is no list of tax rates: the columns Country Code, Rate % and Tax Name are needed."))
    for row in rows:
        if any(cell.strip() for cell in row):
            yield _line(rows.line_num, dict(zip(header, (cell.strip() for cell in row), strict=False)))


def _line(number: int, cells: dict[str, str]) -> RateLine | BadLine:
    def cell(name: str) -> str:
        value = cells.get(name, "")
        return "" if value == "*" else value

    country = cell("country").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        return BadLine(number, "Country Code", cells["country"], _("A country is two letters, such as DE."))
    percent = _percent(cell("percent"))
    if percent is None:
        return BadLine(number, "Rate %", cell("percent"), _("A rate is a number between 0 and 1,000."))
    if not cell("name"):
        return BadLine(number, "Tax Name", "", _("A tax needs a name; it stands on invoices."))
    priority = cell("priority") or "1"
    if not (priority.isdecimal() and 1 <= int(priority) <= 99):
        return BadLine(number, "Priority", priority, _("A priority is a whole number from 1 to 99."))
    if not country and (cell("region") or cell("postcodes") or cell("city")):
        return BadLine(number, "Country Code", "*", _("Name the country first; regions and postcodes are parts of it."))
    flags = {}
    for column, name in (("compound", "Compound"), ("shipping", "Shipping")):
        if cell(column) not in {"", "0", "1"}:
            return BadLine(number, name, cell(column), _("Write 1 for yes, 0 for no."))
        flags[column] = cell(column) == "1"
    return RateLine(
        line=number,
        country=country,
        region=cell("region"),
        postcodes="; ".join(part.strip() for part in cell("postcodes").split(";") if part.strip()),
        cities=tuple(part.strip() for part in cell("city").split(";") if part.strip()),
        percent=percent,
        name=cell("name")[:80],
        priority=int(priority),
        compound=flags["compound"],
        shipping=flags["shipping"],
        tax_class=CLASSES.get(cell("tax_class"), cell("tax_class")),
    )


def _percent(text: str) -> Decimal | None:
    plain = text.removesuffix("%").strip()
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number < 1000:
        return None
    return number.quantize(Decimal("0.0001"))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)
