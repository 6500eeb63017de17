"""The table of parcels."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.fulfilment.models import HERE, ON_THE_WAY, Parcel, ParcelState
from storecrew.shop.fulfilment.wording import TONES, word_of
from storecrew.shop.shipping import carriers


def parcels_table(*, may_pack: bool) -> Table:
    """Return the table of parcels; who packs may also print and hand over in bulk."""
    names = dict(carriers.choices(get_language() or "en"))
    return Table(
        name="fulfilment.parcels",
        label=_("Parcels"),
        columns=(
            Column("number", _("Parcel"), lambda row: row.number, sort="pk", link=_url, sub=_sub),
            Column("state", pgettext_lazy("parcel", "State"), _state, kind=Kind.STATUS, sort="state"),
            Column("carrier", _("Carrier"), lambda row: names.get(row.carrier, row.carrier) or None, sort="carrier"),
            Column("tracking", _("Tracking number"), lambda row: row.tracking_number or None, phone=False),
            Column("country", _("To"), lambda row: row.ship_to.get("country") or None, phone=False),
            Column("weight", _("Weight, g"), lambda row: row.weight_g, kind=Kind.NUMBER, phone=False, shown=False),
            Column(
                "packed",
                pgettext_lazy("parcel", "Packed"),
                lambda row: row.packed_at,
                kind=Kind.MOMENT,
                sort="packed_at",
                phone=False,
            ),
            Column("shipped", _("Shipped"), lambda row: row.shipped_at, kind=Kind.MOMENT, sort="shipped_at"),
            Column("until", _("Promised by"), lambda row: row.promised_until, kind=Kind.DAY, sort="promised_until"),
            Column(
                "delivered",
                pgettext_lazy("parcel", "Delivered"),
                lambda row: row.delivered_at,
                kind=Kind.MOMENT,
                sort="delivered_at",
                phone=False,
                shown=False,
            ),
        ),
        sort="-number",
        filters=(
            Filter(
                "state",
                pgettext_lazy("parcel", "State"),
                lambda rows, value: rows.filter(state=value),
                ParcelState.choices,
            ),
            Filter(
                "carrier", _("Carrier"), lambda rows, value: rows.filter(carrier=value), lambda: tuple(names.items())
            ),
            Filter("view", _("Which"), _view, _VIEWS),
        ),
        search=_search,
        search_hint=_("Parcel, order, tracking number, name"),
        views=(
            View("all", _("All")),
            View("here", _("To hand over"), "view=here"),
            View("way", _("On the way"), "view=way"),
            View("delivered", pgettext_lazy("parcel", "Delivered"), "state=delivered"),
        ),
        bulk=_BULK if may_pack else (),
        empty=Empty(
            title=_("No parcels yet"),
            text=_("Parcels appear here once orders are packed."),
            url=reverse("fulfilment:ready"),
            label=_("Orders to send"),
        ),
    )


_BULK = (
    Bulk("print", _("Print labels"), main=True),
    Bulk("slips", _("Print packing slips")),
    Bulk("ship", _("Hand over to the carrier")),
)
_VIEWS = (
    ("here", _("to hand over")),
    ("way", _("on the way")),
    ("called_off", _("of cancelled orders, still here")),
    ("off", _("weight to be looked at")),
)


def _url(row: Parcel) -> str:
    return reverse("fulfilment:parcel", args=[row.pk])


def _sub(row: Parcel) -> str:
    return str(row.ship_to.get("name") or row.ship_to.get("company") or "")


def _state(row: Parcel) -> tuple[Text, Tone]:
    return word_of(row.state), TONES[ParcelState(row.state)]


def _view(rows: Any, value: str) -> Any:
    if value == "here":
        return rows.filter(state__in=HERE)
    if value == "way":
        return rows.filter(state__in=ON_THE_WAY)
    if value == "called_off":
        return rows.filter(state__in=HERE, order__state="cancelled")
    return rows.filter(state__in=HERE, weight_g__isnull=False, expected_g__isnull=False)


def _search(rows: Any, text: str) -> Any:
    number = carriers.normal(text)
    found = Q(number__icontains=text) | Q(ship_to__name__icontains=text)
    return rows.filter(found | Q(tracking_number__startswith=number)) if number else rows.filter(found)
