"""The rules of rule collections: which fields there are, how each is compared, and the query they become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.shop.catalogue.models import Placement, PriceRange, ProductTag, Rule, Variant

RELATIONS: Final[Mapping[str, Promise]] = {
    "is": pgettext_lazy("rule", "is"),
    "is_not": pgettext_lazy("rule", "is not"),
    "contains": pgettext_lazy("rule", "contains"),
    "begins": pgettext_lazy("rule", "begins with"),
    "above": pgettext_lazy("rule", "is more than"),
    "below": pgettext_lazy("rule", "is less than"),
}
_WORDS: Final = ("is", "is_not", "contains", "begins")
_CHOICE: Final = ("is", "is_not")
_NUMBER: Final = ("above", "below", "is")


@dataclass(frozen=True, slots=True)
class RuleField:
    """What a rule may look at, and with which relations."""

    label: Promise
    relations: tuple[str, ...]


FIELDS: Final[Mapping[str, RuleField]] = {
    "tag": RuleField(gettext_lazy("Tag"), _CHOICE),
    "title": RuleField(gettext_lazy("Title"), _WORDS),
    "brand": RuleField(gettext_lazy("Brand"), _WORDS),
    "product_type": RuleField(gettext_lazy("Kind of product"), _WORDS),
    "category": RuleField(gettext_lazy("Category"), _CHOICE),
    "price": RuleField(gettext_lazy("Price"), _NUMBER),
    "reduced": RuleField(gettext_lazy("Reduced"), ("is",)),
    "weight_g": RuleField(gettext_lazy("Weight, g"), _NUMBER),
    "sku": RuleField(gettext_lazy("SKU"), _WORDS),
}
"""`price` is in minor units of the store's currency, of the cheapest variant; `category` is a path and means all below it."""


def problem_of(field: str, relation: str, value: str) -> str:
    """Return what is wrong with a rule as a sentence; empty when nothing is."""
    known = FIELDS.get(field)
    if known is None or relation not in known.relations:
        return _("This rule cannot be understood. Choose its parts from the lists.")
    if not value.strip():
        return _("Say what it is compared with.")
    if field in {"price", "weight_g"} and _number(value) is None:
        return _("Write a number.")
    if field == "reduced" and value not in {"yes", "no"}:
        return _("Choose yes or no.")
    return ""


def condition(rules: Sequence[Rule], *, match_all: bool, currency: str) -> Q:
    """Return the products that rules describe, as one condition. No rules describe nothing."""
    if not rules:
        return Q(pk__in=[])
    total = Q()
    for rule in rules:
        one = _condition(rule.field, rule.relation, rule.value, currency)
        total = (total & one) if match_all else (total | one)
    return total


def _condition(field: str, relation: str, value: str, currency: str) -> Q:
    match field:
        case "tag":
            key = " ".join(value.casefold().split())
            return _negated(relation, Q(Exists(ProductTag.objects.filter(product=OuterRef("pk"), tag__key=key))))
        case "category":
            under = Q(category__path=value) | Q(category__path__startswith=f"{value}/")
            return _negated(relation, Q(Exists(Placement.objects.filter(under, product=OuterRef("pk")))))
        case "price":
            ranges = PriceRange.objects.filter(product=OuterRef("pk"), currency=currency)
            return Q(Exists(ranges.filter(_compared("low_minor", relation, int(_number(value) or 0)))))
        case "reduced":
            reduced = Q(Exists(PriceRange.objects.filter(product=OuterRef("pk"), currency=currency, reduced=True)))
            return reduced if value == "yes" else ~reduced
        case "weight_g":
            variants = Variant.objects.filter(product=OuterRef("pk"), retired_at=None)
            return Q(Exists(variants.filter(_compared("weight_g", relation, int(_number(value) or 0)))))
        case "sku":
            variants = Variant.objects.filter(product=OuterRef("pk"), retired_at=None)
            found = Q(Exists(variants.filter(_worded("sku", relation.removesuffix("_not"), value))))
            return _negated(relation, found)
    if field not in {"title", "brand", "product_type"}:  # a rule of an older release: it describes nothing
        return Q(pk__in=[])
    return _negated(relation, _worded(field, relation.removesuffix("_not"), value))


def _worded(column: str, relation: str, value: str) -> Q:
    lookup = {"is": "iexact", "contains": "icontains", "begins": "istartswith"}[relation]
    return Q(**{f"{column}__{lookup}": value})


def _compared(column: str, relation: str, number: int) -> Q:
    lookup = {"above": "gt", "below": "lt", "is": "exact"}[relation]
    return Q(**{f"{column}__{lookup}": number})


def _negated(relation: str, found: Q) -> Q:
    return ~found if relation == "is_not" else found


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**15 else None
