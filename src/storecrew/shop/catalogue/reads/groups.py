"""Categories, collections, and where old addresses lead, as the storefront asks."""

from collections import Counter
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Output
from storecrew.shop.catalogue.models import (
    Category,
    Collection,
    Placement,
    Product,
    ProductStatus,
    Redirect,
)
from storecrew.shop.catalogue.reads.asking import Localised
from storecrew.shop.catalogue.reads.choosing import find_category, find_collection, live_products
from storecrew.shop.catalogue.reads.keeping import kept
from storecrew.shop.catalogue.seats import EVERYWHERE
from storecrew.shop.catalogue.texts import Translated, languages_of
from storecrew.shop.catalogue.types import Branch, CategoryView, CollectionView, Crumb, Turned


class CategoryQuery(Localised):
    """A category by its path."""

    path: Annotated[str, Field(max_length=800)]


@read("catalogue.category", label=_("A category"), seats={PUBLIC}, surfaces=EVERYWHERE)
def category(ask: Ask, data: CategoryQuery) -> CategoryView:
    """Show a category of the storefront: its texts, its way from the root, and the categories right below it."""
    language, _currency = data.settled()
    row = find_category(data.path)
    parts = row.path.split("/")
    above = list(
        Category.objects.filter(path__in=["/".join(parts[:length]) for length in range(1, len(parts))]).order_by(
            "depth"
        )
    )
    below = list(Category.objects.filter(parent=row, hidden=False).order_by("position", "pk"))
    words = Translated(language).load({"category": [other.pk for other in (*above, row, *below)]})

    def crumb(other: Category) -> Crumb:
        name = words.text("category", other.pk, "name", other.name)
        return Crumb(category_id=other.pk, path=other.path, name=name)

    def own(field: str) -> str:
        return words.text("category", row.pk, field, getattr(row, field))

    return CategoryView(
        category_id=row.pk,
        path=row.path,
        name=own("name"),
        line=own("line"),
        description=own("description"),
        language=language if words.has("category", row.pk, "name") else row.language,
        languages=tuple(sorted({row.language} | languages_of("category", [row.pk], "name")[row.pk])),
        seo_title=own("seo_title"),
        seo_description=own("seo_description"),
        crumbs=tuple(crumb(other) for other in (*above, row)),
        children=tuple(crumb(other) for other in below),
    )


class CollectionQuery(Localised):
    """A collection by its slug."""

    slug: Annotated[str, Field(max_length=255)]


@read("catalogue.collection", label=_("A collection"), seats={PUBLIC}, surfaces=EVERYWHERE)
def collection(ask: Ask, data: CollectionQuery) -> CollectionView:
    """Show a collection of the storefront with its texts; `catalogue.listing` lists its products."""
    language, _currency = data.settled()
    row = find_collection(data.slug)
    return _view(
        row, Translated(language).load({"collection": [row.pk]}), languages_of("collection", [row.pk], "title")
    )


class Collections(Output):
    """Collections in their order."""

    items: tuple[CollectionView, ...]


@read("catalogue.collections", label=_("Collections"), seats={PUBLIC}, surfaces=EVERYWHERE)
def collections(ask: Ask, data: Localised) -> Collections:
    """List the collections of the storefront, at most 500."""
    language, _currency = data.settled()
    rows = list(Collection.objects.filter(hidden=False).order_by("position", "pk")[:500])
    ids = [row.pk for row in rows]
    words, languages = Translated(language).load({"collection": ids}), languages_of("collection", ids, "title")
    return Collections(items=tuple(_view(row, words, languages) for row in rows))


class Counts(Output):
    """How many products on sale stand in each category and below, by its path."""

    by_path: dict[str, int]


class Tree(Output):
    """The whole tree in reading order."""

    branches: tuple[Branch, ...]


@read("catalogue.tree", label=_("Categories"), seats={PUBLIC}, surfaces=EVERYWHERE)
def tree(ask: Ask, data: Localised) -> Tree:
    """List all categories of the storefront in reading order, with the products on sale in each and below."""
    language, currency = data.settled()
    rows = in_reading_order(list(Category.objects.order_by("depth", "position", "pk")))
    words = Translated(language).load({"category": [row.pk for row in rows]})
    counts = kept(
        Counts,
        currency,
        ask.now,
        lambda: Counts(by_path=dict(products_below(rows, live=live_products(ask.now, currency)))),
    ).by_path
    hidden: set[str] = set()
    branches = []
    for row in rows:
        if row.hidden or (row.path.rpartition("/")[0] in hidden):
            hidden.add(row.path)
            continue
        branches.append(
            Branch(
                category_id=row.pk,
                path=row.path,
                name=words.text("category", row.pk, "name", row.name),
                line=words.text("category", row.pk, "line", row.line),
                depth=row.depth,
                products=counts.get(row.path, 0),
            )
        )
    return Tree(branches=tuple(branches))


class TurnedQuery(Input):
    """An address at which nothing is on sale: a product's or collection's slug, a category's path, or any path."""

    kind: Literal["product", "category", "collection", "path"]
    old: Annotated[str, Field(max_length=800)]


@read("catalogue.turned", label=_("Where an old address leads"), seats={PUBLIC}, surfaces=EVERYWHERE)
def turned(ask: Ask, data: TurnedQuery) -> Turned:
    """Tell where an old address leads now (301), or that what was there is gone for good (410). Raises Missing (404)."""
    old = data.old.rstrip("/") if data.kind == "path" else data.old
    found = Redirect.objects.select_related("product", "category", "collection").filter(kind=data.kind, old=old).first()
    if found is None:
        if data.kind == "product" and _put_away(data.old):
            return Turned(gone=True)
        raise Missing
    if found.product is not None:
        return Turned(gone=False, kind="product", address=found.product.slug)
    if found.category is not None:
        return Turned(gone=False, kind="category", address=found.category.path)
    if found.collection is not None:
        return Turned(gone=False, kind="collection", address=found.collection.slug)
    return Turned(gone=True)


def in_reading_order(rows: list[Category]) -> list[Category]:
    """Return categories (given by depth and position) so that each stands before what is below it."""
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[Category] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting += reversed(below.get(row.pk, []))
    return found


def products_below(rows: list[Category], *, live: QuerySet[Product]) -> Counter[str]:
    """Return by path how many of the products in `live` stand in a category or below; one query."""
    paths = {row.pk: row.path for row in rows}
    seen: dict[str, set[int]] = {}
    pairs = Placement.objects.filter(product__in=live.values("pk")).values_list("category_id", "product_id")
    for category_id, product_id in pairs.iterator():
        parts = paths[category_id].split("/")
        for length in range(1, len(parts) + 1):
            seen.setdefault("/".join(parts[:length]), set()).add(product_id)
    return Counter({path: len(products) for path, products in seen.items()})


def _view(row: Collection, words: Translated, languages: dict[int, set[str]]) -> CollectionView:
    def own(field: str) -> str:
        return words.text("collection", row.pk, field, getattr(row, field))

    return CollectionView(
        collection_id=row.pk,
        slug=row.slug,
        title=own("title"),
        description=own("description"),
        language=words.language if words.has("collection", row.pk, "title") else row.language,
        languages=tuple(sorted({row.language} | languages.get(row.pk, set()))),
        seo_title=own("seo_title"),
        seo_description=own("seo_description"),
        sort=row.sort,
    )


def _put_away(slug: str) -> bool:
    rows = Product.objects.filter(slug=slug, status=ProductStatus.ARCHIVED, first_published_at__isnull=False)
    return rows.exists()
