"""Which state follows from what happened: the only place that says so, for single orders and for thousands at once.

Nothing here touches the database. Whoever changes lines or money calls `settle` and saves the order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storecrew.shop.orders.models import Fulfilment, Line, Order, PaymentState, State

LEGAL: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset({State.OPEN}),
    State.CANCELLED: frozenset({State.OPEN}),
}
"""From which state an order may pass into which. A draft that is given up is deleted; nobody ever agreed to it."""


class Fact(StrEnum):
    """What became true by a change, to be announced."""

    PAID = "paid"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    REOPENED = "reopened"


class Illegal(ValueError):
    """Code tried to bring an order into a state that cannot follow: a bug, never the reader's doing."""


def to_state(order: Order, wanted: State) -> None:
    """Bring an order into another state; raises Illegal for what cannot follow."""
    if order.state != wanted and wanted not in LEGAL[State(order.state)]:
        raise Illegal(f"{order} cannot become {wanted} from {order.state}")
    order.state = wanted


def payment_of(order: Order) -> PaymentState:
    """Say what of its money has arrived."""
    if order.captured_minor == 0:
        if order.state == State.CANCELLED:
            return PaymentState.VOID
        if order.authorised_minor:
            return PaymentState.AUTHORISED
        owes = order.state == State.DRAFT or order.balance_minor > 0
        return PaymentState.PENDING if owes else PaymentState.PAID
    if order.refunded_minor:
        all_back = order.refunded_minor == order.captured_minor
        return PaymentState.REFUNDED if all_back else PaymentState.PART_REFUNDED
    return PaymentState.PAID if order.balance_minor <= 0 else PaymentState.PART_PAID


def fulfilment_of(order: Order, lines: Iterable[Line]) -> Fulfilment:
    """Say how much of what is to be sent has left. Where nothing is to be sent, it is done once nothing is owed."""
    rows = [line for line in lines if line.requires_shipping]
    shipped, missing = sum(line.shipped for line in rows), sum(line.open for line in rows)
    if shipped:
        return Fulfilment.PART if missing else Fulfilment.DONE
    if missing or order.state in {State.CANCELLED, State.DRAFT}:
        return Fulfilment.NONE
    return Fulfilment.DONE if order.balance_minor <= 0 else Fulfilment.NONE


def settle(order: Order, lines: Sequence[Line], at: datetime) -> tuple[Fact, ...]:
    """Derive every state of an order and note since when; returns what became true for the first time, in order."""
    if order.state == State.DRAFT:
        return ()
    order.credited_minor = min(order.credited_minor, order.total_minor)  # what is gone cannot be waived any more
    facts: list[Fact] = []
    order.payment = payment_of(order)
    order.fulfilment = fulfilment_of(order, lines)
    if order.state == State.CANCELLED:
        return ()
    if order.balance_minor <= 0 and order.payment != PaymentState.AUTHORISED and order.paid_at is None:
        order.paid_at = at
        facts.append(Fact.PAID)
    if order.balance_minor <= 0 or order.payment == PaymentState.AUTHORISED:
        order.pay_by = None
    if order.fulfilment == Fulfilment.DONE and order.fulfilled_at is None:
        order.fulfilled_at = at
        facts.append(Fact.FULFILLED)
    elif order.fulfilment != Fulfilment.DONE:
        order.fulfilled_at = None
    finished = order.fulfilment == Fulfilment.DONE and order.balance_minor <= 0
    if finished and order.state == State.OPEN:
        to_state(order, State.CLOSED)
        order.closed_at = at
        facts.append(Fact.CLOSED)
    elif not finished and order.state == State.CLOSED:
        to_state(order, State.OPEN)
        order.closed_at = None
        facts.append(Fact.REOPENED)
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class Received:
    """What the payments of an order come to, in minor units. `authorised` is what is set aside and not taken yet."""

    authorised: int = 0
    captured: int = 0
    refunded: int = 0
    refunding: int = 0
    disputed: int = 0


def take_in(order: Order, money: Received) -> int:
    """Set what the payments of an order come to; returns what of it came in now.

    A refund never makes the buyer owe more: what is given back beyond what was paid too much counts as waived.
    """
    fresh, given_back = money.captured - order.captured_minor, money.refunded - order.refunded_minor
    paid_too_much = max(0, fresh - order.balance_minor)
    order.authorised_minor, order.captured_minor = money.authorised, money.captured
    order.refunded_minor, order.refunding_minor = money.refunded, money.refunding
    order.disputed_minor = money.disputed
    order.credited_minor += max(0, given_back - paid_too_much)
    return fresh
