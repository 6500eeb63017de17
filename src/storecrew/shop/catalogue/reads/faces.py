"""Variants as somebody recognises them: name, options, picture, address. For what only kept their numbers."""

from collections.abc import Iterable
from datetime import datetime

from storecrew.shop.catalogue.models import Product, Variant, VariantValue
from storecrew.shop.catalogue.reads.cards import first_pictures, shot
from storecrew.shop.catalogue.reads.shots import shots
from storecrew.shop.catalogue.texts import Translated
from storecrew.shop.catalogue.types import Face


def faces(variant_ids: Iterable[int | None], language: str, *, now: datetime) -> dict[int, Face]:
    """Return how variants look, retired ones and those of archived products too; eight queries at most."""
    ids = {variant_id for variant_id in variant_ids if variant_id is not None}
    if not ids:
        return {}
    variants = list(Variant.objects.filter(pk__in=ids).select_related("product"))
    products = {variant.product_id: variant.product for variant in variants}
    on_sale = set(Product.objects.live(now).filter(pk__in=products).values_list("pk", flat=True))
    values = list(VariantValue.objects.filter(variant__in=ids).select_related("value").order_by("option__position"))
    words = Translated(language).load(
        {"product": sorted(products), "option_value": sorted({one.value_id for one in values})}
    )
    options: dict[int, list[str]] = {}
    for one in values:
        options.setdefault(one.variant_id, []).append(words.text("option_value", one.value_id, "name", one.value.name))
    own = shots((variant.picture_id for variant in variants), language)
    first = first_pictures(products)
    told = Translated(language).load({"picture": [picture.pk for picture in first.values()]})
    return {
        variant.pk: Face(
            variant_id=variant.pk,
            product_id=variant.product_id,
            slug=variant.product.slug,
            sku=variant.sku,
            barcode=variant.barcode,
            title=words.text("product", variant.product_id, "title", variant.product.title),
            options=tuple(options.get(variant.pk, ())),
            picture=own.get(variant.picture_id or 0)
            or (shot(first[variant.product_id], told) if variant.product_id in first else None),
            on_sale=variant.product_id in on_sale and variant.retired_at is None,
        )
        for variant in variants
    }
