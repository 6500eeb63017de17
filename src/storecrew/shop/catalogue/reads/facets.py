"""What narrows a list, with how many products each choice would leave."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.models import (
    Attribute,
    AttributeValue,
    Option,
    OptionValue,
    PriceRange,
    Product,
    ProductTag,
    VariantValue,
)
from storecrew.shop.catalogue.reads.choosing import BRAND, PRICE, TAG, ListQuery, narrowed
from storecrew.shop.catalogue.texts import Translated
from storecrew.shop.catalogue.types import Facet, FacetValue

type Ids = Sequence[int] | QuerySet[Product]

VALUES_AT_MOST = 40
"""Choices shown of one facet; the most frequent ones."""


class Narrowing(Output):
    """Everything that narrows a list. `low`/`high`: cheapest and dearest product before the price filter."""

    facets: tuple[Facet, ...] = ()
    low: Money | None = None
    high: Money | None = None


class _Sets:
    """The products that each facet counts: those that meet every condition but its own.

    While a facet is not in use that is the list itself, whose `ids` are known; None means there are too many to hold.
    """

    def __init__(self, base: QuerySet[Product], conditions: dict[str, Q], ids: Sequence[int] | None) -> None:
        self.base, self.conditions, self.ids = base, conditions, ids

    def but(self, name: str) -> Ids:
        """Return ids, or a query of ids."""
        if self.ids is not None and name not in self.conditions:
            return self.ids
        return narrowed(self.base, self.conditions, but=name).order_by()


def facets_of(
    base: QuerySet[Product],
    conditions: dict[str, Q],
    ids: Sequence[int] | None,
    data: ListQuery,
    language: str,
    currency: str,
) -> Narrowing:
    """Return brand, option, attribute and tag facets. Queries: about ten, plus one for each facet that is in use."""
    sets = _Sets(base, conditions, ids)
    found = [
        _brands(sets, data),
        *_options(sets, data, language),
        *_attributes(sets, data, language),
        _tags(sets, data, language),
    ]
    used = [facet for facet in found if len(facet.values) > 1 or any(value.chosen for value in facet.values)]
    low, high = _span(sets, currency)
    return Narrowing(facets=tuple(used), low=low, high=high)


def _span(sets: _Sets, currency: str) -> tuple[Money | None, Money | None]:
    rows = PriceRange.objects.filter(product__in=sets.but(PRICE), currency=currency)
    ends = rows.aggregate(low=Min("low_minor"), high=Max("high_minor"))
    if ends["low"] is None:
        return None, None
    return Money(ends["low"], currency), Money(ends["high"], currency)


def _brands(sets: _Sets, data: ListQuery) -> Facet:
    found = sets.but(BRAND)
    rows = found if isinstance(found, QuerySet) else Product.objects.filter(pk__in=found)
    counts = rows.exclude(brand="").order_by().values("brand").annotate(n=Count("pk")).order_by("-n", "brand")
    values = [
        FacetValue(code=row["brand"], name=row["brand"], count=row["n"], chosen=row["brand"] in data.brands)
        for row in counts[:VALUES_AT_MOST]
    ]
    return Facet(kind="brand", code="brand", name="", values=tuple(values))


def _tags(sets: _Sets, data: ListQuery, language: str) -> Facet:
    counts = list(
        ProductTag.objects.filter(product__in=sets.but(TAG))
        .values("tag_id", "tag__key", "tag__name")
        .annotate(n=Count("product_id"))
        .order_by("-n", "tag__key")[:VALUES_AT_MOST]
    )
    words = Translated(language).load({"tag": [row["tag_id"] for row in counts]})
    values = [
        FacetValue(
            code=row["tag__key"],
            name=words.text("tag", row["tag_id"], "name", row["tag__name"]),
            count=row["n"],
            chosen=row["tag__key"] in data.tags,
        )
        for row in counts
    ]
    return Facet(kind="tag", code="tag", name="", values=tuple(values))


def _options(sets: _Sets, data: ListQuery, language: str) -> list[Facet]:
    """One query counts all options that are not in use, one each those that are: a choice must not hide its siblings."""
    counts = _option_counts(sets.but(""), without=set(data.options))
    for code in data.options:
        counts += _option_counts(sets.but(f"option:{code}"), only=code)
    values = OptionValue.objects.in_bulk([row["sample"] for row in counts])
    options = Option.objects.in_bulk([row["option"] for row in counts])
    words = Translated(language).load({"option_value": values, "option": options})
    grouped: dict[str, list[FacetValue]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in counts:
        code, sample, option = row["option__code"], values[row["sample"]], options[row["option"]]
        names.setdefault(code, words.text("option", option.pk, "name", option.name))
        grouped[code].append(
            FacetValue(
                code=row["value__code"],
                name=words.text("option_value", sample.pk, "name", sample.name),
                count=row["n"],
                chosen=row["value__code"] in data.options.get(code, ()),
                swatch=sample.swatch,
            )
        )
    return [
        Facet(kind="option", code=code, name=names[code], values=tuple(found[:VALUES_AT_MOST]))
        for code, found in sorted(grouped.items())
    ]


def _option_counts(rows: Ids, *, without: set[str] | None = None, only: str = "") -> list[dict[str, Any]]:
    links = VariantValue.objects.filter(variant__retired_at=None, variant__product__in=rows)
    links = links.filter(option__code=only) if only else links.exclude(option__code__in=without or ())
    counted = (
        links.values("option__code", "value__code")
        .annotate(n=Count("variant__product_id", distinct=True), sample=Min("value_id"), option=Min("option_id"))
        .order_by("-n", "option__code", "value__code")
    )
    return [dict(row) for row in counted[:400]]


def _attributes(sets: _Sets, data: ListQuery, language: str) -> list[Facet]:
    counts = _fact_counts(sets.but(""), without=set(data.facts))
    for code in data.facts:
        counts += _fact_counts(sets.but(f"attribute:{code}"), only=code)
    attributes = Attribute.objects.in_bulk([row["attribute_id"] for row in counts])
    words = Translated(language).load({"attribute": attributes, "attribute_value": [row["sample"] for row in counts]})
    grouped: dict[int, list[FacetValue]] = defaultdict(list)
    for row in counts:
        attribute = attributes[row["attribute_id"]]
        name = words.text("attribute_value", row["sample"], "text", row["text"])
        grouped[attribute.pk].append(
            FacetValue(
                code=row["text"],
                name=f"{name} {attribute.unit}" if attribute.unit else name,
                count=row["n"],
                chosen=row["text"] in data.facts.get(attribute.code, ()),
            )
        )
    return [
        Facet(
            kind="attribute",
            code=attributes[number].code,
            name=words.text("attribute", number, "name", attributes[number].name),
            values=tuple(found[:VALUES_AT_MOST]),
        )
        for number, found in sorted(grouped.items(), key=lambda entry: (attributes[entry[0]].position, entry[0]))
    ]


def _fact_counts(rows: Ids, *, without: set[str] | None = None, only: str = "") -> list[dict[str, Any]]:
    facts = AttributeValue.objects.filter(attribute__filterable=True, product__in=rows)
    facts = facts.filter(attribute__code=only) if only else facts.exclude(attribute__code__in=without or ())
    counted = (
        facts.values("attribute_id", "text")
        .annotate(n=Count("product_id", distinct=True), sample=Min("pk"))
        .order_by("-n", "attribute_id", "text")
    )
    return [dict(row) for row in counted[:400]]
