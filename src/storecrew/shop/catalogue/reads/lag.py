"""Which texts are missing in a language, and which are behind their original."""

from collections import defaultdict
from typing import Annotated

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.models import (
    Attribute,
    AttributeValue,
    Category,
    Collection,
    Option,
    OptionValue,
    Picture,
    Product,
    ProductStatus,
    Tag,
    Translation,
)
from storecrew.shop.catalogue.seats import EVERYWHERE, READERS

AT_MOST = 200
SHOWN = ("product", "category", "collection", "tag", "attribute")
"""What the report counts by itself; parts of products (options, pictures, values) count with their product."""


class LagRow(Output):
    """A product, or a text that stands for itself, with how much of it is missing or behind in a language."""

    object_type: str
    object_id: int
    name: str
    missing: int
    behind: int


class LanguageLag(Output):
    """One language: texts that there are, that are missing, that are behind; and the objects with most to do."""

    language: str
    texts: int
    missing: int
    behind: int
    rows: tuple[LagRow, ...]


class Lag(Output):
    """All further languages of the store."""

    languages: tuple[LanguageLag, ...]


class LagQuery(Input):
    """Of one language, or of all of the store's (empty)."""

    language: Annotated[str, Field(max_length=12)] = ""


@read("catalogue.translation_lag", label=gettext_lazy("Translations that lag"), seats=READERS, surfaces=EVERYWHERE)
def translation_lag(ask: Ask, data: LagQuery) -> Lag:
    """Count, for each language of the store, texts that are missing and texts whose original has changed since.

    Archived products are left out; at most 200 objects are named, those with most to do first.
    """
    store = current()
    if store is None:
        raise Missing
    if data.language and data.language not in store.languages:
        raise InvalidInput({"language": _("The store does not speak this language.")})
    wanted = [data.language] if data.language else list(store.languages)
    return Lag(languages=tuple(_of_language(language) for language in wanted))


def _of_language(language: str) -> LanguageLag:
    """Two queries for each type of object and field."""
    total = 0
    missing: dict[tuple[str, int], int] = defaultdict(int)
    behind: dict[tuple[str, int], int] = defaultdict(int)
    for kind, fields in texts.FIELDS.items():
        for field in fields:
            rows = originals(kind, field, language)
            total += rows.count()
            done = Translation.objects.filter(
                object_type=kind, field=field, language=language, object_id=OuterRef("pk")
            )
            for number, many in _by_owner(rows.filter(~Exists(done)), kind):
                missing[_owner_type(kind), number] += many
            for number, many in _by_owner(rows.filter(Exists(done.filter(behind=True))), kind):
                behind[_owner_type(kind), number] += many
    keys = sorted(set(missing) | set(behind), key=lambda key: (-(missing[key] + behind[key]), key))
    names = _names(keys[:AT_MOST])
    return LanguageLag(
        language=language,
        texts=total,
        missing=sum(missing.values()),
        behind=sum(behind.values()),
        rows=tuple(
            LagRow(
                object_type=kind,
                object_id=number,
                name=names.get((kind, number), ""),
                missing=missing[kind, number],
                behind=behind[kind, number],
            )
            for kind, number in keys[:AT_MOST]
        ),
    )


_PRODUCT_OF = {
    "option": "product",
    "option_value": "option__product",
    "picture": "product",
    "attribute_value": "product",
}


def _owner_type(kind: str) -> str:
    return "product" if kind in _PRODUCT_OF else kind


def _by_owner(rows: QuerySet, kind: str) -> list[tuple[int, int]]:  # type: ignore[type-arg]  # of any of the tables
    owner = f"{_PRODUCT_OF[kind]}_id" if kind in _PRODUCT_OF else "pk"
    return list(rows.order_by().values(owner).annotate(many=Count("pk")).values_list(owner, "many"))


def originals(kind: str, field: str, language: str) -> QuerySet:  # type: ignore[type-arg]  # of any of the tables
    """Return the objects that have this text, in another language than the one asked for."""
    written = ~Q(**{field: ""})
    if kind in _PRODUCT_OF:
        model = {"option": Option, "option_value": OptionValue, "picture": Picture, "attribute_value": AttributeValue}[
            kind
        ]
        owner = _PRODUCT_OF[kind]
        away = Q(**{f"{owner}__status": ProductStatus.ARCHIVED}) | Q(**{f"{owner}__language": language})
        return model._default_manager.filter(written).exclude(away)
    if kind == "product":
        return Product.objects.filter(written).exclude(status=ProductStatus.ARCHIVED).exclude(language=language)
    if kind == "tag":
        store = current()
        same = store is not None and store.languages[0] == language
        return Tag.objects.none() if same else Tag.objects.filter(written, product_tags__isnull=False).distinct()
    model = {"category": Category, "collection": Collection, "attribute": Attribute}[kind]
    return model._default_manager.filter(written).exclude(language=language)


def _names(keys: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    models = {"product": Product, "category": Category, "collection": Collection, "tag": Tag, "attribute": Attribute}
    for kind, model in models.items():
        ids = [number for other, number in keys if other == kind]
        column = texts.FIELDS[kind][0]
        if ids:
            rows = model._default_manager.filter(pk__in=ids).values_list("pk", column)
            found |= {(kind, number): name for number, name in rows}
    return found
