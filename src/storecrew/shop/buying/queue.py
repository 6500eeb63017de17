"""What purchase orders put on the list of whoever buys."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.buying import reads
from storecrew.shop.buying.models import OPEN, Booking, Discrepancy, PurchaseOrder, State, Trouble
from storecrew.shop.buying.tables import order_rows
from storecrew.shop.supply import reads as supply

SEAT = "warehouse"
SHOWN = 12
ANSWER_WITHIN = timedelta(hours=36)
DRAFT_FOR = timedelta(hours=20)


@queue.source("buying.drafts")
def drafts(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name drafts that nobody sent."""
    rows = order_rows().filter(state=State.DRAFT, made_at__lt=now - DRAFT_FOR)
    for row in rows.order_by("made_at", "pk")[:SHOWN]:
        yield QueueItem(
            key=f"buying.draft:{row.pk}",
            seat=SEAT,
            title=_("%(number)s to %(supplier)s is not sent") % _names(row),
            why=_("Until it is sent, nothing of it will come."),
            step=Step(label=_("Send it, or drop it"), url=reverse("buying:order", args=[row.pk])),
            minutes=3,
            subject=row.subject,
            version=str(row.version),
        )


@queue.source("buying.unanswered")
def unanswered(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name orders that suppliers did not answer."""
    rows = order_rows().filter(state__in=OPEN, asked_at__lt=now - ANSWER_WITHIN)
    for row in rows.order_by("asked_at", "pk")[:SHOWN]:
        days = (now - row.asked_at).days
        yield QueueItem(
            key=f"buying.unanswered:{row.pk}",
            seat=SEAT,
            title=ngettext(
                "%(supplier)s has not answered %(number)s for %(n)d day",
                "%(supplier)s has not answered %(number)s for %(n)d days",
                days,
            )
            % {**_names(row), "n": days},
            why=_("Nobody knows whether it comes, and when."),
            step=Step(label=_("Ask, and note the answer"), url=reverse("buying:order", args=[row.pk])),
            minutes=5,
            subject=row.subject,
            version=str(days),
        )


@queue.source("buying.differs")
def differs(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name orders that were answered otherwise."""
    rows = order_rows().filter(state__in=OPEN, differs=True)
    for row in rows.order_by("pk")[:SHOWN]:
        yield QueueItem(
            key=f"buying.differs:{row.pk}",
            seat=SEAT,
            title=_("%(supplier)s answered %(number)s otherwise than ordered") % _names(row),
            why=_("Fewer pieces, another price or a later day: they wait for a word."),
            step=Step(label=_("Accept it, or decline"), url=reverse("buying:order", args=[row.pk])),
            minutes=4,
            subject=row.subject,
            version=str(row.version),
        )


@queue.source("buying.late")
def late(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name deliveries that should have been here."""
    today = supply.store_day(now)
    found = [one for one in reads.arrivals(now) if one.late][:SHOWN]
    names = supply.suppliers_by_id({one.supplier_id for one in found})
    for one in found:
        assert one.on is not None  # noqa: S101  late ones have a day
        yield QueueItem(
            key=f"buying.late:{one.po_id}:{one.on}",
            seat=SEAT,
            title=ngettext(
                "%(supplier)s is %(n)d day late with %(number)s",
                "%(supplier)s is %(n)d days late with %(number)s",
                (today - one.on).days,
            )
            % {"supplier": names[one.supplier_id].name, "number": one.number, "n": (today - one.on).days},
            why=ngettext("%(n)d piece was promised for %(day)s.", "%(n)d pieces were promised for %(day)s.", one.pieces)
            % {"n": one.pieces, "day": date_format(one.on, "MONTH_DAY_FORMAT")},
            step=Step(label=_("Ask where it is"), url=reverse("buying:order", args=[one.po_id])),
            minutes=5,
            subject=f"purchase:{one.po_id}",
            version=str((today - one.on).days),
        )


@queue.source("buying.trouble")
def trouble(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name pieces too many or broken about which nobody has decided."""
    rows = Discrepancy.objects.filter(outcome="").select_related("line__order__supplier").order_by("found_at", "pk")
    for row in rows[:SHOWN]:
        order = row.line.order
        facts = {**_names(order), "n": row.quantity}
        said = (
            ngettext("%(n)d piece too many of %(supplier)s", "%(n)d pieces too many of %(supplier)s", row.quantity)
            if row.trouble == Trouble.OVER
            else ngettext("%(n)d broken piece of %(supplier)s", "%(n)d broken pieces of %(supplier)s", row.quantity)
        )
        yield QueueItem(
            key=f"buying.trouble:{row.pk}",
            seat=SEAT,
            title=said % facts,
            why=_("%(number)s: say what becomes of them before the bill comes.") % facts,
            step=Step(label=_("Decide"), url=reverse("buying:order", args=[order.pk])),
            cost=Money(row.quantity * row.line.cost_minor, order.currency),
            minutes=3,
            subject=order.subject,
        )


@queue.source("buying.books")
def unbooked(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Say that the books cannot take what was received and billed."""
    waiting = Booking.objects.filter(entry=None, made_at__lt=now - timedelta(hours=1)).count()
    if waiting:
        yield QueueItem(
            key="buying.books",
            seat="finance",
            title=ngettext(
                "%(n)d entry of purchases is not in the books",
                "%(n)d entries of purchases are not in the books",
                waiting,
            )
            % {"n": waiting},
            why=_("An account is missing, or a month is closed. They are booked by themselves once that is mended."),
            step=Step(label=_("Look at the accounts"), url=reverse("ledger:accounts")),
            minutes=10,
            version=str(waiting),
        )


def _names(row: PurchaseOrder) -> dict[str, str]:
    return {"number": row.number, "supplier": row.supplier.name}
