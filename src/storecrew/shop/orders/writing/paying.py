"""What orders ask of payments: how much has arrived, give back what was paid too much, let go what was only set aside."""

from storecrew.kernel.actions.run import Run
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.rules import Received
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.reads import payments_of
from storecrew.shop.payments.types import PaymentView
from storecrew.shop.payments.types import State as PaymentState

CALLS = (payments.refund, payments.void)
"""What actions that call `give_back` or `drop_authorisations` declare."""


def received(order: Order) -> Received:
    """Add up what the payments of an order say."""
    views = payments_of(order.subject)
    mine = [view for view in views if view.amount.currency == order.currency]
    return Received(
        authorised=sum(
            max(0, view.authorised.minor - view.captured.minor)
            for view in mine
            if view.state == PaymentState.AUTHORISED
        ),
        captured=sum(view.captured.minor for view in mine),
        refunded=sum(view.refunded.minor for view in mine),
        refunding=sum(view.refunding.minor for view in mine),
        disputed=sum(view.disputed.minor for view in mine),
    )


def give_back(run: Run, order: Order, *, why: str) -> int:
    """Set on its way back whatever was paid too much, from the newest payment on; returns how much."""
    rest = order.to_give_back_minor
    asked = 0
    for view in sorted(payments_of(order.subject), key=lambda one: -one.payment_id) if rest else ():
        part = min(rest, view.refundable.minor) if view.amount.currency == order.currency else 0
        if part <= 0:
            continue
        key = f"{order.subject}:v{order.version}"
        run.call(
            payments.refund,
            payments.RefundMoney(payment_id=view.payment_id, amount=order.money(part), reason=why, key=key),
        )
        rest -= part
        asked += part
    if asked:
        order.refunding_minor += asked
        order.save(update_fields=["refunding_minor"])
    return asked


def drop_authorisations(run: Run, order: Order) -> None:
    """Let go what was only set aside for an order that is cancelled."""
    if order.state != State.CANCELLED:
        return
    for view in pending(order):
        run.call(payments.void, payments.VoidPayment(payment_id=view.payment_id))


def take(run: Run, order: Order) -> None:
    """Take the money that is set aside, as goods are leaving: what the order comes to, not more."""
    owed = max(0, order.balance_minor)
    for view in pending(order) if order.authorised_minor else ():
        held = view.authorised.minor - view.captured.minor
        part = min(held, owed)
        if part > 0:
            amount = None if part == held else order.money(part)
            run.call(payments.capture, payments.Capture(payment_id=view.payment_id, amount=amount))
            owed -= part


def pending(order: Order) -> list[PaymentView]:
    """Return payments by which money is set aside and not taken."""
    return [view for view in payments_of(order.subject) if view.state == PaymentState.AUTHORISED]


def failed_tries(order: Order) -> int:
    """Return how often somebody tried to pay an order in vain."""
    return sum(view.state == PaymentState.FAILED for view in payments_of(order.subject))


def on_its_way(order: Order) -> bool:
    """Tell whether a bank is carrying money for an order right now."""
    return any(view.state == PaymentState.PROCESSING for view in payments_of(order.subject))
