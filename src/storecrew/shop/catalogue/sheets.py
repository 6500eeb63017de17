"""The grid as it is shown: lines of cells, read from the tables and from what was posted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from storecrew.kernel.pages.types import Text
from storecrew.shop.catalogue.actions import Cell
from storecrew.shop.catalogue.models import Price, Product, ProductTag, Variant, VariantValue
from storecrew.shop.catalogue.writing.grid import PRODUCT_FIELDS, VARIANT_FIELDS, shown

LINES_AT_MOST: Final = 110
"""Lines of one page: a form may hold a thousand inputs (Django's DATA_UPLOAD_MAX_NUMBER_FIELDS)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the grid."""

    field: str
    label: Text
    numeric: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the grid; `name` is that of its input, empty where there is nothing to write."""

    name: str = ""
    text: str = ""
    field: str = ""
    label: str = ""
    numeric: bool = False
    error: str = ""
    head: Text = ""
    """The column's name, for narrow screens where a line is a card."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A variant with its cells; `product` is set on the first line of a product."""

    variant_id: int
    name: str
    product: Product | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid. `was` holds the texts as they were shown, so that only what the reader changed is written."""

    heads: tuple[Head, ...]
    lines: tuple[GridLine, ...]
    was: str
    left_out: int


def sheet_of(
    products: Sequence[Product],
    currencies: Sequence[str],
    *,
    with_products: bool,
    with_cost: bool,
    posted: QueryDict | None = None,
    errors: Mapping[str, str] | None = None,
) -> Sheet:
    """Return the grid of products, one line a variant; texts come from `posted` where the form is shown again."""
    heads = _heads(currencies, with_products=with_products, with_cost=with_cost)
    variants = list(Variant.objects.filter(product__in=products, retired_at=None).order_by("position", "pk"))
    texts = _texts(products, variants, with_products=with_products)
    names = _names(variants)
    by_id = {product.pk: product for product in products}
    order = {product.pk: place for place, product in enumerate(products)}
    variants.sort(key=lambda row: order[row.product_id])
    lines, seen, was = [], set(), {}
    for variant in variants[:LINES_AT_MOST]:
        first = variant.product_id not in seen
        seen.add(variant.product_id)
        boxes = []
        for head in heads:
            own = head.field in PRODUCT_FIELDS
            if own and not first:
                boxes.append(Box())
                continue
            name = f"c-{variant.product_id}-{0 if own else variant.pk}-{head.field}"
            was[name] = texts.get((variant.product_id, 0 if own else variant.pk, head.field), "")
            boxes.append(
                Box(
                    name=name,
                    text=posted.get(name, was[name]) if posted else was[name],
                    field=head.field.partition(":")[0],
                    label=f"{head.label}, {by_id[variant.product_id].title} {names[variant.pk]}".strip(),
                    numeric=head.numeric,
                    error=(errors or {}).get(name, ""),
                    head=head.label,
                )
            )
        product = by_id[variant.product_id] if first else None
        lines.append(GridLine(variant.pk, names[variant.pk], product, tuple(boxes)))
    kept = posted.get("was", "") if posted else ""
    return Sheet(tuple(heads), tuple(lines), kept or json.dumps(was), max(0, len(variants) - LINES_AT_MOST))


def cells_of(posted: QueryDict) -> list[tuple[str, Cell]]:
    """Return the cells whose text is not what was shown, with the names of their inputs."""
    try:
        was = json.loads(posted.get("was", "{}"))
    except ValueError:
        was = {}
    found = []
    for name, text in posted.dict().items():
        parts = name.split("-", 3)
        if len(parts) != 4 or parts[0] != "c" or not (parts[1].isdigit() and parts[2].isdigit()):
            continue
        if isinstance(was, dict) and was.get(name) == text:
            continue
        variant_id = int(parts[2]) or None
        found.append(
            (name, Cell(product_id=int(parts[1]), variant_id=variant_id, field=parts[3][:40], text=str(text)[:2000]))
        )
    return found


def product_ids(posted: QueryDict) -> list[int]:
    """Return the products whose cells were posted, in order."""
    found = [name.split("-")[1] for name in posted if name.startswith("c-") and name.count("-") >= 3]
    return list(dict.fromkeys(int(number) for number in found if number.isdigit()))


def _heads(currencies: Sequence[str], *, with_products: bool, with_cost: bool) -> list[Head]:
    """Return the columns, those first that change most often: what is further right has to be scrolled to."""
    heads = [Head("title", PRODUCT_FIELDS["title"], False)] if with_products else []
    heads.append(Head("sku", VARIANT_FIELDS["sku"], False))
    for currency in currencies:
        for field in ("price", "compare_at"):
            heads.append(Head(f"{field}:{currency}", f"{VARIANT_FIELDS[field]} {currency}", True))
    if with_cost and currencies:
        heads.append(Head(f"cost:{currencies[0]}", f"{VARIANT_FIELDS['cost']} {currencies[0]}", True))
    heads.append(Head("weight_g", VARIANT_FIELDS["weight_g"], True))
    heads.append(Head("barcode", VARIANT_FIELDS["barcode"], False))
    if with_products:
        heads += [Head(field, PRODUCT_FIELDS[field], False) for field in ("brand", "product_type", "tags")]
    return heads


def _texts(
    products: Sequence[Product], variants: Sequence[Variant], *, with_products: bool
) -> dict[tuple[int, int, str], str]:
    found: dict[tuple[int, int, str], str] = {}
    if with_products:
        tags: dict[int, list[str]] = {}
        links = ProductTag.objects.filter(product__in=products).order_by("tag__name")
        for number, name in links.values_list("product_id", "tag__name"):
            tags.setdefault(number, []).append(name)
        for product in products:
            for field in ("title", "brand", "product_type"):
                found[product.pk, 0, field] = getattr(product, field)
            found[product.pk, 0, "tags"] = ", ".join(tags.get(product.pk, ()))
    for variant in variants:
        key = (variant.product_id, variant.pk)
        found[(*key, "sku")] = variant.sku
        found[(*key, "barcode")] = variant.barcode
        found[(*key, "weight_g")] = "" if variant.weight_g is None else str(variant.weight_g)
        if variant.cost_currency:
            found[(*key, f"cost:{variant.cost_currency}")] = shown(variant.cost_minor, variant.cost_currency)
    owners = {variant.pk: variant.product_id for variant in variants}
    for price in Price.objects.filter(variant__in=owners):
        key = (owners[price.variant_id], price.variant_id)
        found[(*key, f"price:{price.currency}")] = shown(price.price_minor, price.currency)
        found[(*key, f"compare_at:{price.currency}")] = shown(price.compare_at_minor, price.currency)
    return found


def _names(variants: Iterable[Variant]) -> dict[int, str]:
    found: dict[int, list[str]] = {variant.pk: [] for variant in variants}
    links = VariantValue.objects.filter(variant__in=found).order_by("variant_id", "option__position")
    for number, name in links.values_list("variant_id", "value__name"):
        found[number].append(name)
    return {number: " / ".join(names) or _("the only one") for number, names in found.items()}
