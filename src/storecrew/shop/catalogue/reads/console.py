"""What the crew asks of the catalogue: lists with what is missing, and one product with everything."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Literal

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Page
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue.models import (
    Collection,
    Member,
    Picture,
    Placement,
    Price,
    PriceChange,
    PriceRange,
    Product,
    ProductStatus,
    Variant,
)
from storecrew.shop.catalogue.reads.assembly import pages_of
from storecrew.shop.catalogue.reads.choosing import members_of
from storecrew.shop.catalogue.search.query import search
from storecrew.shop.catalogue.seats import COST_READERS, EVERYWHERE, READERS
from storecrew.shop.catalogue.types import ProductPage

type Trouble = Literal["no_price", "no_picture", "no_alt", "no_category", "odd_barcode", "no_weight"]


def console_rows() -> QuerySet[Product]:
    """Return products with what the console's table shows: price range, number of variants, first SKU."""
    store = current()
    currency = store.currency if store else ""
    span = PriceRange.objects.filter(product=OuterRef("pk"), currency=currency)
    variants = Variant.objects.filter(product=OuterRef("pk"), retired_at=None).order_by("position", "pk")
    counted = variants.order_by().values("product").annotate(n=Count("pk")).values("n")
    return Product.objects.annotate(
        low_minor=Subquery(span.values("low_minor")[:1]),
        high_minor=Subquery(span.values("high_minor")[:1]),
        variant_count=Subquery(counted[:1]),
        first_sku=Subquery(variants.values("sku")[:1]),
    )


def troubled(rows: QuerySet[Product], trouble: str) -> QuerySet[Product]:
    """Return the products that lack something; everything for an unknown trouble."""
    store = current()
    variants = Variant.objects.filter(product=OuterRef("pk"), retired_at=None)
    pictures = Picture.objects.filter(product=OuterRef("pk"))
    match trouble:
        case "no_price":
            prices = Price.objects.filter(variant=OuterRef("pk"), currency=store.currency if store else "")
            return rows.filter(Exists(variants.filter(~Exists(prices))))
        case "no_picture":
            return rows.filter(~Exists(pictures))
        case "no_alt":
            return rows.filter(Exists(pictures.filter(alt="")))
        case "no_category":
            return rows.filter(~Exists(Placement.objects.filter(product=OuterRef("pk"))))
        case "odd_barcode":
            return rows.filter(Exists(variants.filter(barcode_state="odd")))
        case "no_weight":
            return rows.filter(Exists(variants.filter(weight_g=None, requires_shipping=True)))
    return rows


def matching(rows: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Return the products that the search finds, in any status."""
    store = current()
    found = search(text, language=store.languages[0] if store else "en", among=Product.objects.all())
    return rows.filter(pk__in=found.product_ids)


class ProductRow(Output):
    """A product in the crew's list. `price` is that of the cheapest variant in the store's currency."""

    product_id: int
    slug: str
    title: str
    status: str
    brand: str
    product_type: str
    first_sku: str
    variants: int
    price: Money | None
    version: int
    updated_at: AwareDatetime


class ProductsQuery(Input):
    """Products of the crew's list, newest change first. `cursor` is what the part before answered."""

    status: Literal["", "draft", "active", "archived"] = ""
    text: Annotated[str, Field(max_length=200)] = ""
    trouble: Trouble | None = None
    cursor: Annotated[str, Field(max_length=20, pattern=r"^\d*$")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@read("catalogue.products", label=_("Products"), seats=READERS, surfaces=EVERYWHERE)
def products(ask: Ask, data: ProductsQuery) -> Page[ProductRow]:
    """List products in any status, newest first; narrow by status, words, or what they lack (`trouble`)."""
    rows = console_rows()
    if data.status:
        rows = rows.filter(status=data.status)
    if data.text.strip():
        rows = matching(rows, data.text)
    if data.trouble:
        rows = troubled(rows, data.trouble)
    if data.cursor:
        rows = rows.filter(pk__lt=int(data.cursor))
    found = list(rows.order_by("-pk")[: data.limit + 1])
    shown = found[: data.limit]
    store = current()
    currency = store.currency if store else ""
    return Page(
        items=tuple(_row(row, currency) for row in shown),
        cursor=str(shown[-1].pk) if len(found) > data.limit else None,
    )


class VariantPrices(Output):
    """What a variant costs in each currency, and what it costs the shop (None: not known, or not for this reader)."""

    variant_id: int
    prices: tuple[Money, ...]
    compare_at: tuple[Money, ...]
    cost: Money | None


class ProductSheet(Output):
    """One product with everything, in its own language and the store's currency; prices of all currencies besides."""

    page: ProductPage
    prices: tuple[VariantPrices, ...]
    publish_at: AwareDatetime | None
    unpublish_at: AwareDatetime | None
    first_published_at: AwareDatetime | None
    category_ids: tuple[int, ...]
    collections: tuple[str, ...]
    hs_code: str
    origin: str
    extras: dict[str, str]


class SheetQuery(Input):
    """One product by its id."""

    product_id: int


@read("catalogue.product", label=_("Product"), seats=READERS, surfaces=EVERYWHERE)
def product(ask: Ask, data: SheetQuery) -> ProductSheet:
    """Show one product in any status with all its variants, prices in every currency, costs, plans and memberships."""
    row = Product.objects.filter(pk=data.product_id).first()
    store = current()
    if row is None or store is None:
        raise Missing
    return ProductSheet(
        page=pages_of([row], language=row.language, currency=store.currency)[0],
        prices=_prices(row, with_cost=bool(ask.seats & COST_READERS)),
        publish_at=row.publish_at,
        unpublish_at=row.unpublish_at,
        first_published_at=row.first_published_at,
        category_ids=tuple(row.placements.order_by("-main", "pk").values_list("category_id", flat=True)),
        collections=tuple(_collections_of(row)),
        hs_code=row.hs_code,
        origin=row.origin,
        extras=row.extras,
    )


class PricePoint(Output):
    """A price and when it began; None: from here on it had none."""

    since: AwareDatetime
    price: Money | None
    compare_at: Money | None
    by: str


class PriceHistory(Output):
    """The prices of a variant in one currency, oldest first."""

    variant_id: int
    currency: str
    points: tuple[PricePoint, ...]


class HistoryQuery(Input):
    """Of which variant, in which currency (empty: the store's)."""

    variant_id: int
    currency: Annotated[str, Field(max_length=3)] = ""


@read("catalogue.price_history", label=_("Price history"), seats=READERS, surfaces=EVERYWHERE)
def price_history(ask: Ask, data: HistoryQuery) -> PriceHistory:
    """Tell every price a variant ever had, with since when and by whom; the newest 1,000 changes."""
    store = current()
    currency = data.currency or (store.currency if store else "")
    if not Variant.objects.filter(pk=data.variant_id).exists():
        raise Missing
    rows = PriceChange.objects.filter(variant=data.variant_id, currency=currency).order_by("-since", "-pk")[:1000]
    points = [
        PricePoint(
            since=row.since,
            price=None if row.price_minor is None else Money(row.price_minor, currency),
            compare_at=None if row.compare_at_minor is None else Money(row.compare_at_minor, currency),
            by=row.by,
        )
        for row in rows
    ]
    return PriceHistory(variant_id=data.variant_id, currency=currency, points=tuple(reversed(points)))


class Troubles(Output):
    """How many products that are on sale or planned lack something."""

    no_price: int
    no_picture: int
    no_alt: int
    no_category: int
    odd_barcode: int
    no_weight: int


class NoInput(Input):
    """Nothing needs to be said."""


@read("catalogue.troubles", label=_("What products lack"), seats=READERS, surfaces=EVERYWHERE)
def troubles(ask: Ask, data: NoInput) -> Troubles:
    """Count the products that lack a price, a picture, a description of one, a category, a right barcode or a weight.

    Archived products are left out.
    """
    rows = Product.objects.exclude(status=ProductStatus.ARCHIVED)
    names = ("no_price", "no_picture", "no_alt", "no_category", "odd_barcode", "no_weight")
    return Troubles(**{name: troubled(rows, name).count() for name in names})


class CountQuery(Input):
    """A collection."""

    collection_id: int


class Counted(Output):
    """How many products belong, and some of them."""

    products: int
    some: tuple[str, ...]


@read("catalogue.collection_count", label=_("What belongs to a collection"), seats=READERS, surfaces=EVERYWHERE)
def collection_count(ask: Ask, data: CountQuery) -> Counted:
    """Count the products of a collection in any status but archived, and name the newest ten."""
    row = Collection.objects.filter(pk=data.collection_id).first()
    if row is None:
        raise Missing
    return counted(Product.objects.filter(members_of(row)))


def counted(rows: QuerySet[Product]) -> Counted:
    """Return how many of these are not archived, with the titles of the newest ten."""
    rows = rows.exclude(status=ProductStatus.ARCHIVED)
    return Counted(products=rows.count(), some=tuple(rows.order_by("-pk").values_list("title", flat=True)[:10]))


def _row(row: Product, currency: str) -> ProductRow:
    low: int | None = row.low_minor  # type: ignore[attr-defined]  # annotated by console_rows
    return ProductRow(
        product_id=row.pk,
        slug=row.slug,
        title=row.title,
        status=row.status,
        brand=row.brand,
        product_type=row.product_type,
        first_sku=row.first_sku or "",  # type: ignore[attr-defined]  # annotated by console_rows
        variants=row.variant_count or 0,  # type: ignore[attr-defined]  # annotated by console_rows
        price=None if low is None else Money(low, currency),
        version=row.version,
        updated_at=row.updated_at,
    )


def _prices(row: Product, *, with_cost: bool) -> tuple[VariantPrices, ...]:
    found: dict[int, list[Price]] = defaultdict(list)
    for price in Price.objects.filter(variant__product=row).order_by("currency"):
        found[price.variant_id].append(price)
    variants: Iterable[Variant] = Variant.objects.filter(product=row, retired_at=None).order_by("position", "pk")
    return tuple(
        VariantPrices(
            variant_id=variant.pk,
            prices=tuple(Money(price.price_minor, price.currency) for price in found[variant.pk]),
            compare_at=tuple(
                Money(price.compare_at_minor, price.currency)
                for price in found[variant.pk]
                if price.compare_at_minor is not None
            ),
            cost=Money(variant.cost_minor, variant.cost_currency)
            if with_cost and variant.cost_minor is not None
            else None,
        )
        for variant in variants
    )


def _collections_of(row: Product) -> list[str]:
    return list(
        Member.objects.filter(product=row).order_by("collection__title").values_list("collection__title", flat=True)
    )
