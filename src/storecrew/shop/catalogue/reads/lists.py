"""Lists of products on sale: everything, a category, a collection, a search.

The ids that match are fetched once, in order; page, count and facets work on them. Only beyond `BY_ID` products the
database is asked again for each.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask
from storecrew.shop.catalogue.models import Category, Collection, Product
from storecrew.shop.catalogue.reads.cards import cards_of
from storecrew.shop.catalogue.reads.choosing import (
    ListQuery,
    find_category,
    find_collection,
    live_products,
    members_of,
    narrowed,
    narrowing,
    ordered,
    under,
)
from storecrew.shop.catalogue.reads.facets import Narrowing, facets_of
from storecrew.shop.catalogue.reads.keeping import kept
from storecrew.shop.catalogue.search.query import Result, search
from storecrew.shop.catalogue.seats import EVERYWHERE
from storecrew.shop.catalogue.types import Listing

BY_ID = 3000
"""Lists up to this length are held as ids: most categories of most shops."""
_UNTOLD = {"page", "per_page", "sort", "with_facets"}
"""What does not change the facets."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The products of a list. `ids` is None when there are too many to hold; then `rows` are asked again."""

    rows: QuerySet[Product]
    ids: tuple[int, ...] | None
    total: int


@read("catalogue.listing", label=_("Products on sale"), seats={PUBLIC}, surfaces=EVERYWHERE)
def listing(ask: Ask, data: ListQuery) -> Listing:
    """List products on sale in a category, a collection, a search or everywhere, with facets, sorted and paged.

    Texts are in `language`, prices in minor units of `currency`; products without a price in it are left out.
    """
    language, currency = data.settled()
    category = find_category(data.category) if data.category else None
    collection = find_collection(data.collection) if data.collection else None
    base, found = _base(ask.now, data, language, currency, category, collection)
    conditions = narrowing(data, currency)
    list_ = _find(narrowed(base, conditions), data, found, currency, category, collection)
    start = (data.page - 1) * data.per_page
    facets = _facets(ask.now, base, conditions, list_, data, language, currency) if data.with_facets else Narrowing()
    return Listing(
        items=cards_of(_shown(list_, start, data.per_page), language=language, currency=currency),
        total=list_.total,
        page=data.page,
        pages=max(1, ceil(list_.total / data.per_page)),
        facets=facets.facets,
        low=facets.low,
        high=facets.high,
        corrected=found.corrected if found else (),
    )


def _base(
    now: datetime,
    data: ListQuery,
    language: str,
    currency: str,
    category: Category | None,
    collection: Collection | None,
) -> tuple[QuerySet[Product], Result | None]:
    """Return what the list is about before it is narrowed, and the finding of its search."""
    base = live_products(now, currency, unpriced_too=data.unpriced_too)
    if category is not None:
        base = base.filter(under(category.path))
    if collection is not None:
        base = base.filter(members_of(collection))
    if data.product_ids:
        base = base.filter(pk__in=data.product_ids)
    if not data.text.strip():
        return base, None
    found = search(data.text, language=language, among=base)
    return base.filter(pk__in=found.product_ids), found


def _find(
    rows: QuerySet[Product],
    data: ListQuery,
    found: Result | None,
    currency: str,
    category: Category | None,
    collection: Collection | None,
) -> _Found:
    """Fetch the ids of the list in its order: as given, by relevance, or as sorted."""
    given = data.product_ids if data.product_ids else found.product_ids if found else ()
    if given and data.sort in {"", "relevance"}:
        left = set(rows.values_list("pk", flat=True))
        ids = tuple(number for number in given if number in left)
        return _Found(rows, ids, len(ids))
    own = collection.sort if collection is not None else "manual" if category is not None else "newest"
    ready = ordered(rows, data.sort or own, currency=currency, category=category, collection=collection)
    ids = tuple(ready.values_list("pk", flat=True)[: BY_ID + 1])
    return _Found(rows, ids, len(ids)) if len(ids) <= BY_ID else _Found(ready, None, rows.count())


def _shown(list_: _Found, start: int, count: int) -> list[Product]:
    """Return the products of a page without what cards do not show."""
    if list_.ids is None:
        return list(list_.rows.defer("description", "extras")[start : start + count])
    wanted = list_.ids[start : start + count]
    shown = Product.objects.defer("description", "extras").in_bulk(wanted)
    return [shown[number] for number in wanted if number in shown]


def _facets(
    now: datetime,
    base: QuerySet[Product],
    conditions: dict[str, Q],
    list_: _Found,
    data: ListQuery,
    language: str,
    currency: str,
) -> Narrowing:
    """Return the facets, the same again while no product has changed."""
    asked = f"{data.model_dump_json(exclude=_UNTOLD)}|{language}|{currency}"
    return kept(Narrowing, asked, now, lambda: facets_of(base, conditions, list_.ids, data, language, currency))
