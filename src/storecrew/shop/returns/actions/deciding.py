"""Approve a return, decline it, call it off."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns import judging
from storecrew.shop.returns.events import ReturnApproved, ReturnCancelled, ReturnDeclined
from storecrew.shop.returns.models import Decline, ExchangeState, Payer, Return, State, Way, Wish
from storecrew.shop.returns.rules import refuse_unless
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.seats import BUYERS, DECIDERS, EVERYWHERE, SHOP_DOORS
from storecrew.shop.returns.writing import exchanging
from storecrew.shop.returns.writing.ending import call_off
from storecrew.shop.returns.writing.loading import lines_of, order_of, return_of, save, to_state


class Approve(Input):
    """What is granted. None leaves what the policy says: who pays the way back, whether the goods stay with the buyer."""

    return_id: int
    version: int | None = None
    payer: Payer | None = None
    nothing_back: bool | None = None
    way: Way = Way.OWN
    label_url: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""
    warehouse_id: int | None = None
    note: Annotated[str, Field(max_length=1000)] = ""
    by_rule: bool = False


class Decided(Output):
    """How it stands now. `exchange_order`: number of the order that brings what is sent instead."""

    return_id: int
    number: str
    state: str
    exchange_order: str = ""


@action(
    "returns.approve",
    label=gettext_lazy("Approve a return"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnApproved, *exchanging.EVENTS),
    calls=exchanging.PLACING,
)
def approve(run: Run, data: Approve) -> Decided:
    """Grant a return. What is to be sent instead is put aside at once, as an order that waits until the goods are here."""
    row = return_of(run, data.return_id, version=data.version)
    if row.state == State.APPROVED:
        return decided(row)
    refuse_unless(row.state, [State.REQUESTED], _("This return has been decided already."))
    policy = current_policy()
    kept = row.nothing_back or judging.may_be_kept(order_of(row), lines_of(row), policy)
    row.nothing_back = kept if data.nothing_back is None else data.nothing_back
    row.payer = data.payer or row.payer
    row.way, row.label_url, row.note = data.way, data.label_url, data.note
    row.warehouse_id = data.warehouse_id or judging.home_of_returns(row, policy, run.now)
    row.by_rule, row.decided_at, row.decided_by = data.by_rule, run.now, run.actor.ref
    if not row.nothing_back:
        row.send_by = work_calendar().local_date(run.now) + timedelta(days=policy.send_days)
    to_state(run, row, State.APPROVED)
    save(row)
    if row.wish != Wish.REFUND:
        exchanging.put_aside(run, row)
    run.emit(
        ReturnApproved(
            return_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            kind=row.kind,
            by_rule=row.by_rule,
            nothing_back=row.nothing_back,
        ),
        subject=row.subject,
    )
    return decided(row)


class DeclineIt(Input):
    """Why it is not granted; the buyer reads both."""

    return_id: int
    version: int | None = None
    reason: Decline
    words: Annotated[str, Field(max_length=1000)] = ""


@action(
    "returns.decline",
    label=gettext_lazy("Decline a return"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnDeclined,),
)
def decline(run: Run, data: DeclineIt) -> Decided:
    """Say no to a return, with a reason that its buyer reads."""
    row = return_of(run, data.return_id, version=data.version)
    if row.state == State.DECLINED:
        return decided(row)
    refuse_unless(row.state, [State.REQUESTED], _("This return has been decided already."))
    if data.reason == Decline.OTHER and not data.words:
        raise InvalidInput({"words": _("Say in a sentence why; the buyer reads it.")})
    row.decline_reason, row.decline_words = data.reason, data.words
    row.decided_at, row.decided_by, row.closed_at = run.now, run.actor.ref, run.now
    to_state(run, row, State.DECLINED)
    exchanging.forget(row)
    save(row)
    declined = ReturnDeclined(
        return_id=row.pk, number=row.number, order_id=row.order_id, kind=row.kind, reason=data.reason
    )
    run.emit(declined, subject=row.subject)
    return decided(row)


class OneReturn(Input):
    """Which return; `version` None does not check."""

    return_id: int
    version: int | None = None


class OwnOne(Input):
    """A buyer's own return: `token` opens the order it belongs to."""

    token: Annotated[str, Private, Field(max_length=100)]
    return_id: int


@action(
    "returns.cancel",
    label=gettext_lazy("Call a return off"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnCancelled,),
    calls=exchanging.DROPPING,
)
def cancel(run: Run, data: OneReturn) -> Decided:
    """Call a return off of which nothing has come in: its pieces can be asked for again, what was put aside is free."""
    return _call_off(run, return_of(run, data.return_id, version=data.version))


@action(
    "returns.withdraw",
    label=gettext_lazy("Call one's own return off"),
    seats=BUYERS,
    surfaces=SHOP_DOORS,
    emits=(ReturnCancelled,),
    calls=exchanging.DROPPING,
)
def withdraw(run: Run, data: OwnOne) -> Decided:
    """Call one's own return off, as long as nothing was sent back."""
    row = own_return(run, data.token, data.return_id)
    if row.state == State.ON_THE_WAY:
        raise Refused(_("It is on its way to us already. Write to us, and we see what can be done."))
    return _call_off(run, row)


def own_return(run: Run, token: str, return_id: int) -> Return:
    """Return a return of the order that a token opens, locked; raises Missing for anybody else's."""
    order = orders.by_token(run.actor, parse(orders.ByToken, {"token": token}), now=run.now)
    if not Return.objects.filter(pk=return_id, order=order.order_id).exists():
        raise Missing(_("There is no such return."))
    return return_of(run, return_id)


def decided(row: Return) -> Decided:
    """Return how a return stands."""
    exchange = exchanging.of(row)
    placed = exchange.order if exchange and exchange.state != ExchangeState.OFF else None
    return Decided(return_id=row.pk, number=row.number, state=row.state, exchange_order=placed.number if placed else "")


def _call_off(run: Run, row: Return) -> Decided:
    if row.state == State.CANCELLED:
        return decided(row)
    refuse_unless(
        row.state,
        [State.REQUESTED, State.APPROVED, State.ON_THE_WAY],
        _("It is too late to call this return off."),
    )
    call_off(run, row)
    return decided(row)
