"""Which products a list shows: where it is about, what narrows it, and in which order."""

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import rules
from storecrew.shop.catalogue.models import (
    AttributeValue,
    Category,
    Collection,
    CollectionKind,
    Member,
    Placement,
    PriceRange,
    Product,
    ProductTag,
    VariantValue,
)
from storecrew.shop.catalogue.reads.asking import Localised

type Choice = Annotated[tuple[str, ...], Field(max_length=50)]
type Choices = Annotated[dict[str, Choice], Field(max_length=12)]
type Sort = Literal["", "manual", "newest", "title", "price_up", "price_down", "relevance"]

BRAND, TAG, PRICE, REDUCED = "brand", "tag", "price", "reduced"


class ListQuery(Localised):
    """A list of products on sale: of a category (with all below it), a collection, a tag, a search, or everything."""

    category: Annotated[str, Field(max_length=800)] = ""
    """Path of a category."""
    collection: Annotated[str, Field(max_length=255)] = ""
    """Slug of a collection."""
    text: Annotated[str, Field(max_length=200)] = ""
    """What was typed into the search."""
    product_ids: Annotated[tuple[int, ...], Field(max_length=200)] = ()
    """Only these, in this order."""
    brands: Choice = ()
    tags: Choice = ()
    """Keys of tags; any of them."""
    options: Choices = Field(default_factory=dict)
    """Option code → value codes; any value of each option."""
    facts: Choices = Field(default_factory=dict)
    """Attribute code → texts; any text of each attribute."""
    low_minor: Annotated[int, Field(ge=0, le=10**15)] | None = None
    high_minor: Annotated[int, Field(ge=0, le=10**15)] | None = None
    reduced: bool = False
    sort: Sort = ""
    """Empty: relevance for a search, the collection's own order, else the category's."""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    per_page: Annotated[int, Field(ge=1, le=100)] = 24
    with_facets: bool = True
    unpriced_too: bool = False
    """Also products that have no price in this currency."""


def live_products(now: datetime, currency: str, *, unpriced_too: bool = False) -> QuerySet[Product]:
    """Return what is on sale in a currency."""
    rows = Product.objects.filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now), status="active")
    if unpriced_too:
        return rows
    return rows.filter(Exists(PriceRange.objects.filter(product=OuterRef("pk"), currency=currency)))


def members_of(collection: Collection) -> Q:
    """Return the condition that products of a collection meet."""
    if collection.kind == CollectionKind.MANUAL:
        return Q(Exists(Member.objects.filter(collection=collection, product=OuterRef("pk"))))
    store = current()
    found = list(collection.rules.order_by("position"))
    return rules.condition(found, match_all=collection.match_all, currency=store.currency if store else "")


def find_category(path: str) -> Category:
    """Return a category of the storefront; raises Missing."""
    found = Category.objects.filter(path=path, hidden=False).first()
    if found is None:
        raise Missing
    return found


def find_collection(slug: str) -> Collection:
    """Return a collection of the storefront; raises Missing."""
    found = Collection.objects.filter(slug=slug, hidden=False).first()
    if found is None:
        raise Missing
    return found


def under(path: str) -> Q:
    """Return the condition that products in a category or below it meet."""
    inside = Category.objects.under(path).values_list("pk", flat=True)
    return Q(Exists(Placement.objects.filter(product=OuterRef("pk"), category__in=list(inside))))


def narrowing(data: ListQuery, currency: str) -> dict[str, Q]:
    """Return a condition for each thing that narrows the list, by its name; facets leave out their own."""
    found: dict[str, Q] = {}
    if data.brands:
        found[BRAND] = Q(brand__in=data.brands)
    if data.tags:
        found[TAG] = Q(Exists(ProductTag.objects.filter(product=OuterRef("pk"), tag__key__in=data.tags)))
    for code, values in data.options.items():
        chosen = VariantValue.objects.filter(
            variant__product=OuterRef("pk"), variant__retired_at=None, option__code=code, value__code__in=values
        )
        found[f"option:{code}"] = Q(Exists(chosen))
    for code, texts in data.facts.items():
        stated = AttributeValue.objects.filter(product=OuterRef("pk"), attribute__code=code, text__in=texts)
        found[f"attribute:{code}"] = Q(Exists(stated))
    span = PriceRange.objects.filter(product=OuterRef("pk"), currency=currency)
    if data.low_minor is not None:
        found[PRICE] = Q(Exists(span.filter(high_minor__gte=data.low_minor)))
    if data.high_minor is not None:
        found[PRICE] = found.get(PRICE, Q()) & Q(Exists(span.filter(low_minor__lte=data.high_minor)))
    if data.reduced:
        found[REDUCED] = Q(Exists(span.filter(reduced=True)))
    return found


def narrowed(rows: QuerySet[Product], conditions: dict[str, Q], *, but: str = "") -> QuerySet[Product]:
    """Return the products that meet all conditions but the one named."""
    for name, condition in conditions.items():
        if name != but:
            rows = rows.filter(condition)
    return rows


def ordered(
    rows: QuerySet[Product],
    sort: str,
    *,
    currency: str,
    category: Category | None = None,
    collection: Collection | None = None,
) -> QuerySet[Product]:
    """Return the products in an order that ends with a unique key."""
    if sort in {"price_up", "price_down"}:
        rows = rows.annotate(span=FilteredRelation("price_ranges", condition=Q(price_ranges__currency=currency)))
        if sort == "price_up":
            return rows.order_by(F("span__low_minor").asc(nulls_last=True), "-pk")
        return rows.order_by(F("span__high_minor").desc(nulls_last=True), "-pk")
    if sort == "title":
        return rows.order_by("title", "pk")
    if sort == "manual" and collection is not None and collection.kind == CollectionKind.MANUAL:
        place = Member.objects.filter(collection=collection, product=OuterRef("pk")).values("position")[:1]
        return rows.order_by(Subquery(place).asc(), "pk")
    if sort == "manual" and category is not None:
        spot = Placement.objects.filter(category=category, product=OuterRef("pk")).values("position")[:1]
        # what stands in a category below has no place of its own here: it goes with those that nobody has placed yet
        return rows.order_by(Coalesce(Subquery(spot), 0), "-published_at", "-pk")
    return rows.order_by("-published_at", "-pk")
