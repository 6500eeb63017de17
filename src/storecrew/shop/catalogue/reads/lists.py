"""Lists of products on sale: everything, a category, a collection, a search."""

from math import ceil

from django.db.models import QuerySet
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
from storecrew.shop.catalogue.reads.facets import facets_of, span_of
from storecrew.shop.catalogue.search.query import Result, search
from storecrew.shop.catalogue.seats import EVERYWHERE
from storecrew.shop.catalogue.types import Listing


@read("catalogue.listing", label=_("Products on sale"), seats={PUBLIC}, surfaces=EVERYWHERE)
def listing(ask: Ask, data: ListQuery) -> Listing:
    """List products on sale in a category, a collection, a search or everywhere, with facets, sorted and paged.

    Texts are in `language`, prices in minor units of `currency`; products without a price in it are left out.
    """
    language, currency = data.settled()
    category = find_category(data.category) if data.category else None
    collection = find_collection(data.collection) if data.collection else None
    base = live_products(ask.now, currency, unpriced_too=data.unpriced_too)
    if category is not None:
        base = base.filter(under(category.path))
    if collection is not None:
        base = base.filter(members_of(collection))
    if data.product_ids:
        base = base.filter(pk__in=data.product_ids)
    found = search(data.text, language=language, among=base) if data.text.strip() else None
    if found is not None:
        base = base.filter(pk__in=found.product_ids)
    conditions = narrowing(data, currency)
    rows = narrowed(base, conditions)
    total, products = _page(rows, data, found, currency, category, collection)
    low, high = span_of(base, conditions, currency) if data.with_facets else (None, None)
    return Listing(
        items=cards_of(products, language=language, currency=currency),
        total=total,
        page=data.page,
        pages=max(1, ceil(total / data.per_page)),
        facets=facets_of(base, conditions, data, language) if data.with_facets else (),
        low=low,
        high=high,
        corrected=found.corrected if found else (),
    )


def _page(
    rows: QuerySet[Product],
    data: ListQuery,
    found: Result | None,
    currency: str,
    category: Category | None,
    collection: Collection | None,
) -> tuple[int, list[Product]]:
    """Return how many there are, and the products of the page that was asked for."""
    start = (data.page - 1) * data.per_page
    given = data.product_ids if data.product_ids else found.product_ids if found else ()
    if given and data.sort in {"", "relevance"}:
        left = set(rows.values_list("pk", flat=True))
        ids = [number for number in given if number in left]
        shown = rows.in_bulk(ids[start : start + data.per_page])
        return len(ids), [shown[number] for number in ids[start : start + data.per_page]]
    own = collection.sort if collection is not None else "manual" if category is not None else "newest"
    ready = ordered(rows, data.sort or own, currency=currency, category=category, collection=collection)
    return rows.count(), list(ready[start : start + data.per_page])
