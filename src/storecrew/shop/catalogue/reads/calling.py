"""What variants are called, in every language at once: for whoever looks for them in somebody else's list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from storecrew.shop.catalogue.models import Product, ProductStatus, Translation, Variant, VariantValue
from storecrew.shop.catalogue.types import Called

type Told = Mapping[tuple[str, int], Mapping[str, str]]
"""Type and number of an object → its name by language."""


def calling(*, after: int = 0, at_most: int = 1000, only: Collection[int] | None = None) -> list[Called]:
    """Return variants that can still be sold, by number, those above `after`; four queries. `only` these, where given.

    Retired ones and those of archived products are left out.
    """
    rows = Variant.objects.filter(pk__gt=after, retired_at=None).exclude(product__status=ProductStatus.ARCHIVED)
    rows = rows if only is None else rows.filter(pk__in=only)
    found = list(rows.order_by("pk").values_list("pk", "product_id", "sku", "barcode")[:at_most])
    products = {product_id for _pk, product_id, _sku, _barcode in found}
    titles = dict(Product.objects.filter(pk__in=products).order_by().values_list("pk", "title"))
    values: dict[int, list[tuple[int, str]]] = defaultdict(list)
    chosen = VariantValue.objects.filter(variant__in=[row[0] for row in found]).order_by("option__position", "pk")
    for variant_id, value_id, name in chosen.values_list("variant_id", "value_id", "value__name"):
        values[variant_id].append((value_id, name))
    told = _told(products, {value_id for some in values.values() for value_id, _name in some})
    return [
        Called(pk, sku, barcode, _names(("product", product_id), titles[product_id], values[pk], told))
        for pk, product_id, sku, barcode in found
    ]


def _told(products: Iterable[int], values: Iterable[int]) -> Told:
    told: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    rows = Translation.objects.filter(object_type="product", object_id__in=list(products), field="title")
    rows |= Translation.objects.filter(object_type="option_value", object_id__in=list(values), field="name")
    for kind, number, language, text in rows.values_list("object_type", "object_id", "language", "text"):
        told[kind, number][language] = text
    return told


def _names(key: tuple[str, int], title: str, values: list[tuple[int, str]], told: Told) -> tuple[str, ...]:
    """Return title and options as one name, in the original and in each language that either is told in."""
    keys = [("option_value", number) for number, _name in values]
    languages = sorted({code for one in (key, *keys) for code in told.get(one, ())})
    names = [" ".join((title, *(name for _number, name in values)))]
    for code in languages:
        words = [told.get(key, {}).get(code, title)]
        words += [told.get(one, {}).get(code, name) for one, (_number, name) in zip(keys, values, strict=True)]
        names.append(" ".join(words))
    return tuple(dict.fromkeys(names))
