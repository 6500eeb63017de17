"""Tax rules as people read and write them."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from storecrew.kernel.store.choices import named_countries
from storecrew.shop.taxes.models import Area, TaxClass
from storecrew.shop.taxes.types import EXEMPT, FOLLOW

STANDARD_NAMES = {
    "standard": pgettext_lazy("tax class", "Standard"),
    "reduced": pgettext_lazy("tax class", "Reduced"),
    "zero": pgettext_lazy("tax class", "Zero"),
}
"""What the classes that always exist are called in the reader's language, as long as nobody renamed them."""
_AS_MADE = {"standard": "Standard", "reduced": "Reduced", "zero": "Zero"}


def class_name(row: TaxClass) -> str:
    """Return what a class is called."""
    return str(STANDARD_NAMES[row.code]) if _AS_MADE.get(row.code) == row.name else row.name


def class_choices() -> list[tuple[str, str]]:
    """Return the classes to choose from; the three that always exist come first, whether or not a rate has used them."""
    rows = {row.code: row for row in TaxClass.objects.order_by("position", "pk")}
    known = [(code, class_name(rows[code]) if code in rows else str(name)) for code, name in STANDARD_NAMES.items()]
    return [*known, *((code, row.name) for code, row in rows.items() if code not in STANDARD_NAMES)]


def shipping_choices() -> list[tuple[str, str]]:
    """Return how shipping may be taxed."""
    return [(FOLLOW, str(gettext_lazy("as the goods it travels with"))), *class_choices()]


def goods_choices() -> list[tuple[str, str]]:
    """Return the classes goods may be of."""
    return [*class_choices(), (EXEMPT, str(gettext_lazy("not taxable")))]


def country_choices() -> list[tuple[str, str]]:
    """Return every country with its name in the reader's language, by name."""
    return named_countries(get_language() or "en")


def percent(value: Decimal) -> str:
    """Return a rate without empty decimals: 19 %, 5.5 %."""
    return f"{value.normalize():f}%"


def area_lines(areas: Iterable[Area]) -> str:
    """Return areas as the form shows them: one a line, `US / NY / 100*; 112* / New York`."""
    lines = []
    for area in areas:
        parts = [area.country or "*", area.region, area.postcodes, area.city]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        lines.append(" / ".join(part or "*" for part in parts))
    return "\n".join(lines)


def read_area(line: str) -> dict[str, str]:
    """Return the area that a line means; what is left out or `*` holds everything."""
    parts = [part.strip() for part in line.replace("／", "/").split("/", 3)]
    parts = ["" if part == "*" else part for part in parts] + [""] * (4 - len(parts))
    return {
        "country": parts[0].upper(),
        "region": parts[1],
        "postcodes": parts[2].replace("；", ";"),
        "city": parts[3],
    }
