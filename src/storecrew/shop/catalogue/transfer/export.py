"""Write products in Shopify's current form, a chunk at a time. What that form has no column for goes into metafields of our own."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched, zip_longest
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.tabular.writing import BOM, line_writer
from storecrew.shop.catalogue.models import (
    Attribute,
    Category,
    Option,
    OptionValue,
    Picture,
    Placement,
    Price,
    Product,
    ProductTag,
    Translation,
    Variant,
)
from storecrew.shop.catalogue.texts import FIELDS
from storecrew.shop.catalogue.transfer.cells import join_list
from storecrew.shop.catalogue.transfer.dialects.shopify import EXTRA, OF_VARIANT, OWN, known_columns
from storecrew.shop.catalogue.transfer.difference import address_of
from storecrew.shop.catalogue.transfer.existing import Existing, load

CHUNK: Final = 200
_PRODUCT: Final = [
    "Title",
    "URL handle",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Status",
    "SKU",
    "Barcode",
    "Option1 name",
    "Option1 value",
    "Option2 name",
    "Option2 value",
    "Option3 name",
    "Option3 value",
    "Price",
    "Compare-at price",
    "Cost per item",
    "Charge tax",
    "Tax code",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Weight value (grams)",
    "Weight unit for display",
    "Requires shipping",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Variant image URL",
    "SEO title",
    "SEO description",
    "HS code",
    "COO",
]
_SIZES: Final = {"length_mm": "Length", "width_mm": "Width", "height_mm": "Height"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of one export, known before its first row."""

    currency: str
    currencies: tuple[str, ...]
    """Further ones, each with two columns."""
    attributes: dict[str, str]
    """Code → column."""
    texts: dict[tuple[str, str], str]
    """(language, field) → column."""
    product_extras: dict[str, str]
    variant_extras: dict[str, str]

    @property
    def columns(self) -> list[str]:
        """Return all columns in order."""
        prices = [name for code in self.currencies for name in (f"Price / {code}", f"Compare-at price / {code}")]
        own = [_own(name, label) for name, label in _OWN_OF_PRODUCT.items()]
        sizes = [_own_of_variant(name, label) for name, label in _SIZES.items()]
        extras = [*self.product_extras.values(), *self.variant_extras.values()]
        return [*_PRODUCT, *prices, *extras, *self.attributes.values(), *own, *self.texts.values(), *sizes]


_OWN_OF_PRODUCT: Final = {
    "categories": "Categories",
    "language": "Language",
    "hs_code": "HS code of the product",
    "origin": "Origin of the product",
    "swatches": "Swatches",
}


def export(products: QuerySet[Product], *, currency: str, excel: bool = False) -> Iterator[str]:
    """Yield the lines of a CSV with these products, by id. `excel` begins with the mark by which Excel knows UTF-8."""
    line = line_writer()
    plan = plan_of(products, currency=currency)
    yield (BOM if excel else "") + line(plan.columns)
    ids = list(products.order_by("pk").values_list("pk", flat=True))
    for chunk in batched(ids, CHUNK):
        found = load(chunk)
        more = _more_of(chunk)
        for number in chunk:
            if number in found:
                for row in rows_of(found[number], more[number], plan):
                    yield line([row.get(column, "") for column in plan.columns])


def plan_of(products: QuerySet[Product], *, currency: str) -> Plan:
    """Look through the products once for the columns that they need."""
    ids = products.order_by().values("pk")
    variants = Variant.objects.filter(product__in=ids, retired_at=None).order_by()
    currencies = Price.objects.filter(variant__in=variants.values("pk")).order_by("currency")
    attributes = Attribute.objects.filter(values__product__in=ids).order_by("position", "pk").distinct()
    texts = Translation.objects.filter(object_type="product", object_id__in=ids).order_by("language", "field")
    known = known_columns()
    return Plan(
        currency=currency,
        currencies=tuple(
            code for code in dict.fromkeys(currencies.values_list("currency", flat=True)) if code != currency
        ),
        attributes={
            row.code: _metafield(row.name, row.code if "." in row.code else f"{OWN}{row.code}") for row in attributes
        },
        texts={
            (language, name): _own(f"{name}.{language}", f"{name} [{language}]")
            for language, name in dict.fromkeys(texts.values_list("language", "field"))
            if name in FIELDS["product"]
        },
        product_extras={
            name: _own(EXTRA, name) if OF_VARIANT.match(name) or name.casefold() in known else name
            for name in _names(products.order_by("pk").values_list("extras", flat=True))
        },
        variant_extras={
            name: name if OF_VARIANT.match(name) and name.casefold() not in known else _own_of_variant(EXTRA, name)
            for name in _names(variants.order_by("pk").values_list("extras", flat=True))
        },
    )


def _names(extras: QuerySet[Any, dict[str, str]]) -> list[str]:
    found: dict[str, None] = {}
    for columns in extras.iterator(chunk_size=2_000):
        found |= dict.fromkeys(columns)
    return list(found)


def _metafield(name: str, code: str) -> str:
    return f"{name} (product.metafields.{code})"


def _own(name: str, label: str) -> str:
    return _metafield(label, f"{OWN}{name}")


def _own_of_variant(name: str, label: str) -> str:
    return f"{label} (variant.metafields.{OWN}{name})"


@dataclass(slots=True)
class More:
    """What an export tells of a product besides what an import compares."""

    tags: list[str]
    paths: list[list[str]]
    swatches: dict[str, dict[str, str]]


def _more_of(ids: Iterable[int]) -> dict[int, More]:
    numbers = list(ids)
    found = {number: More([], [], {}) for number in numbers}
    tags = ProductTag.objects.filter(product_id__in=numbers).order_by("pk")
    for number, name in tags.values_list("product_id", "tag__name"):
        found[number].tags.append(name)
    places = Placement.objects.filter(product_id__in=numbers).select_related("category").order_by("-main", "pk")
    names = _names_of_paths({path for place in places for path in _above(place.category.path)})
    for place in places:
        found[place.product_id].paths.append([names[path] for path in _above(place.category.path)])
    painted = OptionValue.objects.filter(option__product_id__in=numbers).exclude(swatch="").order_by("pk")
    for number, option, value, swatch in painted.values_list("option__product_id", "option__name", "name", "swatch"):
        found[number].swatches.setdefault(option, {})[value] = swatch
    return found


def _above(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:depth]) for depth in range(1, len(steps) + 1)]


def _names_of_paths(paths: Iterable[str]) -> dict[str, str]:
    return dict(Category.objects.filter(path__in=list(paths)).values_list("path", "name"))


def rows_of(item: Existing, more: More, plan: Plan) -> Iterator[dict[str, str]]:
    """Yield the rows of one product: its texts on the first, a variant and a picture on each while there are any."""
    product = item.product
    addresses = {picture.pk: address_of(picture, settings.ENVIRONMENT.origin) for picture in item.pictures}
    pairs = zip_longest(item.variants, item.pictures)
    for place, (variant, picture) in enumerate(pairs):
        row = {"URL handle": product.slug}
        if place == 0:
            row |= _texts(item, more, plan)
        if variant is not None:
            row |= _variant(item, variant, plan, addresses)
            row |= _options(item.options, variant, item, named=place == 0)
        if picture is not None:
            row |= _picture(picture, place, addresses)
        yield row


def _texts(item: Existing, more: More, plan: Plan) -> dict[str, str]:
    product = item.product
    row = {
        "Title": product.title,
        "Description": product.description,
        "Vendor": product.brand,
        "Product category": product.taxonomy,
        "Type": product.product_type,
        "Tags": join_list(more.tags),
        "Published on online store": _flag(product.status == "active"),
        "Status": product.status,
        "SEO title": product.seo_title,
        "SEO description": product.seo_description,
        _own("categories", "Categories"): json.dumps(more.paths, ensure_ascii=False),
        _own("language", "Language"): product.language,
        _own("hs_code", _OWN_OF_PRODUCT["hs_code"]): product.hs_code,
        _own("origin", _OWN_OF_PRODUCT["origin"]): product.origin,
    }
    if more.swatches:
        row[_own("swatches", "Swatches")] = json.dumps(more.swatches, ensure_ascii=False)
    row |= {plan.product_extras[name]: value for name, value in product.extras.items()}
    row |= {plan.attributes[code]: _values(texts) for code, texts in item.facts.items()}
    return row | {plan.texts[key]: text for key, text in item.translations.items() if key in plan.texts}


def _values(texts: list[str]) -> str:
    if len(texts) == 1 and not texts[0].startswith('["'):
        return texts[0]
    return json.dumps(texts, ensure_ascii=False)


def _options(options: list[Option], variant: Variant, item: Existing, *, named: bool) -> dict[str, str]:
    """A product without options has the one option Title with the value Default Title."""
    pairs = list(zip((option.name for option in options), item.values_of(variant), strict=True)) or [
        ("Title", "Default Title")
    ]
    row: dict[str, str] = {}
    for place, (name, value) in enumerate(pairs, 1):
        row[f"Option{place} value"] = value
        if named:
            row[f"Option{place} name"] = name
    return row


def _variant(item: Existing, variant: Variant, plan: Plan, addresses: dict[int, str]) -> dict[str, str]:
    row = {
        "SKU": variant.sku,
        "Barcode": variant.barcode,
        "Charge tax": _flag(variant.taxable),
        "Tax code": variant.tax_code,
        "Weight value (grams)": _number(variant.weight_g),
        "Weight unit for display": variant.weight_unit,
        "Requires shipping": _flag(variant.requires_shipping),
        "Variant image URL": addresses.get(variant.picture_id or 0, ""),
        "HS code": variant.hs_code,
        "COO": variant.origin,
    }
    if variant.cost_minor is not None and variant.cost_currency == plan.currency:
        row["Cost per item"] = _amount(variant.cost_minor, plan.currency)
    for price in item.prices[variant.pk].values():
        end = "" if price.currency == plan.currency else f" / {price.currency}"
        row[f"Price{end}"] = _amount(price.price_minor, price.currency)
        if price.compare_at_minor is not None:
            row[f"Compare-at price{end}"] = _amount(price.compare_at_minor, price.currency)
    if report := item.reports.get(variant.pk):
        row["Inventory tracker"] = "shopify" if report.tracked else ""
        row["Inventory quantity"] = _number(report.quantity)
        row["Continue selling when out of stock"] = "continue" if report.keep_selling else "deny"
    row |= {_own_of_variant(name, label): _number(getattr(variant, name)) for name, label in _SIZES.items()}
    return row | {plan.variant_extras[name]: value for name, value in variant.extras.items()}


def _picture(picture: Picture, place: int, addresses: dict[int, str]) -> dict[str, str]:
    return {
        "Product image URL": addresses[picture.pk],
        "Image position": str(place + 1),
        "Image alt text": picture.alt,
    }


def _amount(minor: int, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _flag(value: bool) -> str:
    return "TRUE" if value else "FALSE"
