"""The timeline of an order: what will happen by itself, then what happened, told by the audit and by other rooms."""

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages.activity import ActivityQuery, ActivityRow, activity
from storecrew.shop.orders import page, words
from storecrew.shop.orders.models import Change, Fulfilment, Hold, Order, PaymentState, State
from storecrew.shop.orders.page import Beat

SHOWN = 60
QUIET = {"orders.note", "orders.record_shipped", "orders.record_returned", "orders.tag"}
"""Acts that are told elsewhere on the page: notes and tags stand beside it, parcels and returns are told by their rooms."""
MONEY = {"payments.refund", "payments.capture", "payments.void", "payments.settle_refund"}
"""What people do with its payments; what payments do by themselves is told by the state that follows."""


def beats_of(actor: Actor, order: Order, now: datetime) -> tuple[list[Beat], list[Beat]]:
    """Return what is still to come (the latest first) and what has happened (the newest first)."""
    told = page.beats_of(actor, order.pk, now)
    coming = [*_coming(order, now), *(beat for beat in told if beat.kind == "todo")]
    acts = list(_acts(actor, order)) or list(_columns(order))
    past = [*acts, *_changes(order), *(beat for beat in told if beat.kind != "todo")]
    coming.sort(key=lambda beat: beat.at, reverse=True)
    past.sort(key=lambda beat: beat.at, reverse=True)
    return coming, past[:SHOWN]


def _coming(order: Order, now: datetime) -> Iterable[Beat]:
    if order.state != State.OPEN:
        return
    if order.pay_by and order.pay_by > now and order.captured_minor == 0:
        yield Beat(order.pay_by, _("Unpaid, it is cancelled by itself"), kind="todo")
    if order.ship_by and order.ship_by > now and order.fulfilment != Fulfilment.DONE:
        yield Beat(order.ship_by, _("Has to have left"), kind="todo")
    if order.promised_until and order.fulfilment != Fulfilment.DONE:
        end = datetime.combine(order.promised_until, time(23, 59), tzinfo=work_calendar().zone)
        if end > now:
            yield Beat(end, _("Last promised day"), kind="todo")
    hold = Hold.objects.filter(order=order, ended_at=None, until__gt=now).first()
    if hold and hold.until:
        yield Beat(hold.until, _("Look at the hold again"), kind="todo")


def _acts(actor: Actor, order: Order) -> Iterable[Beat]:
    rows = activity(actor, ActivityQuery(subject=order.subject, limit=SHOWN * 2)).items
    for row in rows:
        room = row.action.partition(".")[0]
        told = room in {"orders", "orders_documents"} or row.action in MONEY
        if told and row.outcome in {"done", "parked"} and row.action not in QUIET:
            yield from _act(row, order)


def _columns(order: Order) -> Iterable[Beat]:
    """Tell what its own row knows of an order that was written together with others: of those the audit tells nothing."""
    if order.placed_at:
        yield Beat(order.placed_at, _("ordered"), "", "", "person", order.name or _("the buyer"))
    if order.paid_at and order.captured_minor:
        yield Beat(order.paid_at, str(PaymentState.PAID.label), kind="system")
    if order.cancelled_at:
        yield Beat(
            order.cancelled_at, str(State.CANCELLED.label), words.cancel_reason(order.cancel_reason), kind="system"
        )


def _act(row: ActivityRow, order: Order) -> Iterable[Beat]:
    url = reverse("desks:activity", args=[order.subject])
    if row.action == "orders.take_in_money":
        states = {one.field: one.new for one in row.changes}
        if "payment" in states:
            yield Beat(row.at, _payment(states["payment"]), url=url)
        return
    if row.action in {"orders.place", "orders.place_draft"}:
        yield Beat(row.at, _("ordered"), "", url, "person", row.who or order.name or _("the buyer"))
        return
    title = row.label if row.outcome == "done" else _("%(act)s: waits for approval") % {"act": row.label}
    if row.agent:
        who = _("%(agent)s (for %(who)s)") % {"agent": row.agent, "who": row.who}
        yield Beat(row.at, title, row.reason, url, "agent", who)
        return
    buyer = order.name or _("the buyer")
    yield Beat(row.at, title, "", url, "person" if row.who else "system", row.who or ("" if row.system else buyer))


def _payment(code: str) -> str:
    return str(PaymentState(code).label) if code in PaymentState.values else code


def _changes(order: Order) -> Iterable[Beat]:
    for change in Change.objects.filter(order=order).order_by("-pk")[:SHOWN]:
        if not change.difference_minor:
            continue
        sign = "+" if change.difference_minor > 0 else ""
        money = f"{sign}{format_money(order.money(change.difference_minor))}"
        reason = words.cancel_reason(change.reason) if change.kind == "cancel" else change.reason
        title = _("Total %(money)s") % {"money": money}
        yield Beat(timezone.localtime(change.at), title, reason or words.change_kind(change.kind), kind="system")
