"""What narrows a list, with how many products each choice would leave."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

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

VALUES_AT_MOST = 40
"""Choices shown of one facet; the most frequent ones."""


def facets_of(base: QuerySet[Product], conditions: dict[str, Q], data: ListQuery, language: str) -> tuple[Facet, ...]:
    """Return brand, option, attribute and tag facets. Queries: about ten, plus one for each facet that is in use."""
    found = [
        _brands(narrowed(base, conditions, but=BRAND), data),
        *_options(base, conditions, data, language),
        *_attributes(base, conditions, data, language),
        _tags(narrowed(base, conditions, but=TAG), data, language),
    ]
    return tuple(facet for facet in found if len(facet.values) > 1 or any(value.chosen for value in facet.values))


def span_of(base: QuerySet[Product], conditions: dict[str, Q], currency: str) -> tuple[Money | None, Money | None]:
    """Return the cheapest and the dearest price before the price filter."""
    rows = PriceRange.objects.filter(product__in=narrowed(base, conditions, but=PRICE).values("pk"), currency=currency)
    ends = rows.aggregate(low=Min("low_minor"), high=Max("high_minor"))
    if ends["low"] is None:
        return None, None
    return Money(ends["low"], currency), Money(ends["high"], currency)


def _brands(rows: QuerySet[Product], data: ListQuery) -> Facet:
    counts = rows.exclude(brand="").order_by().values("brand").annotate(n=Count("pk")).order_by("-n", "brand")
    values = [
        FacetValue(code=row["brand"], name=row["brand"], count=row["n"], chosen=row["brand"] in data.brands)
        for row in counts[:VALUES_AT_MOST]
    ]
    return Facet(kind="brand", code="brand", name="", values=tuple(values))


def _tags(rows: QuerySet[Product], data: ListQuery, language: str) -> Facet:
    counts = list(
        ProductTag.objects.filter(product__in=rows.order_by().values("pk"))
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


def _options(base: QuerySet[Product], conditions: dict[str, Q], data: ListQuery, language: str) -> list[Facet]:
    """One query counts all options that are not in use, one each those that are: a choice must not hide its siblings."""
    counts = _option_counts(narrowed(base, conditions), without=set(data.options))
    for code in data.options:
        counts += _option_counts(narrowed(base, conditions, but=f"option:{code}"), only=code)
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


def _option_counts(rows: QuerySet[Product], *, without: set[str] | None = None, only: str = "") -> list[dict[str, Any]]:
    links = VariantValue.objects.filter(variant__retired_at=None, variant__product__in=rows.order_by().values("pk"))
    links = links.filter(option__code=only) if only else links.exclude(option__code__in=without or ())
    counted = (
        links.values("option__code", "value__code")
        .annotate(n=Count("variant__product_id", distinct=True), sample=Min("value_id"), option=Min("option_id"))
        .order_by("-n", "option__code", "value__code")
    )
    return [dict(row) for row in counted[:400]]


def _attributes(base: QuerySet[Product], conditions: dict[str, Q], data: ListQuery, language: str) -> list[Facet]:
    counts = _fact_counts(narrowed(base, conditions), without=set(data.facts))
    for code in data.facts:
        counts += _fact_counts(narrowed(base, conditions, but=f"attribute:{code}"), only=code)
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


def _fact_counts(rows: QuerySet[Product], *, without: set[str] | None = None, only: str = "") -> list[dict[str, Any]]:
    facts = AttributeValue.objects.filter(attribute__filterable=True, product__in=rows.order_by().values("pk"))
    facts = facts.filter(attribute__code=only) if only else facts.exclude(attribute__code__in=without or ())
    counted = (
        facts.values("attribute_id", "text")
        .annotate(n=Count("product_id", distinct=True), sample=Min("pk"))
        .order_by("-n", "attribute_id", "text")
    )
    return [dict(row) for row in counted[:400]]
