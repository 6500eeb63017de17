"""The table of drop shipments."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.dropships.models import ASKED, OPEN, DropLine, DropParcel, DropShipment, Settlement, State
from storecrew.shop.dropships.reads.views import is_late
from storecrew.shop.dropships.wording import TONES
from storecrew.shop.shipping import carriers
from storecrew.shop.supply import reads as supply


def rows_for_table() -> QuerySet[DropShipment]:
    """Return all drop shipments with what the table shows of each."""
    surprise = DropParcel.objects.filter(dropship=OuterRef("pk"), settlement=Settlement.OPEN)
    rows = DropShipment.objects.select_related("order", "supplier")
    return rows.annotate(pieces=Sum("lines__wanted"), waiting=Sum("lines__pending"), surprised=Exists(surprise))


def dropships_table(*, may_send: bool) -> Table:
    """Return the table; who sends may send, export and note in bulk."""
    return Table(
        name="dropships.dropships",
        label=gettext_lazy("Drop shipments"),
        columns=(
            Column("number", gettext_lazy("Drop shipment"), lambda row: row.number, sort="pk", link=url_of, sub=_order),
            Column("supplier", gettext_lazy("Supplier"), lambda row: row.supplier.name, sort="supplier__name"),
            Column("state", pgettext_lazy("drop shipment", "State"), _state, kind=Kind.STATUS, sort="state"),
            Column("pieces", gettext_lazy("Pieces"), lambda row: row.pieces, kind=Kind.NUMBER, phone=False),
            Column("due", gettext_lazy("Leaves by"), lambda row: row.ship_by, kind=Kind.MOMENT, sort="ship_by"),
            Column(
                "ships_on",
                gettext_lazy("They say"),
                lambda row: row.ships_on,
                kind=Kind.DAY,
                sort="ships_on",
                phone=False,
                shown=False,
            ),
            Column(
                "promised",
                gettext_lazy("Promised by"),
                lambda row: row.order.promised_until,
                kind=Kind.DAY,
                sort="order__promised_until",
                phone=False,
            ),
            Column(
                "sent",
                gettext_lazy("Sent to them"),
                lambda row: row.sent_at,
                kind=Kind.MOMENT,
                sort="sent_at",
                phone=False,
                shown=False,
            ),
            Column(
                "shipped",
                pgettext_lazy("drop shipment", "Shipped"),
                lambda row: row.shipped_at,
                kind=Kind.MOMENT,
                sort="shipped_at",
                phone=False,
            ),
        ),
        sort="-number",
        filters=(
            Filter(
                "state",
                pgettext_lazy("drop shipment", "State"),
                lambda rows, value: rows.filter(state=value),
                State.choices,
            ),
            Filter(
                "supplier",
                gettext_lazy("Supplier"),
                lambda rows, value: rows.filter(supplier=value) if value.isdecimal() else rows.none(),
                _suppliers,
            ),
            Filter("view", gettext_lazy("Which"), narrowed, WHICH),
        ),
        search=_search,
        search_hint=gettext_lazy("Number, order, tracking number, their SKU"),
        views=(
            View("all", gettext_lazy("All")),
            View("send", pgettext_lazy("drop shipments", "To send"), "view=send"),
            View("late", gettext_lazy("Late"), "view=late&sort=due"),
            View("decide", gettext_lazy("To decide"), "view=decide"),
            View("open", gettext_lazy("On their way"), "view=asked&sort=due"),
            View("shipped", pgettext_lazy("drop shipment", "Shipped"), "state=shipped"),
        ),
        bulk=_BULK if may_send else (),
        empty=Empty(
            title=gettext_lazy("No drop shipments yet"),
            text=gettext_lazy("They appear here once an order is paid whose goods lie at a supplier."),
            url=reverse("supply:suppliers"),
            label=gettext_lazy("Suppliers"),
        ),
    )


_BULK = (
    Bulk("send", gettext_lazy("Send to the suppliers"), main=True),
    Bulk("csv", gettext_lazy("As a file (CSV)")),
    Bulk("xlsx", gettext_lazy("As a workbook")),
    Bulk("by_hand", gettext_lazy("I have sent these by hand")),
)
WHICH = (
    ("send", pgettext_lazy("drop shipments", "to send")),
    ("late", gettext_lazy("answer or parcel is late")),
    ("decide", gettext_lazy("wait for a decision")),
    ("asked", gettext_lazy("at the supplier")),
    ("stopping", gettext_lazy("asked to stop, no answer")),
)


def url_of(row: DropShipment) -> str:
    """Return where one is shown."""
    return reverse("dropships:dropship", args=[row.pk])


def late(rows: QuerySet[DropShipment], now: datetime) -> QuerySet[DropShipment]:
    """Keep those whose answer or parcel is overdue."""
    return rows.filter(Q(state=State.SENT, ack_by__lt=now) | Q(state__in=OPEN, ship_by__lt=now))


def to_decide(rows: QuerySet[DropShipment]) -> QuerySet[DropShipment]:
    """Keep those of which pieces have no source, or a parcel left that nobody wanted to."""
    stuck = DropLine.objects.filter(dropship=OuterRef("pk"), pending__gt=0)
    surprise = DropParcel.objects.filter(dropship=OuterRef("pk"), settlement=Settlement.OPEN)
    return rows.filter(Exists(stuck) | Exists(surprise))


def stopping(rows: QuerySet[DropShipment]) -> QuerySet[DropShipment]:
    """Keep those whose supplier was asked to stop and did not say that they have."""
    over = [State.CANCELLED, State.MOVED]
    return rows.filter(state__in=over, cancel_asked_at__isnull=False, cancel_agreed_at=None)


def narrowed(rows: QuerySet[DropShipment], value: str) -> QuerySet[DropShipment]:
    """Keep what a view shows."""
    match value:
        case "send":
            return rows.filter(state=State.NEW)
        case "late":
            return late(rows, timezone.now())
        case "decide":
            return to_decide(rows)
        case "stopping":
            return stopping(rows)
        case _:
            return rows.filter(state__in=ASKED)


def _order(row: DropShipment) -> Text:
    return row.order.number


def _state(row: Any) -> tuple[Text, Tone]:
    word = State(row.state).label
    if (row.waiting or row.surprised) and row.state != State.REFUSED:
        return _("%(state)s, to decide") % {"state": word}, Tone.BAD
    if is_late(row, timezone.now()):
        return _("%(state)s, late") % {"state": word}, Tone.BAD
    return word, TONES[row.state]


def _suppliers() -> list[tuple[str, Text]]:
    ids = list(DropShipment.objects.order_by().values_list("supplier_id", flat=True).distinct())
    found = supply.suppliers_by_id(ids).values()
    return [(str(one.supplier_id), one.name) for one in sorted(found, key=lambda one: one.name)]


def _search(rows: QuerySet[DropShipment], text: str) -> QuerySet[DropShipment]:
    named = Q(number__icontains=text) | Q(order__number__icontains=text) | Q(reference__iexact=text)
    sku = DropLine.objects.filter(dropship=OuterRef("pk"), sku__iexact=text)
    number = carriers.normal(text)
    parcel = DropParcel.objects.filter(dropship=OuterRef("pk"), tracking_number=number or "-")
    return rows.filter(named | Exists(sku) | Exists(parcel))
