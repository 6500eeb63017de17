"""What payments put on the lists of finance, service and director: money that is about to be lost, or waits for a hand."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.payments.carrying import DOING
from storecrew.shop.payments.models import Dispute, Payment, Provider, Refund, Transfer
from storecrew.shop.payments.providers import remote_of
from storecrew.shop.payments.types import DisputeState, RefundState, State

SOON = timedelta(days=2)
"""How long before an authorisation runs out it is on the list."""
SHOWN = 10


@queue.source("payments.disputes")
def disputes(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name disputes that want an answer, each with what it costs to miss its deadline."""
    rows = Dispute.objects.filter(state=DisputeState.OPEN, sent_at=None).select_related("payment")
    for row in rows.order_by("due_at", "pk")[:SHOWN]:
        amount = Money(row.amount_minor, row.currency)
        url = reverse("payments:dispute", args=[row.pk])
        yield QueueItem(
            key=f"payments.dispute:{row.pk}",
            seat="finance",
            title=_("A buyer disputes %(amount)s") % {"amount": format_money(amount)},
            why=_("Without evidence before the deadline the money is gone, and a fee with it."),
            step=Step(label=_("Write the answer"), url=url),
            url=url,
            cost=_a_day(amount, row.due_at, now),
            due_at=row.due_at,
            minutes=25,
            subject=row.subject,
        )


@queue.source("payments.unknown")
def unknown(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what nobody can vouch for, once the provider itself could not say at the first asking."""
    count = OutwardAct.objects.filter(kind__in=DOING, state=ActState.UNKNOWN, asked__gt=0).count()
    if count:
        url = reverse("payments:unknown")
        yield QueueItem(
            key="payments.unknown",
            seat="finance",
            title=ngettext("%(n)d order to a provider has no answer", "%(n)d orders to providers have no answer", count)
            % {"n": count},
            why=_("Nobody can say whether it happened. It is asked about by itself; what stays here needs your eyes."),
            step=Step(label=_("Say what became of them"), url=url),
            url=url,
            minutes=5 * count,
            version=str(count),
        )


@queue.source("payments.transfers")
def transfers(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name transfers that have found no payment: somebody has paid and waits for parcels."""
    rows = Transfer.objects.filter(settled_at=None)
    count = rows.count()
    if count:
        url = reverse("payments:transfers")
        yield QueueItem(
            key="payments.transfers",
            seat="finance",
            title=ngettext("%(n)d transfer has found no payment", "%(n)d transfers have found no payment", count)
            % {"n": count},
            why=_("Somebody has paid and waits; the order does not know yet."),
            step=Step(label=ngettext("Match %(n)d transfer", "Match %(n)d transfers", count) % {"n": count}, url=url),
            url=url,
            minutes=2 * count,
            version=str(count),
        )


@queue.source("payments.expiring")
def expiring(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name money that is set aside and will be lost soon unless it is taken."""
    rows = Payment.objects.filter(state=State.AUTHORISED, expires_at__lte=now + SOON)
    for row in rows.order_by("expires_at", "pk")[:SHOWN]:
        amount = row.money(row.authorised_minor)
        yield QueueItem(
            key=f"payments.expiring:{row.pk}",
            seat="finance",
            title=_("%(amount)s is set aside and not taken") % {"amount": format_money(amount)},
            why=_("The bank lets it go soon. Take it when the goods leave, or let it go yourself."),
            step=Step(label=_("Take the money"), url=reverse("payments:act", args=[row.pk, "capture"])),
            url=reverse("payments:payment", args=[row.pk]),
            cost=_a_day(amount, row.expires_at, now),
            due_at=row.expires_at,
            minutes=2,
            subject=row.subject,
        )


@queue.source("payments.refunds")
def refunds(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name refunds that have to be paid by hand."""
    rows = Refund.objects.filter(state=RefundState.TO_DO).select_related("payment")
    for row in rows.order_by("asked_at", "pk")[:SHOWN]:
        amount = row.payment.money(row.amount_minor)
        url = reverse("payments:settle_refund", args=[row.pk])
        yield QueueItem(
            key=f"payments.refund:{row.pk}",
            seat="finance",
            title=_("Pay %(amount)s back by hand") % {"amount": format_money(amount)},
            why=_("It was promised; no provider sends it by itself."),
            step=Step(label=_("Book it as paid back"), url=url),
            url=reverse("payments:payment", args=[row.payment_id]),
            due_at=row.asked_at + timedelta(days=14),
            minutes=5,
            subject=row.payment.subject,
        )


@queue.source("payments.odd")
def odd(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name payments where another amount came in than was asked for, while nobody has looked."""
    rows = Payment.objects.exclude(trouble="").filter(refunded_minor=0, refunding_minor=0)
    found = rows.aggregate(count=Count("pk"), since=Min("updated_at"))
    if found["count"]:
        url = f"{reverse('payments:payments')}?look=amount"
        yield QueueItem(
            key="payments.odd",
            seat="finance",
            title=ngettext(
                "%(n)d payment came in with another amount",
                "%(n)d payments came in with another amount",
                found["count"],
            )
            % {"n": found["count"]},
            why=_("Too little keeps the order waiting, too much belongs to the customer."),
            step=Step(label=_("Look at them"), url=url),
            url=url,
            minutes=4 * found["count"],
            version=str(found["count"]),
        )


@queue.source("payments.providers")
def providers(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name a provider whose keys no longer fit: shoppers cannot pay."""
    for row in Provider.objects.filter(check_failed=True).exclude(enabled_at=None).order_by("pk")[:SHOWN]:
        if remote_of(row.kind) is not None:
            url = reverse("payments:provider", args=[row.kind])
            yield QueueItem(
                key=f"payments.provider:{row.pk}",
                seat="finance",
                title=_("%(code)s does not take payments") % {"code": row.code},
                why=row.check_said,
                step=Step(label=_("Mend it, check again"), url=url),
                url=url,
                minutes=15,
                subject=row.subject,
            )


def _a_day(amount: Money, due_at: datetime | None, now: datetime) -> Money | None:
    """Return what a day of waiting costs: the whole when the last day has begun, else its share of the days left."""
    if due_at is None:
        return None
    return Money(amount.minor // max((due_at - now).days, 1), amount.currency)
