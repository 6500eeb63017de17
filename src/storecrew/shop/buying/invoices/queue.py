"""What suppliers' invoices put on the lists of finance and of whoever buys."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.buying.invoices.models import InvoiceState, SupplierInvoice
from storecrew.shop.supply import reads as supply

SHOWN = 12
SOON = timedelta(days=3)


@queue.source("buying.invoices_differ")
def differ(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name bills that say otherwise, to whoever bought."""
    rows = SupplierInvoice.objects.filter(state=InvoiceState.DIFFERS).select_related("supplier")
    for row in rows.order_by("due_on", "pk")[:SHOWN]:
        yield QueueItem(
            key=f"buying.invoice:{row.pk}",
            seat="warehouse",
            title=_("Bill %(number)s of %(supplier)s differs from what was agreed") % _names(row),
            why=_("It cannot be paid until whoever bought takes it as it is, or sends it back."),
            step=Step(label=_("Look at what differs"), url=reverse("buying:invoice", args=[row.pk])),
            minutes=5,
            subject=row.subject,
            version=str(row.version),
        )


@queue.source("buying.invoices_due")
def due(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name bills to be paid in the next days, or that should have been."""
    today = supply.store_day(now)
    rows = SupplierInvoice.objects.filter(state=InvoiceState.MATCHED, due_on__lte=today + SOON).select_related(
        "supplier"
    )
    for row in rows.order_by("due_on", "pk")[:SHOWN]:
        over = row.due_on < today
        facts = {**_names(row), "money": format_money(row.money(row.open_minor))}
        facts["day"] = date_format(row.due_on, "MONTH_DAY_FORMAT")
        yield QueueItem(
            key=f"buying.invoice_due:{row.pk}",
            seat="finance",
            title=_("Pay %(supplier)s %(money)s") % facts,
            why=(
                _("Bill %(number)s was due on %(day)s; whoever is paid late delivers late.")
                if over
                else _("Bill %(number)s is due on %(day)s.")
            )
            % facts,
            step=Step(label=_("Pay, and note the payment"), url=reverse("buying:invoice", args=[row.pk])),
            minutes=5,
            calm=not over,
            subject=row.subject,
            version=f"{row.due_on}:{over}",
        )


def _names(row: SupplierInvoice) -> dict[str, str]:
    return {"number": row.number, "supplier": row.supplier.name}
