"""A catalogue as plain values, to be compared with another one: everything but ids and moments."""

from typing import Any

from django.conf import settings

from storecrew.shop.catalogue.models import (
    AttributeValue,
    OptionValue,
    Picture,
    Placement,
    Price,
    Product,
    ProductTag,
    Translation,
    Variant,
)
from storecrew.shop.catalogue.transfer.difference import address_of

_FIELDS = [
    "title",
    "description",
    "language",
    "brand",
    "product_type",
    "taxonomy",
    "seo_title",
    "seo_description",
    "hs_code",
    "origin",
    "status",
    "extras",
]
_COLUMNS = [
    "position",
    "sku",
    "barcode",
    "barcode_state",
    "cost_minor",
    "cost_currency",
    "weight_g",
    "weight_unit",
    "length_mm",
    "width_mm",
    "height_mm",
    "requires_shipping",
    "taxable",
    "tax_code",
    "hs_code",
    "origin",
    "extras",
]


def snapshot() -> dict[str, dict[str, Any]]:
    """Return address → everything a product is."""
    return {product.slug: _product(product) for product in Product.objects.order_by("slug")}


def _product(product: Product) -> dict[str, Any]:
    places = Placement.objects.filter(product=product).select_related("category").order_by("-main", "pk")
    facts = AttributeValue.objects.filter(product=product).order_by("attribute__code", "position")
    values = OptionValue.objects.filter(option__product=product).order_by("option__position", "position")
    texts = Translation.objects.filter(object_type="product", object_id=product.pk).order_by("language", "field")
    pictures = Picture.objects.filter(product=product).order_by("position")
    return {
        **{name: getattr(product, name) for name in _FIELDS},
        "values": list(values.values_list("option__name", "option__code", "name", "code", "swatch")),
        "variants": [_variant(row) for row in Variant.objects.filter(product=product, retired_at=None)],
        "tags": sorted(ProductTag.objects.filter(product=product).values_list("tag__key", flat=True)),
        "facts": list(facts.values_list("attribute__code", "attribute__name", "text")),
        "paths": [(place.category.path, place.category.name, place.main) for place in places],
        "pictures": [
            (address_of(picture, settings.ENVIRONMENT.origin), picture.alt, picture.position) for picture in pictures
        ],
        "texts": list(texts.values_list("language", "field", "text")),
    }


def _variant(row: Variant) -> dict[str, Any]:
    report = getattr(row, "reported_stock", None)
    return {
        **{name: getattr(row, name) for name in _COLUMNS},
        "values": list(row.values.order_by("option__position").values_list("value__name", flat=True)),
        "prices": sorted(Price.objects.filter(variant=row).values_list("currency", "price_minor", "compare_at_minor")),
        "report": (report.quantity, report.tracked, report.keep_selling) if report else None,
        "picture": row.picture.position if row.picture else None,
    }
