"""What every change of an order ends with: states that follow, a new version, the facts announced."""

from typing import Any

from storecrew.kernel.actions.run import Run
from storecrew.kernel.events.types import Event
from storecrew.shop.orders import rules
from storecrew.shop.orders.events import OrderClosed, OrderFulfilled, OrderPaid
from storecrew.shop.orders.models import Change, ChangeKind, Line, Order
from storecrew.shop.orders.rules import Fact
from storecrew.shop.orders.sums import add_up
from storecrew.shop.orders.writing.loading import Sheet

OUTCOMES: tuple[type[Event], ...] = (OrderPaid, OrderFulfilled, OrderClosed)
"""What any change may lead to; actions that call `finish` declare them."""
_LINE_FIELDS = [
    "cancelled",
    "shipped",
    "returned",
    "quantity",
    "gross_minor",
    "discount_minor",
    "tax_minor",
    "total_minor",
    "position",
    "package",
    "cost_minor",
    "cost_currency",
]
_STATES = ("state", "payment", "fulfilment")


def finish(run: Run, sheet: Sheet, *, lines: bool = True) -> tuple[Fact, ...]:
    """Add up, derive the states, save order and lines with the next version, announce what became true."""
    order = sheet.order
    add_up(order, sheet.lines, sheet.charges)
    facts = settle(run, order, sheet.lines)
    if lines and sheet.lines:
        Line.objects.bulk_update(sheet.lines, _LINE_FIELDS)
    return facts


def settle(run: Run, order: Order, lines: list[Line]) -> tuple[Fact, ...]:
    """Derive the states, save the order with the next version, announce what became true."""
    before = states(order)
    facts = rules.settle(order, lines, run.now)
    after = states(order)
    for name in before:
        run.changed(order.subject, name, old=before[name], new=after[name])
    save(run, order)
    announce(run, order, facts)
    return facts


def save(run: Run, order: Order) -> None:
    """Save an order with the next version."""
    order.version += 1
    order.changed_at = run.now
    order.save()


def states(order: Order) -> dict[str, str]:
    """Return the three states as plain text."""
    return {name: str(getattr(order, name)) for name in _STATES}


def announce(run: Run, order: Order, facts: tuple[Fact, ...]) -> None:
    """Emit what became true."""
    for fact in facts:
        match fact:
            case Fact.PAID:
                paid = OrderPaid(
                    order_id=order.pk,
                    number=order.number,
                    total=order.total,
                    captured=order.money(order.captured_minor),
                )
                run.emit(paid, subject=order.subject)
            case Fact.FULFILLED:
                run.emit(OrderFulfilled(order_id=order.pk, number=order.number), subject=order.subject)
            case Fact.CLOSED:
                run.emit(OrderClosed(order_id=order.pk, number=order.number), subject=order.subject)


def note_change(
    run: Run, order: Order, kind: ChangeKind, *, was: int, before: Any, after: Any, reason: str = ""
) -> Change:
    """Add the row that says what was changed; call it after the order was saved. `was`: its total before."""
    run.changed(order.subject, "total", old=_money(order, was), new=_money(order, order.total_minor))
    return Change.objects.create(
        order=order,
        kind=kind,
        at=run.now,
        by=run.actor.ref,
        reason=reason,
        before=before,
        after=after,
        difference_minor=order.total_minor - was,
        version=order.version,
    )


def _money(order: Order, minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": order.currency}
