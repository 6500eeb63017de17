"""What orders put on seats' lists: what waits for money, for somebody to look, for a way back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import formats, queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.orders import words
from storecrew.shop.orders.models import Hold, Order, State
from storecrew.shop.orders.tables import url_of

SOON = timedelta(hours=12)
OLD_DRAFT = timedelta(days=3)
NAMED = 10


@queue.source("orders.unpaid")
def about_to_be_cancelled(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name unpaid orders of the crew whose time is nearly over: one call may save them."""
    rows = Order.objects.open().filter(pay_by__gt=now, pay_by__lte=now + SOON, captured_minor=0, authorised_minor=0)
    for order in rows.exclude(channel="web").order_by("pay_by", "pk")[:NAMED]:
        assert order.pay_by is not None  # noqa: S101  filtered
        yield QueueItem(
            key=f"orders.unpaid:{order.pk}",
            seat="service",
            title=_("%(number)s is cancelled by itself %(when)s, unpaid")
            % {"number": order.number, "when": formats.ago(order.pay_by, now)},
            why=_("%(name)s still has to pay %(money)s. Its stock is kept from others until then.")
            % {"name": order.name or order.email, "money": format_money(order.money(order.balance_minor))},
            step=Step(label=_("Remind them, or give it longer"), url=url_of(order)),
            due_at=order.pay_by,
            minutes=5,
            subject=order.subject,
        )


@queue.source("orders.held")
def held(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name held orders whose time to look again has come, and those without one after a day."""
    waiting = Hold.objects.filter(ended_at=None).select_related("order").order_by("at", "pk")
    for hold in waiting[: NAMED * 2]:
        look = hold.until or hold.at + timedelta(days=1)
        if look > now:
            continue
        order = hold.order
        yield QueueItem(
            key=f"orders.held:{order.pk}",
            seat="service",
            title=_("%(number)s has been on hold since %(day)s")
            % {"number": order.number, "day": formats.day(hold.at)},
            why=_("%(reason)s. %(money)s wait with it.")
            % {"reason": words.hold_reason(hold.reason), "money": format_money(order.total)},
            step=Step(label=_("Decide about %(number)s") % {"number": order.number}, url=url_of(order)),
            minutes=5,
            subject=order.subject,
            version=str(hold.pk),
        )


@queue.source("orders.give_back")
def owed_back(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name orders of which too much was paid, and money that came for cancelled ones: nobody has set it on its way yet."""
    owed = F("captured_minor") - F("refunded_minor") + F("credited_minor") - F("total_minor") - F("refunding_minor")
    rows = Order.objects.placed().alias(owed=owed).filter(owed__gt=0, captured_minor__gt=0)
    for order in rows.order_by("pk")[:NAMED]:
        money = order.money(order.to_give_back_minor)
        cancelled = order.state == State.CANCELLED
        title = (
            _("%(money)s of cancelled %(number)s have to go back")
            if cancelled
            else _("%(money)s too much for %(number)s")
        )
        yield QueueItem(
            key=f"orders.give_back:{order.pk}",
            seat="finance",
            title=title % {"money": format_money(money), "number": order.number},
            why=_("It is the buyer's money; the longer it stays here, the surer the complaint."),
            step=Step(
                label=_("Give back %(money)s") % {"money": format_money(money)},
                action="orders.give_back",
                values={"order_id": order.pk},
                url=url_of(order),
            ),
            url=url_of(order),
            minutes=2,
            subject=order.subject,
            version=str(money.minor),
        )


@queue.source("orders.part_paid")
def part_paid(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name orders of which only a part has come in, a day after it came."""
    rows = Order.objects.unpaid().filter(
        captured_minor__gt=0, refunded_minor=0, changed_at__lte=now - timedelta(days=1)
    )
    for order in rows.order_by("changed_at", "pk")[:NAMED]:
        yield QueueItem(
            key=f"orders.part_paid:{order.pk}",
            seat="service",
            title=_("%(number)s lacks %(money)s")
            % {"number": order.number, "money": format_money(order.money(order.balance_minor))},
            why=_("The rest of the money came in; the goods wait for this."),
            step=Step(label=_("Ask %(name)s for the rest") % {"name": order.name or order.email}, url=url_of(order)),
            minutes=5,
            calm=True,
            subject=order.subject,
        )


@queue.source("orders.drafts")
def forgotten_drafts(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Count drafts that nobody has touched for days."""
    count = Order.objects.filter(state=State.DRAFT, changed_at__lte=now - OLD_DRAFT)[:100].count()
    if count:
        yield QueueItem(
            key="orders.drafts",
            seat="service",
            title=ngettext("%(n)d draft order lies about", "%(n)d draft orders lie about", count) % {"n": count},
            why=_("Somebody wanted something, and nobody finished writing it down."),
            step=Step(label=_("Place or throw away"), url=f"{reverse('orders:index')}?view=drafts"),
            minutes=3 * count,
            calm=True,
            version=str(count),
        )
