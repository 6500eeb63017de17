"""What is sold, for whoever prices a basket: variants with their prices, and which goods belong to which group."""

from collections import defaultdict
from collections.abc import Collection as Many
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.models import (
    Category,
    Collection,
    CollectionKind,
    Member,
    Picture,
    Placement,
    Price,
    Product,
    ProductStatus,
    Variant,
    VariantValue,
)
from storecrew.shop.catalogue.reads.choosing import members_of
from storecrew.shop.catalogue.texts import Translated
from storecrew.shop.catalogue.types import ListPrice, Sold


def sold(variant_ids: Many[int], *, language: str, currencies: Sequence[str], at: datetime) -> dict[int, Sold]:
    """Return variants as they are sold, retired and withdrawn ones too; those that never were are missing.

    Five queries whatever their number. Prices are those of the given currencies; texts in `language` where translated.
    """
    rows = list(Variant.objects.filter(pk__in=variant_ids).select_related("product"))
    ids = [row.pk for row in rows]
    prices: dict[int, dict[str, ListPrice]] = defaultdict(dict)
    for price in Price.objects.filter(variant__in=ids, currency__in=currencies):
        crossed = price.compare_at_minor
        higher = crossed is not None and crossed > price.price_minor
        prices[price.variant_id][price.currency] = ListPrice(
            price=Money(price.price_minor, price.currency),
            compare_at=Money(crossed, price.currency) if higher and crossed is not None else None,
        )
    chosen: dict[int, list[VariantValue]] = defaultdict(list)
    links = VariantValue.objects.filter(variant__in=ids).select_related("option", "value")
    for link in links.order_by("option__position", "pk"):
        chosen[link.variant_id].append(link)
    values = [link for found in chosen.values() for link in found]
    words = Translated(language).load(
        {
            "product": {row.product_id for row in rows},
            "option": {link.option_id for link in values},
            "option_value": {link.value_id for link in values},
        }
    )
    pictures: dict[int, int] = {}
    shots = Picture.objects.filter(product__in={row.product_id for row in rows}).order_by("position", "pk")
    for picture_id, product_id in shots.values_list("pk", "product_id"):
        pictures.setdefault(product_id, picture_id)
    return {row.pk: _sold(row, words, prices[row.pk], chosen[row.pk], pictures.get(row.product_id), at) for row in rows}


def _sold(
    row: Variant,
    words: Translated,
    prices: dict[str, ListPrice],
    chosen: Sequence[VariantValue],
    first_picture: int | None,
    at: datetime,
) -> Sold:
    product = row.product
    ends = product.unpublish_at
    on_sale = product.status == ProductStatus.ACTIVE and row.retired_at is None and (ends is None or ends > at)
    return Sold(
        variant_id=row.pk,
        product_id=product.pk,
        slug=product.slug,
        sku=row.sku,
        title=words.text("product", product.pk, "title", product.title),
        options=tuple(
            (
                words.text("option", link.option_id, "name", link.option.name),
                words.text("option_value", link.value_id, "name", link.value.name),
            )
            for link in chosen
        ),
        picture_id=row.picture_id or first_picture,
        prices=prices,
        on_sale=on_sale,
        retired=row.retired_at is not None,
        taxable=row.taxable,
        tax_code=row.tax_code,
        requires_shipping=row.requires_shipping,
        weight_g=row.weight_g,
        size_mm=(row.length_mm, row.width_mm, row.height_mm),
        cost=None if row.cost_minor is None else Money(row.cost_minor, row.cost_currency),
        hs_code=row.hs_code or product.hs_code,
        origin=row.origin or product.origin,
    )


def belonging(
    product_ids: Many[int], *, categories: Many[int] = (), collections: Many[int] = ()
) -> dict[str, frozenset[int]]:
    """Return which of the products belong to each group: `category:3` (with all below it), `collection:5`.

    Three queries, and one more for each collection by rule. Groups that are gone hold nothing.
    """
    found: dict[str, set[int]] = {f"category:{number}": set() for number in categories}
    found |= {f"collection:{number}": set() for number in collections}
    if categories:
        _placed(product_ids, categories, found)
    if collections:
        members = Member.objects.filter(product__in=product_ids, collection__in=collections)
        for collection_id, product_id in members.values_list("collection_id", "product_id"):
            found[f"collection:{collection_id}"].add(product_id)
        for row in Collection.objects.filter(pk__in=collections, kind=CollectionKind.RULE).order_by("pk"):
            inside = Product.objects.filter(members_of(row), pk__in=product_ids)
            found[f"collection:{row.pk}"] = set(inside.values_list("pk", flat=True))
    return {name: frozenset(ids) for name, ids in found.items()}


def _placed(product_ids: Many[int], categories: Many[int], found: dict[str, set[int]]) -> None:
    paths = dict(Category.objects.filter(pk__in=categories).values_list("pk", "path"))
    places = Placement.objects.filter(product__in=product_ids).values_list("product_id", "category__path")
    for product_id, path in places:
        for number, root in paths.items():
            if path == root or path.startswith(f"{root}/"):
                found[f"category:{number}"].add(product_id)


def named(subjects: Many[str], language: str) -> dict[str, str]:
    """Return what goods and groups are called, by subject (`product:7`, `variant:9`, `category:3`, `collection:5`)."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        if number.isdigit():
            wanted[kind].append(int(number))
    words = Translated(language).load({kind: wanted[kind] for kind in ("product", "category", "collection")})
    names: dict[str, str] = {}
    for row in Product.objects.filter(pk__in=wanted["product"]):
        names[f"product:{row.pk}"] = words.text("product", row.pk, "title", row.title)
    for variant in Variant.objects.filter(pk__in=wanted["variant"]).select_related("product"):
        names[f"variant:{variant.pk}"] = variant.sku or variant.product.title
    for category in Category.objects.filter(pk__in=wanted["category"]):
        names[f"category:{category.pk}"] = words.text("category", category.pk, "name", category.name)
    for collection in Collection.objects.filter(pk__in=wanted["collection"]):
        names[f"collection:{collection.pk}"] = words.text("collection", collection.pk, "title", collection.title)
    return names


def find_goods(text: str, *, at_most: int = 8) -> list[tuple[str, str]]:
    """Return goods and groups whose name, SKU or address holds a text, as (subject, name): for forms that choose some."""
    found: list[tuple[str, str]] = []
    for collection in Collection.objects.filter(Q(title__icontains=text) | Q(slug=text)).order_by("title", "pk")[
        :at_most
    ]:
        found.append((f"collection:{collection.pk}", collection.title))
    for category in Category.objects.filter(Q(name__icontains=text) | Q(path=text)).order_by("path")[:at_most]:
        found.append((f"category:{category.pk}", category.name))
    products = Product.objects.filter(Q(title__icontains=text) | Q(slug=text)).order_by("title", "pk")[:at_most]
    found += [(f"product:{row.pk}", row.title) for row in products]
    variants = Variant.objects.filter(sku__iexact=text, retired_at=None).order_by("pk")[:at_most]
    found += [(f"variant:{row.pk}", row.sku) for row in variants]
    return found
