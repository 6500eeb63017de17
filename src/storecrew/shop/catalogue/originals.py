"""The originals of texts: what they say now, in which language, and which products show them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.models import (
    Attribute,
    AttributeValue,
    Category,
    Collection,
    Option,
    OptionValue,
    Picture,
    Placement,
    Product,
    ProductTag,
    Tag,
)
from storecrew.shop.catalogue.writing.products import default_language


@dataclass(frozen=True, slots=True)
class Original:
    """Texts of one object. `products` are those whose search index holds them."""

    texts: Mapping[str, str]
    language: str
    products: frozenset[int] = field(default_factory=frozenset)


_MODELS: Mapping[str, type[Model]] = {
    "product": Product,
    "option": Option,
    "option_value": OptionValue,
    "picture": Picture,
    "tag": Tag,
    "attribute": Attribute,
    "attribute_value": AttributeValue,
    "category": Category,
    "collection": Collection,
}
PARTS: Mapping[str, str] = {
    "option": "product",
    "option_value": "option__product",
    "picture": "product",
    "attribute_value": "product",
}
"""What is a part of a product, and the way from it to its product."""


def originals_of(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Original]:
    """Return the originals of objects, given by type and id; one or two queries for each type."""
    by_type: dict[str, set[int]] = defaultdict(set)
    for kind, number in wanted:
        by_type[kind].add(number)
    found: dict[tuple[str, int], Original] = {}
    for kind, ids in by_type.items():
        if kind in _MODELS:
            found |= _of_type(kind, ids)
    return found


def _of_type(kind: str, ids: set[int]) -> dict[tuple[str, int], Original]:
    names = texts.FIELDS[kind]
    owner = PARTS.get(kind)
    columns = ["pk", *names]
    if owner:
        columns += [f"{owner}__language", f"{owner}__pk"]
    elif kind != "tag":
        columns.append("language")
    shown = _shown_by(kind, ids)
    found = {}
    for row in _MODELS[kind]._default_manager.filter(pk__in=ids).values(*columns):
        number = row["pk"]
        products = frozenset(shown.get(number, ()))
        if owner:
            language, products = row[f"{owner}__language"], frozenset({row[f"{owner}__pk"]})
        else:
            language = default_language() if kind == "tag" else row["language"]
        if kind == "product":
            products = frozenset({number})
        found[kind, number] = Original({name: row[name] for name in names}, language, products)
    return found


def _shown_by(kind: str, ids: set[int]) -> Mapping[int, set[int]]:
    """Return which products show tags and categories."""
    found: dict[int, set[int]] = defaultdict(set)
    if kind == "tag":
        for number, product_id in ProductTag.objects.filter(tag__in=ids).values_list("tag_id", "product_id"):
            found[number].add(product_id)
    elif kind == "category":
        for number, product_id in Placement.objects.filter(category__in=ids).values_list("category_id", "product_id"):
            found[number].add(product_id)
    return found
