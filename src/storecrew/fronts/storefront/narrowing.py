"""Lists as addresses: which filters, order and page an address asks for, and the links that change them.

Parameters: `brand`, `tag`, `o.<option>`, `a.<attribute>` (each may repeat), `price` (`low-high` in whole units, either may be
missing), `reduced`, `sort`, `page`, `q`. A filtered or sorted list is the same list to search engines: it names the plain one
as canonical and is not indexed; further pages of the plain one are their own.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.fronts.storefront.addresses import with_query
from storecrew.fronts.storefront.goods import Chip, Filter, FilterValue, Paging, Sorting
from storecrew.fronts.storefront.prices import price_text
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import Facet, Listing

SORTS: Final[Mapping[str, Promise]] = {
    "newest": gettext_lazy("New in"),
    "price_up": gettext_lazy("Cheap to dear"),
    "price_down": gettext_lazy("Dear to cheap"),
}
FACETS: Final = {"brand": "brand", "tag": "tag", "option": "o.", "attribute": "a."}
"""Kind of facet to the name of its parameter; options and attributes add their code."""
FACETS_AT_MOST, VALUES_AT_MOST = 6, 12
PRICE_STEPS = 3
LONGEST = 100
"""Characters of a value that an address may carry."""
HIGHEST = 10**9
"""Of a price in whole units; more is a slip or mischief."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: (name, value) of each filter, an order, a page."""

    path: str
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1
    text: str = ""

    @property
    def plain(self) -> bool:
        """True when nothing narrows or orders the list: only then is it the page that search engines know."""
        return not self.filters and not self.sort

    def href(self, **changed: Any) -> str:
        """Return the address with some of it changed; back to the first page unless `page` is given."""
        to = replace(self, **{"page": 1, **changed})
        pairs = [("q", to.text)] if to.text else []
        pairs += list(to.filters)
        pairs += [("sort", to.sort)] if to.sort else []
        pairs += [("page", str(to.page))] if to.page > 1 else []
        return with_query(to.path, pairs)

    def without(self, name: str, value: str) -> str:
        """Return the address without one filter."""
        return self.href(filters=tuple(pair for pair in self.filters if pair != (name, value)))


def asked_of(query: QueryDict, path: str, *, text: str = "") -> Asked:
    """Read an address; what cannot be understood is left out."""
    filters = [
        (name, value[:LONGEST])
        for name in dict.fromkeys(query)
        if name in {"brand", "tag", "price", "reduced"} or (name[:2] in {"o.", "a."} and len(name) > 2)
        for value in dict.fromkeys(query.getlist(name)[:20])
        if value
    ]
    page = query.get("page", "1")
    sort = query.get("sort", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Asked(path, tuple(filters[:30]), sort if sort in SORTS else "", max(1, number), text)


def question(asked: Asked, currency: str) -> dict[str, Any]:
    """Return the catalogue's question for what was asked."""
    named: dict[str, list[str]] = {}
    for name, value in asked.filters:
        named.setdefault(name, []).append(value)
    low, high = _span(named.get("price", [""])[0], currency)
    return {
        "brands": tuple(named.get("brand", ())),
        "tags": tuple(named.get("tag", ())),
        "options": {name[2:]: tuple(values) for name, values in named.items() if name.startswith("o.")},
        "facts": {name[2:]: tuple(values) for name, values in named.items() if name.startswith("a.")},
        "low_minor": low,
        "high_minor": high,
        "reduced": "reduced" in named,
        "sort": asked.sort,
        "page": asked.page,
    }


def filters_of(site: Site, asked: Asked, listing: Listing) -> tuple[Filter, ...]:
    """Return the filter form: facets that tell the products of this list apart, then prices."""
    found = [
        Filter(_name(facet), tuple(_values(facet)))
        for facet in listing.facets[:FACETS_AT_MOST]
        if facet.kind in FACETS and _tells_apart(facet, listing.total)
    ]
    prices = _prices(site, asked, listing)
    return (*found, prices) if prices else tuple(found)


def chips_of(site: Site, asked: Asked, listing: Listing) -> tuple[Chip, ...]:
    """Return each chosen filter as a link that takes it away."""
    labels = {
        (value.field, value.value): value.label for one in filters_of(site, asked, listing) for value in one.values
    }
    chips = []
    for name, value in asked.filters:
        label = labels.get((name, value)) or (
            _("Reduced") if name == "reduced" else _price_label(site, value) if name == "price" else value
        )
        chips.append(Chip(label, asked.without(name, value)))
    return tuple(chips)


def sortings_of(asked: Asked, first: str) -> tuple[Sorting, ...]:
    """Return the orders as links; `first` is what the list's own order is called."""
    own = Sorting(first, asked.href(sort=""), not asked.sort)
    return (own, *(Sorting(str(label), asked.href(sort=sort), asked.sort == sort) for sort, label in SORTS.items()))


def paging_of(asked: Asked, listing: Listing) -> Paging | None:
    """Return the pages as links, with gaps; None when there is only one."""
    if listing.pages < 2:
        return None
    near = {1, listing.pages, *range(asked.page - 1, asked.page + 2)}
    shown = sorted(number for number in near if 1 <= number <= listing.pages)
    numbers: list[tuple[int, str] | None] = []
    for at, number in enumerate(shown):
        if at and number - shown[at - 1] > 1:
            numbers.append(None)
        numbers.append((number, asked.href(page=number)))
    return Paging(
        number=asked.page,
        before=asked.href(page=asked.page - 1) if asked.page > 1 else "",
        after=asked.href(page=asked.page + 1) if asked.page < listing.pages else "",
        numbers=tuple(numbers),
    )


def count_of(listing: Listing) -> str:
    """Say how many products there are."""
    return ngettext("%(n)d product", "%(n)d products", listing.total) % {"n": listing.total}


def _name(facet: Facet) -> str:
    named = {"brand": _("Brand"), "tag": _("Good for")}
    return named.get(facet.kind) or facet.name


def _values(facet: Facet) -> Iterable[FilterValue]:
    prefix = FACETS[facet.kind]
    field = prefix + facet.code if prefix.endswith(".") else prefix
    chosen_first = sorted(facet.values[:40], key=lambda value: not value.chosen)[:VALUES_AT_MOST]
    kept = {value.code for value in chosen_first}
    for value in facet.values:
        if value.code in kept:
            yield FilterValue(field, value.code, value.name, value.count, value.chosen)


def _tells_apart(facet: Facet, total: int) -> bool:
    """A choice that every product of the list meets narrows nothing; an option of one product alone is that product's business."""
    if any(value.chosen for value in facet.values):
        return True
    if all(value.count >= total for value in facet.values):
        return False
    return facet.kind != "option" or max(value.count for value in facet.values) > 1


def _prices(site: Site, asked: Asked, listing: Listing) -> Filter | None:
    chosen = next((value for name, value in asked.filters if name == "price"), "")
    if listing.low is None or listing.high is None or listing.high.minor < 2 * listing.low.minor:
        return None
    values = [
        FilterValue("price", span, _price_label(site, span), None, span == chosen)
        for span in _steps(listing.low, listing.high)
    ]
    if chosen and all(not value.chosen for value in values):
        values.append(FilterValue("price", chosen, _price_label(site, chosen), None, chosen=True))
    return Filter(_("What it costs"), tuple(values), single=True)


def _steps(low: Money, high: Money) -> list[str]:
    """Return spans of prices with round ends, e.g. `-100`, `100-200`, `200-`."""
    unit = 10 ** minor_digits(low.currency)
    spread = high.minor / max(low.minor, 1)
    first, second = (_rounded(low.minor * math.pow(spread, step / PRICE_STEPS) / unit) for step in (1, 2))
    return [f"-{first}", f"{first}-{second}", f"{second}-"] if first < second else [f"-{first}", f"{first}-"]


def _rounded(value: float) -> int:
    """Return a number with one or two leading digits, such as a price tag shows: 40, 100, 250."""
    size = int(10 ** max(0, len(str(int(value))) - 1))
    steps = [size, 2 * size, 5 * size // 2 if size >= 10 else 3, 5 * size, 10 * size]
    return min(steps, key=lambda step: abs(step - value))


def _span(text: str, currency: str) -> tuple[int | None, int | None]:
    """Read `low-high`, in whole units, as minor units."""
    low, dash, high = text.partition("-")
    unit = 10 ** minor_digits(currency)
    if not dash:
        return None, None
    ends = [int(end) * unit if end.isascii() and end.isdigit() and int(end) <= HIGHEST else None for end in (low, high)]
    return ends[0], ends[1]


def _price_label(site: Site, span: str) -> str:
    low, high = _span(span, site.currency)
    if low is None and high is None:
        return span
    if low is None:
        return _("up to %(price)s") % {"price": price_text(Money(high or 0, site.currency), site.language)}
    if high is None:
        return _("from %(price)s") % {"price": price_text(Money(low, site.currency), site.language)}
    ends = {
        "low": price_text(Money(low, site.currency), site.language),
        "high": price_text(Money(high, site.currency), site.language),
    }
    return _("%(low)s to %(high)s") % ends
