"""What returns put on seats' lists: buyers who wait for an answer, goods that wait for money, parcels that do not come."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.returns.models import COMING, Refund, RefundState, Return, State
from storecrew.shop.returns.tables import due, late, url_of

NAMED = 10
ANSWER_WITHIN = timedelta(days=1)
"""A buyer who waits longer for an answer writes, or asks the bank for the money."""


@queue.source("returns.to_decide")
def to_decide(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for the returns that wait for a decision."""
    rows = Return.objects.filter(state=State.REQUESTED)
    count = rows.count()
    if not count:
        return
    oldest = rows.order_by("requested_at").values_list("requested_at", flat=True)[0]
    url = reverse("returns:index") + "?state=requested"
    yield QueueItem(
        key="returns.to_decide",
        seat="service",
        title=ngettext("%(n)d return waits for an answer", "%(n)d returns wait for an answer", count) % {"n": count},
        why=_("Who gets none within a day writes, or asks the bank for the money."),
        step=Step(label=_("Decide"), url=url),
        url=url,
        due_at=oldest + ANSWER_WITHIN,
        minutes=max(3, 3 * count),
        version=str(count),
    )


@queue.source("returns.to_make_good")
def to_make_good(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name the returns that are here and not made good yet, the longest waiting first."""
    rows = due(Return.objects.exclude(state=State.PART_RECEIVED)).select_related("order")
    for row in rows.order_by("received_at", "pk")[:NAMED]:
        yield QueueItem(
            key=f"returns.to_make_good:{row.pk}",
            seat="service",
            title=_("%(number)s is here: make it good") % {"number": row.number}
            if row.received_at
            else _("%(number)s is granted, nothing comes back: make it good") % {"number": row.number},
            why=_("%(name)s waits for the money or the goods.") % {"name": row.order.name or row.order.email},
            step=Step(label=_("See what it comes to"), url=reverse("returns:refund", args=[row.pk])),
            url=url_of(row),
            minutes=4,
            subject=row.subject,
        )


@queue.source("returns.failed")
def failed(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name refunds of returns that did not arrive."""
    rows = Refund.objects.filter(parts__state=RefundState.FAILED).exclude(ret__state=State.CLOSED)
    for refund in rows.select_related("ret").order_by("pk").distinct()[:NAMED]:
        yield QueueItem(
            key=f"returns.failed:{refund.pk}",
            seat="finance",
            title=_("The money for %(number)s did not arrive") % {"number": refund.ret.number},
            why=_("The buyer waits for it; send it again or by another way."),
            step=Step(label=pgettext("returns", "Look at it"), url=url_of(refund.ret)),
            url=url_of(refund.ret),
            minutes=10,
            subject=refund.ret.subject,
        )


@queue.source("returns.late")
def overdue(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for the returns that should have been sent by now, and one for what waits half counted."""
    count = late(Return.objects.all()).count()
    if count:
        url = reverse("returns:index") + "?view=late"
        yield QueueItem(
            key="returns.late",
            seat="service",
            title=ngettext("%(n)d return has not come", "%(n)d returns have not come", count) % {"n": count},
            why=_("What was put aside for an exchange is kept from others meanwhile."),
            step=Step(label=_("Ask, or call them off"), url=url),
            url=url,
            minutes=3 * count,
            calm=True,
            version=str(count),
        )
    half = Return.objects.filter(state=State.PART_RECEIVED).count()
    coming = Return.objects.filter(state__in=COMING, nothing_back=False, sent_at__isnull=False).count()
    if half or coming:
        yield QueueItem(
            key="returns.to_take_in",
            seat="warehouse",
            title=ngettext("%(n)d return is on its way here", "%(n)d returns are on their way here", max(half, coming))
            % {"n": max(half, coming)},
            why=_("The buyer gets the money once it is taken in."),
            step=Step(label=_("Scan what has come"), url=reverse("returns:scan")),
            url=reverse("returns:scan"),
            minutes=5,
            calm=True,
            version=str(coming),
        )
