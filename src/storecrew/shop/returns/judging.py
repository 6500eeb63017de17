"""Whether a return is granted by rule, and whether its goods need not come back."""

from datetime import datetime

from django.db.models import F, Sum

from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns.models import VOID, Policy, Return, ReturnLine, Wish
from storecrew.shop.returns.reckoning import worth
from storecrew.shop.returns.seats import clerk
from storecrew.shop.stock import reads as stock

FEW = 4
"""So many earlier pieces say nothing yet about a buyer's habits."""


def grants_by_rule(order: OrderView, row: Return, policy: Policy, now: datetime) -> bool:
    """Tell whether the policy approves this return without anybody looking at it."""
    lines = list(row.lines.all())
    if row.wish != Wish.REFUND or not policy.auto_up_to_minor:
        return False
    if {line.reason for line in lines} - set(policy.auto_reasons):
        return False
    value = value_of(order, lines)
    return bool(value and value.minor <= policy.auto_up_to_minor and not _sends_back_much(row, policy))


def may_be_kept(order: OrderView, lines: list[ReturnLine], policy: Policy) -> bool:
    """Tell whether the goods are so cheap that they need not come back."""
    value = value_of(order, lines)
    return bool(value and policy.keep_under_minor and value.minor < policy.keep_under_minor)


def value_of(order: OrderView, lines: list[ReturnLine]) -> Money | None:
    """Return what the pieces cost as paid; None where that is not in the store's currency, in which the limits are."""
    store = current()
    if store is None or store.currency != order.currency:
        return None
    of_order = {line.line_id: line for line in order.lines}
    return Money(sum(worth(of_order[line.line_id], line.quantity) for line in lines), order.currency)


def _sends_back_much(row: Return, policy: Policy) -> bool:
    """Compare what this buyer sent back before with what they were sent; a few pieces say nothing."""
    if row.customer_id is None:
        return False
    back, sent = habit_of(row.customer_id, but=row.pk)
    return sent >= FEW and back * 100 > policy.auto_share_percent * sent


def habit_of(customer_id: int, *, but: int | None = None) -> tuple[int, int]:
    """Return (pieces asked to be taken back, pieces bought) of a customer, `but` one return. Two questions."""
    bought = sum(one.pieces for one in orders.orders_of_customer(customer_id) if one.fulfilment != "none")
    lines = ReturnLine.objects.filter(ret__customer=customer_id).exclude(ret__state__in=VOID).exclude(ret=but)
    back = lines.aggregate(sum=Sum(F("quantity") - F("missing")))["sum"] or 0
    return back, bought


def home_of_returns(row: Return, policy: Policy, now: datetime) -> int | None:
    """Return the warehouse a return goes to: its own, the policy's, else the one that is asked first."""
    known = row.warehouse_id or policy.warehouse_id
    if known is not None:
        return known
    places = stock.warehouses(clerk("where returns go"), stock.WarehousesQuery(), now=now).items
    return next((place.warehouse_id for place in places), None)
