"""The tables of availability: what suppliers say, and what to ask them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.availability.models import Said
from storecrew.shop.availability.rule import State
from storecrew.shop.availability.streams import spoken

STATES = {
    State.IN_STOCK: (pgettext_lazy("availability", "In stock"), Tone.GOOD),
    State.CONFIRMING: (pgettext_lazy("availability", "Being confirmed"), Tone.WARN),
    State.FROM_DATE: (pgettext_lazy("availability", "From a day on"), Tone.HALF),
    State.OUT: (pgettext_lazy("availability", "Out"), Tone.NEUTRAL),
}
HOLDS: tuple[tuple[str, Text], ...] = (
    ("sold", _("something may be sold")),
    ("held", _("something is held back")),
    ("nothing", _("nothing of it may be sold")),
    ("none", _("none there, by their word")),
)
AGES: tuple[tuple[str, Text], ...] = (
    ("1", _("a day and more")),
    ("3", _("three days and more")),
    ("7", _("a week and more")),
)


def said_rows() -> QuerySet[Any]:
    """Return what holds, with when it was seen for the last time."""
    seen = Greatest(F("observed_at"), Coalesce(F("stream__confirmed_at"), F("observed_at")))
    rows = Said.objects.select_related("offer__supplier", "variant__product", "site__warehouse", "stream")
    return rows.annotate(seen=seen)


def said_table() -> Table:
    """Return the table of what suppliers say."""
    return Table(
        name="availability.said",
        label=_("What suppliers say"),
        columns=(
            Column(
                "product",
                _("Product"),
                lambda row: row.variant.product.title,
                sort="variant__product__title",
                link=_url,
                sub=lambda row: row.variant.sku or row.offer.sku,
            ),
            Column(
                "supplier",
                _("Supplier"),
                lambda row: row.offer.supplier.name,
                sort="offer__supplier__name",
                phone=False,
            ),
            Column("site", _("Warehouse"), lambda row: row.site.warehouse.name, phone=False),
            Column(
                "said",
                pgettext_lazy("availability", "Said"),
                lambda row: row.quantity,
                kind=Kind.NUMBER,
                sort="quantity",
            ),
            Column("sellable", _("May be sold"), lambda row: row.sellable, kind=Kind.NUMBER, sort="sellable"),
            Column("state", pgettext_lazy("availability", "State"), _state, kind=Kind.STATUS, phone=False),
            Column("seen", pgettext_lazy("availability", "Seen"), lambda row: row.seen, kind=Kind.MOMENT, sort="seen"),
            Column(
                "changed",
                _("The same since"),
                lambda row: row.value_since,
                kind=Kind.MOMENT,
                sort="value_since",
                phone=False,
            ),
            Column("stream", _("Stream"), lambda row: spoken(row.stream.name), phone=False, shown=False),
        ),
        sort="product",
        filters=(
            Filter("supplier", _("Supplier"), _by_supplier, _suppliers),
            Filter("holds", _("Held back"), _holding, HOLDS),
            Filter("age", _("Not seen for"), _older, AGES),
        ),
        search=lambda rows, text: rows.filter(
            Q(variant__product__title__icontains=text) | Q(variant__sku__icontains=text) | Q(offer__sku__icontains=text)
        ),
        search_hint=_("Title, SKU, supplier’s SKU"),
        views=(
            View("all", _("All")),
            View("held", _("Held back"), "holds=held"),
            View("old", _("Not seen for three days"), "age=3"),
        ),
        empty=Empty(
            title=_("No supplier has said anything yet"),
            text=_("What they report by file, portal or telephone stands here, with what of it may be sold and why."),
            url=reverse("supply:suppliers"),
            label=_("To the suppliers"),
        ),
    )


def _url(row: Said) -> str:
    return reverse("availability:word", args=[row.offer_id, row.site_id])


def _state(row: Any) -> tuple[Text, Tone]:
    if row.quantity is None:
        return _("no longer listed"), Tone.NEUTRAL
    if not row.quantity:
        return _("none there"), Tone.NEUTRAL
    if not row.sellable:
        return _("held back"), Tone.WARN
    return (
        (pgettext_lazy("availability", "all of it"), Tone.GOOD)
        if row.sellable == row.quantity
        else (pgettext_lazy("availability", "part of it"), Tone.HALF)
    )


def _by_supplier(rows: Any, value: str) -> Any:
    return rows.filter(offer__supplier_id=int(value)) if value.isdigit() else rows.none()


def _suppliers() -> list[tuple[str, str]]:
    found = Said.objects.order_by("offer__supplier__name", "offer__supplier_id")
    return [(str(pk), name) for pk, name in found.values_list("offer__supplier_id", "offer__supplier__name").distinct()]


def _holding(rows: Any, value: str) -> Any:
    which = {
        "sold": Q(sellable__gt=0),
        "held": Q(quantity__gt=F("sellable")),
        "nothing": Q(quantity__gt=0, sellable=0),
        "none": Q(quantity=0) | Q(quantity=None),
    }.get(value)
    return rows.none() if which is None else rows.filter(which)


def _older(rows: Any, value: str) -> Any:
    if not value.isdigit():
        return rows.none()
    before: datetime = timezone.now() - timedelta(days=int(value))
    return rows.filter(seen__lte=before, quantity__gt=0)
