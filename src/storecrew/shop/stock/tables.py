"""The tables of stock: levels, deliveries, transfers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.stock.models import (
    Level,
    Move,
    Reason,
    Receipt,
    ReceiptState,
    Transfer,
    TransferState,
    Warehouse,
)
from storecrew.shop.stock.models.levels import AVAILABLE, OWED
from storecrew.shop.stock.reads.worth import COVER_DAYS, cover_days

DEAD_AFTER = timedelta(days=90)
RECEIPT_TONES = {
    ReceiptState.EXPECTED: Tone.HALF,
    ReceiptState.PART: Tone.HALF,
    ReceiptState.DONE: Tone.GOOD,
    ReceiptState.CANCELLED: Tone.NEUTRAL,
}
TRANSFER_TONES = {TransferState.SENT: Tone.HALF, TransferState.PART: Tone.HALF, TransferState.DONE: Tone.GOOD}
STATES: Sequence[tuple[str, Text]] = (
    ("low", _("low")),
    ("out", _("nothing available")),
    ("owed", _("promised beyond stock")),
    ("unavailable", _("not all for sale")),
    ("incoming", _("something is coming")),
    ("dead", _("not sold for 90 days")),
)


def level_rows() -> QuerySet[Any]:
    """Return levels as the table shows them, with what is free and what was sold there lately."""
    sold = Move.objects.filter(
        item_id=OuterRef("item_id"),
        from_warehouse_id=OuterRef("warehouse_id"),
        reason=Reason.SALE,
        moved_at__gt=timezone.now() - timedelta(days=COVER_DAYS),
    )
    total = sold.order_by().values("item_id").annotate(n=Sum("quantity")).values("n")
    gone = Q(item__variant__retired_at__isnull=False, on_hand=0, committed=0, held=0, incoming=0)
    return (
        Level.objects.exclude(gone)
        .select_related("item__variant__product", "warehouse")
        .annotate(
            free=AVAILABLE,
            missing=OWED,
            promised=F("committed") + F("held"),
            not_for_sale=F("damaged") + F("quality") + F("other") + F("safety"),
            sold=Coalesce(Subquery(total, output_field=IntegerField()), 0),
        )
    )


def levels_table(empty: Empty) -> Table:
    """Return the table of levels, in Shopify's words."""
    return Table(
        name="stock.levels",
        label=_("Stock"),
        columns=(
            Column("title", _("Product"), _title, sort="item__variant__product__title", link=_url, sub=_sku),
            Column("warehouse", _("Warehouse"), lambda row: row.warehouse.name, sort="warehouse__priority"),
            Column("state", pgettext_lazy("stock", "State"), state_of, kind=Kind.STATUS, phone=False),
            Column(
                "unavailable",
                _("Unavailable"),
                _part("not_for_sale"),
                kind=Kind.NUMBER,
                sort="not_for_sale",
                phone=False,
            ),
            Column("committed", _("Committed"), _part("promised"), kind=Kind.NUMBER, sort="promised", phone=False),
            Column("available", _("Available"), _part("free"), kind=Kind.NUMBER, sort="free"),
            Column("on_hand", _("On hand"), _part("on_hand"), kind=Kind.NUMBER, sort="on_hand"),
            Column("incoming", _("Incoming"), _part("incoming"), kind=Kind.NUMBER, sort="incoming", phone=False),
            Column("sold", _("Sold in 28 days"), _part("sold"), kind=Kind.NUMBER, sort="sold", phone=False),
            Column("cover", _("Days of cover"), _cover, kind=Kind.NUMBER, phone=False),
            Column("barcode", _("Barcode"), lambda row: row.item.variant.barcode or None, phone=False, shown=False),
        ),
        sort="title",
        filters=(
            Filter("warehouse", _("Warehouse"), _by_warehouse, _warehouses),
            Filter("state", pgettext_lazy("stock", "State"), in_state, STATES),
        ),
        search=_search,
        search_hint=_("Title, SKU, barcode"),
        views=(
            View("all", _("All")),
            View("low", pgettext_lazy("stock", "Low"), "state=low"),
            View("out", _("Nothing available"), "state=out"),
            View("owed", _("Promised beyond stock"), "state=owed"),
            View("incoming", _("Incoming"), "state=incoming"),
            View("dead", _("Not sold for 90 days"), "state=dead"),
        ),
        empty=empty,
    )


def state_of(row: Level) -> tuple[Text, Tone]:
    """Return the word and the tone of a level."""
    if row.owes:
        return _("owes %(n)d") % {"n": row.owes}, Tone.BAD
    if row.available <= 0:
        return _("none left"), Tone.WARN if row.warehouse.sells else Tone.NEUTRAL
    if row.item.low_stock_at is not None and row.available <= row.item.low_stock_at:
        return pgettext_lazy("stock", "low"), Tone.WARN
    return _("enough"), Tone.NEUTRAL


def in_state(rows: Any, value: str) -> Any:
    """Return the levels in one of `STATES`."""
    recent = Move.objects.filter(item_id=OuterRef("item_id"), moved_at__gt=timezone.now() - DEAD_AFTER)
    which = {
        "low": Q(free__gt=0, item__low_stock_at__isnull=False, free__lte=F("item__low_stock_at")),
        "out": Q(free__lte=0, missing__lte=0, warehouse__sells=True),
        "owed": Q(missing__gt=0),
        "unavailable": Q(not_for_sale__gt=0),
        "incoming": Q(incoming__gt=0),
        # what came only lately had no time to sell
        "dead": Q(on_hand__gt=0) & ~Exists(recent.filter(reason__in=(Reason.SALE, Reason.RECEIPT, Reason.OPENING))),
    }.get(value)
    return rows.none() if which is None else rows.filter(which)


def receipts_table() -> Table:
    """Return the table of deliveries."""
    return Table(
        name="stock.receipts",
        label=_("Deliveries"),
        columns=(
            Column(
                "delivery",
                pgettext_lazy("stock", "Delivery"),
                _receipt_name,
                link=_receipt_url,
                sub=lambda row: row.supplier,
            ),
            Column(
                "state",
                pgettext_lazy("delivery", "State"),
                lambda row: (ReceiptState(row.state).label, RECEIPT_TONES[ReceiptState(row.state)]),
                kind=Kind.STATUS,
                sort="state",
            ),
            Column(
                "warehouse", _("Warehouse"), lambda row: row.warehouse.name, sort="warehouse__priority", phone=False
            ),
            Column(
                "expected_on",
                pgettext_lazy("delivery", "Expected"),
                lambda row: row.expected_on,
                kind=Kind.DAY,
                sort="expected_on",
            ),
            Column("expected", _("Pieces announced"), lambda row: row.pieces, kind=Kind.NUMBER, phone=False),
            Column("received", _("Pieces here"), lambda row: row.came, kind=Kind.NUMBER, phone=False),
            Column("made", _("Entered"), lambda row: row.made_at, kind=Kind.MOMENT, sort="made_at", phone=False),
        ),
        sort="-made",
        filters=(
            Filter(
                "state",
                pgettext_lazy("delivery", "State"),
                lambda rows, value: rows.filter(state=value),
                ReceiptState.choices,
            ),
            Filter("warehouse", _("Warehouse"), _by_warehouse, _warehouses),
        ),
        search=lambda rows, text: rows.filter(Q(supplier__icontains=text) | Q(reference__icontains=text)),
        search_hint=_("Supplier, reference"),
        views=(View("all", _("All")), View("expected", pgettext_lazy("receipt", "Expected"), "state=expected")),
        empty=Empty(
            title=_("No delivery yet"),
            text=_("Announce what a supplier is to bring, or book what stands at the door."),
            url=reverse("stock:receive"),
            label=_("Book goods in"),
        ),
    )


def receipt_rows() -> QuerySet[Any]:
    """Return deliveries with their sums."""
    return Receipt.objects.select_related("warehouse").annotate(
        pieces=Coalesce(Sum("lines__expected"), 0), came=Coalesce(Sum("lines__received"), 0)
    )


def transfers_table() -> Table:
    """Return the table of transfers."""
    return Table(
        name="stock.transfers",
        label=pgettext_lazy("stock", "Transfers"),
        columns=(
            Column("transfer", _("Transfer"), _transfer_name, link=_transfer_url, sub=lambda row: row.reference),
            Column(
                "state",
                pgettext_lazy("transfer", "State"),
                lambda row: (TransferState(row.state).label, TRANSFER_TONES[TransferState(row.state)]),
                kind=Kind.STATUS,
                sort="state",
            ),
            Column("pieces", _("Pieces"), lambda row: row.pieces, kind=Kind.NUMBER),
            Column("arrived", _("Arrived"), lambda row: row.came, kind=Kind.NUMBER, phone=False),
            Column(
                "expected_on",
                pgettext_lazy("delivery", "Expected"),
                lambda row: row.expected_on,
                kind=Kind.DAY,
                sort="expected_on",
            ),
            Column(
                "sent",
                pgettext_lazy("transfer", "Sent"),
                lambda row: row.sent_at,
                kind=Kind.MOMENT,
                sort="made_at",
                phone=False,
            ),
        ),
        sort="-sent",
        filters=(
            Filter(
                "state",
                pgettext_lazy("transfer", "State"),
                lambda rows, value: rows.filter(state=value),
                TransferState.choices,
            ),
        ),
        empty=Empty(
            title=_("Nothing was moved between warehouses yet"),
            text=_("What is sent stays on the books as on the way until the other side has taken it in."),
            url=reverse("stock:send"),
            label=_("Send goods"),
        ),
    )


def transfer_rows() -> QuerySet[Any]:
    """Return transfers with their sums."""
    return Transfer.objects.select_related("source", "target").annotate(
        pieces=Coalesce(Sum("lines__quantity"), 0), came=Coalesce(Sum("lines__arrived"), 0)
    )


def _part(name: str) -> Any:
    return lambda row: getattr(row, name)


def _title(row: Level) -> str:
    return row.item.variant.product.title


def _sku(row: Level) -> str:
    return row.item.variant.sku


def _url(row: Level) -> str:
    return reverse("stock:item", args=[row.item_id])


def _cover(row: Any) -> float | None:
    return cover_days(row.free, row.sold)


def _search(rows: Any, text: str) -> Any:
    return rows.filter(
        Q(item__variant__product__title__icontains=text)
        | Q(item__variant__sku__icontains=text)
        | Q(item__variant__barcode=text)
    )


def _by_warehouse(rows: Any, value: str) -> Any:
    return rows.filter(warehouse_id=int(value)) if value.isdigit() else rows.none()


def _warehouses() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Warehouse.objects.order_by("priority", "pk").values_list("pk", "name")]


def _receipt_name(row: Receipt) -> str:
    return row.reference or f"#{row.pk}"


def _receipt_url(row: Receipt) -> str:
    return reverse("stock:receipt", args=[row.pk])


def _transfer_name(row: Transfer) -> str:
    return f"{row.source.name} → {row.target.name}"


def _transfer_url(row: Transfer) -> str:
    return reverse("stock:transfer", args=[row.pk])
