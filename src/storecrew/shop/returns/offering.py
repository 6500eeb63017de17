"""What of a return can be made good now: which pieces, and what they come to. Shown before it is sent, checked when it is."""

from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns.models import Payer, Policy, Return, ReturnLine, Way
from storecrew.shop.returns.reckoning import Terms, Wanted, reckon
from storecrew.shop.returns.types import Sum
from storecrew.shop.returns.writing.exchanging import credit_left


def pieces_due(row: Return, lines: list[ReturnLine]) -> dict[int, int]:
    """Return, by line of the return, the pieces whose price has not gone back: those that came, or all that need not."""
    if row.nothing_back:
        return {line.pk: line.quantity - line.missing - line.refunded for line in lines}
    return {line.pk: line.received - line.refunded for line in lines}


def wanted_of(lines: list[ReturnLine], pieces: dict[int, int]) -> list[Wanted]:
    """Return what to reckon for so many pieces of the lines of a return."""
    return [Wanted(line.line_id, pieces[line.pk], line.reason) for line in lines if pieces.get(line.pk)]


def sum_of(
    row: Return, order: OrderView, lines: list[ReturnLine], pieces: dict[int, int], policy: Policy, terms: Terms
) -> Sum:
    """Return what goes back for so many pieces of a return under these terms."""
    first = not row.refunds.exclude(state="failed").exists()
    label = first and row.payer == Payer.BUYER and row.way == Way.LABEL and not row.nothing_back
    full = Terms(
        shipping=terms.shipping,
        shipping_rule=terms.shipping_rule,
        fee=terms.fee,
        goodwill=terms.goodwill,
        label=label,
        credit=credit_left(row),
    )
    return reckon(order, wanted_of(lines, pieces), policy, full)
