"""The tables of purchase orders and of suppliers' invoices."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.buying.invoices.models import InvoiceState, SupplierInvoice
from storecrew.shop.buying.models import OPEN, Discrepancy, PurchaseLine, PurchaseOrder, State
from storecrew.shop.buying.models.orders import FIRST_NUMBER
from storecrew.shop.buying.wording import INVOICE_TONES, TONES
from storecrew.shop.supply import reads as supply


def order_rows() -> QuerySet[Any]:
    """Return orders as the table shows them."""
    rows = PurchaseOrder.objects.select_related("supplier", "warehouse")
    differs = PurchaseLine.objects.filter(order=OuterRef("pk")).exclude(
        said_quantity=None, said_minor=None, said_on=None
    )
    trouble = Discrepancy.objects.filter(line__order=OuterRef("pk"), outcome="")
    return rows.annotate(
        total=Sum(F("lines__quantity") * F("lines__cost_minor")),
        pieces=Sum("lines__quantity"),
        came=Sum("lines__received"),
        differs=Exists(differs),
        trouble=Exists(trouble),
    )


def orders_table(today: date) -> Table:
    """Return the table of orders. `today` is the store's own day."""
    return Table(
        name="buying.orders",
        label=_("Purchase orders"),
        sort="-number",
        columns=(
            Column(
                "number",
                pgettext_lazy("purchase order", "Order"),
                lambda row: row.number,
                sort="pk",
                link=url_of,
                sub=lambda row: row.supplier.name,
            ),
            Column(
                "state", pgettext_lazy("purchase order", "State"), lambda row: state_of(row, today), kind=Kind.STATUS
            ),
            Column("total", _("Total"), lambda row: Money(row.total or 0, row.currency), kind=Kind.MONEY, sort="total"),
            Column("pieces", _("Pieces"), lambda row: row.pieces, kind=Kind.NUMBER, sort="pieces"),
            Column(
                "came", pgettext_lazy("purchase order", "Came"), lambda row: row.came, kind=Kind.NUMBER, phone=False
            ),
            Column(
                "expected", pgettext_lazy("purchase order", "Expected"), expected_of, kind=Kind.DAY, sort="promised_on"
            ),
            Column(
                "sent",
                pgettext_lazy("purchase order", "Sent"),
                lambda row: row.sent_at,
                kind=Kind.MOMENT,
                sort="sent_at",
            ),
            Column("place", _("Warehouse"), lambda row: row.warehouse.name, phone=False, shown=False),
        ),
        filters=(
            Filter("supplier", _("Supplier"), _of_supplier, _suppliers),
            Filter(
                "state", pgettext_lazy("purchase order", "State"), lambda rows, v: rows.filter(state=v), State.choices
            ),
        ),
        search=_matching,
        search_hint=_("Number, supplier, SKU"),
        views=(
            View("live", pgettext_lazy("purchase orders", "Open"), "is=live"),
            View("late", pgettext_lazy("purchase orders", "Late"), "is=late"),
            View("all", pgettext_lazy("purchase orders", "All")),
        ),
        empty=Empty(
            _("Nothing ordered yet"),
            _("What you buy for your own shelves. Begin with what is proposed, or write an order by hand."),
            reverse("buying:proposals"),
            _("What to order"),
        ),
    )


def narrowed(rows: QuerySet[Any], wanted: str, today: date) -> QuerySet[Any]:
    """Keep what a tab asks for."""
    if wanted == "live":
        return rows.exclude(state__in=[State.CLOSED, State.CANCELLED])
    if wanted == "late":
        return rows.filter(Q(promised_on__lt=today) | Q(promised_on=None, wanted_on__lt=today), state__in=OPEN)
    return rows


def url_of(row: PurchaseOrder) -> str:
    """Return an order's page."""
    return reverse("buying:order", args=[row.pk])


def expected_of(row: PurchaseOrder) -> date | None:
    """Return when the rest of an order is expected; None: nothing is awaited, or nobody named a day."""
    return (row.promised_on or row.wanted_on) if row.state in OPEN else None


def state_of(row: Any, today: date) -> tuple[Text, Tone]:
    """Return the word and the tone of an order's state; what waits for somebody goes first."""
    if getattr(row, "differs", False):
        return _("Answered otherwise"), Tone.WARN
    if getattr(row, "trouble", False):
        return _("Something was wrong"), Tone.WARN
    if (day := expected_of(row)) and day < today:
        return pgettext_lazy("purchase order", "Late"), Tone.BAD
    return State(row.state).label, TONES[row.state]


def invoice_rows() -> QuerySet[Any]:
    """Return invoices as the table shows them."""
    return SupplierInvoice.objects.select_related("supplier")


def invoices_table(today: date) -> Table:
    """Return the table of suppliers' invoices."""
    return Table(
        name="buying.invoices",
        label=_("Suppliers’ invoices"),
        sort="due",
        columns=(
            Column(
                "number",
                _("Invoice"),
                lambda row: row.number,
                sort="number",
                link=invoice_url,
                sub=lambda row: row.supplier.name,
            ),
            Column(
                "state",
                pgettext_lazy("supplier invoice", "State"),
                lambda row: invoice_state(row, today),
                kind=Kind.STATUS,
            ),
            Column("total", _("Total"), lambda row: row.money(row.total_minor), kind=Kind.MONEY, sort="total_minor"),
            Column(
                "open",
                pgettext_lazy("supplier invoice", "Open"),
                lambda row: row.money(row.open_minor),
                kind=Kind.MONEY,
            ),
            Column(
                "due", pgettext_lazy("supplier invoice", "Due"), lambda row: row.due_on, kind=Kind.DAY, sort="due_on"
            ),
            Column(
                "dated",
                pgettext_lazy("supplier invoice", "Dated"),
                lambda row: row.dated_on,
                kind=Kind.DAY,
                sort="dated_on",
                phone=False,
            ),
        ),
        filters=(
            Filter("supplier", _("Supplier"), _of_supplier, _suppliers),
            Filter(
                "state",
                pgettext_lazy("supplier invoice", "State"),
                lambda rows, v: rows.filter(state=v),
                InvoiceState.choices,
            ),
        ),
        search=lambda rows, text: rows.filter(Q(number__icontains=text) | Q(supplier__name__icontains=text)),
        search_hint=_("Number, supplier"),
        views=(
            View("differs", pgettext_lazy("supplier invoices", "Differ"), "state=differs"),
            View("matched", pgettext_lazy("supplier invoices", "To be paid"), "state=matched"),
            View("all", pgettext_lazy("supplier invoices", "All")),
        ),
        empty=Empty(
            _("No invoices yet"),
            _("Enter a supplier’s bill; it is laid beside what was ordered and what came, line by line."),
            reverse("buying:new_invoice"),
            _("Enter an invoice"),
        ),
    )


def invoice_url(row: SupplierInvoice) -> str:
    """Return an invoice's page."""
    return reverse("buying:invoice", args=[row.pk])


def invoice_state(row: SupplierInvoice, today: date) -> tuple[Text, Tone]:
    """Return the word and the tone of an invoice's state."""
    if row.state == InvoiceState.MATCHED and row.due_on < today:
        return pgettext_lazy("supplier invoice", "Overdue"), Tone.BAD
    return InvoiceState(row.state).label, INVOICE_TONES[row.state]


def _of_supplier(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(supplier_id=value) if value.isdigit() else rows.none()


def _suppliers() -> Sequence[tuple[str, Text]]:
    ids = set(PurchaseOrder.objects.order_by().values_list("supplier_id", flat=True).distinct()[:500])
    ids |= set(SupplierInvoice.objects.order_by().values_list("supplier_id", flat=True).distinct()[:500])
    found = supply.suppliers_by_id(ids)
    return [(str(one.supplier_id), one.name) for one in sorted(found.values(), key=lambda one: one.name)]


def _matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    number = number_of(text)
    named = Q(supplier__name__icontains=text)
    inside = PurchaseLine.objects.filter(Q(sku__iexact=text) | Q(variant__sku__iexact=text)).values("order_id")
    return rows.filter(Q(pk=number) | named | Q(pk__in=inside) if number else named | Q(pk__in=inside))


def number_of(text: str) -> int | None:
    """Return the order that a number means, however it is typed; None: it is none."""
    digits = text.strip().upper().removeprefix("PO").lstrip("- ")
    if not digits.isdecimal() or len(digits) > 12:
        return None
    return int(digits) - FIRST_NUMBER if int(digits) > FIRST_NUMBER else None
