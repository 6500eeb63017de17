"""Ask the catalogue on behalf of a customer, and keep the answers for as long as nothing in the house has changed.

A site knows the state of the house it was made in (`site.state`); the same question to the same site has the same answer.
"""

from collections.abc import Callable, Iterator
from typing import Any

from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.types import Actor, Input, nobody
from storecrew.shop.catalogue import reads
from storecrew.shop.catalogue.reads.extent import highest_product_id
from storecrew.shop.catalogue.types import (
    Branch,
    Card,
    CategoryView,
    CollectionView,
    Listing,
    ProductPage,
    Shot,
    Turned,
)

PER_PAGE = 24

__all__ = ["highest_product_id"]


def product(site: Site, slug: str) -> ProductPage:
    """Return a product on sale; raises Missing."""
    query = reads.PageQuery(slug=slug, language=site.language, currency=site.currency)
    found = _kept(site, "product", query, lambda: reads.product_page(nobody(), query))
    pictures.load(shot.asset_id for shot in found.pictures)
    return found


def draft(site: Site, slug: str, actor: Actor) -> ProductPage | None:
    """Return a product that is not on sale, to who holds a seat; None for everybody else, and where there is none."""
    query = reads.PageQuery(slug=slug, language=site.language, currency=site.currency, preview=True)
    try:
        found = reads.product_page(actor, query)
    except Missing:
        return None
    pictures.load(shot.asset_id for shot in found.pictures)
    return found


def category(site: Site, path: str) -> CategoryView:
    """Return a category; raises Missing."""
    query = reads.CategoryQuery(path=path, language=site.language, currency=site.currency)
    return _kept(site, "category", query, lambda: reads.category(nobody(), query))


def collection(site: Site, slug: str) -> CollectionView:
    """Return a collection; raises Missing."""
    query = reads.CollectionQuery(slug=slug, language=site.language, currency=site.currency)
    return _kept(site, "collection", query, lambda: reads.collection(nobody(), query))


def listing(site: Site, **asked: Any) -> Listing:
    """Return a part of a list (see the catalogue's `ListQuery`); raises Missing for a category or collection that is not there."""
    query = reads.ListQuery(language=site.language, currency=site.currency, **{"per_page": PER_PAGE, **asked})
    found = _kept(site, "listing", query, lambda: reads.listing(nobody(), query))
    pictures.load(card.picture.asset_id for card in found.items if card.picture)
    return found


def cards(site: Site, target: str, count: int) -> tuple[Card, ...]:
    """Return the first products of `collection:…` or `category:…`; none when there is no such thing."""
    place, _, slug = target.partition(":")
    if place not in {"category", "collection"}:
        return listing(site, per_page=count, with_facets=False).items
    try:
        return listing(site, **{place: slug}, per_page=count, with_facets=False).items
    except Missing:
        return ()


def related(site: Site, to: ProductPage, count: int) -> tuple[Card, ...]:
    """Return other products of a product's category."""
    if not to.crumbs:
        return ()
    found = listing(site, category=to.crumbs[-1].path, per_page=count + 1, with_facets=False).items
    return tuple(card for card in found if card.product_id != to.product_id)[:count]


def branches(site: Site) -> tuple[Branch, ...]:
    """Return all categories in reading order."""
    query = reads.Localised(language=site.language, currency=site.currency)
    return _kept(site, "tree", query, lambda: reads.tree(nobody(), query).branches)


def roots(site: Site) -> list[Branch]:
    """Return the main categories that have something on sale."""
    return [branch for branch in branches(site) if branch.depth == 1 and branch.products]


def faces(site: Site) -> list[tuple[Branch, Shot | None]]:
    """Return the main categories, each with the picture of its first product."""
    return [
        (branch, next((card.picture for card in cards(site, f"category:{branch.path}", 1)), None))
        for branch in roots(site)
    ]


def turned(kind: str, address: str) -> Turned | None:
    """Return where an old address leads; None when nobody knows it."""
    try:
        return reads.turned(nobody(), reads.TurnedQuery.model_validate({"kind": kind, "old": address[:800]}))
    except Missing:
        return None


def collections(site: Site) -> tuple[CollectionView, ...]:
    """Return all collections in their order."""
    query = reads.Localised(language=site.language, currency=site.currency)
    return _kept(site, "collections", query, lambda: reads.collections(nobody(), query).items)


def products(site: Site, *, after: int = 0, batch: int = 100) -> Iterator[list[ProductPage]]:
    """Yield all products on sale with an id above `after`, in lasting order, a batch at a time."""
    cursor: str | None = str(after)
    while cursor is not None:
        query = reads.PagesQuery(cursor=cursor, limit=batch, language=site.language, currency=site.currency)
        part = reads.product_pages(nobody(), query)
        pictures.load(shot.asset_id for page in part.items for shot in page.pictures)
        yield list(part.items)
        cursor = part.cursor


def _kept[T](site: Site, name: str, query: Input, ask: Callable[[], T]) -> T:
    return site.keep((name, query.model_dump_json()), ask)
