"""Keep what stock awaits in step with an order: what is missing of it, as far as the supplier says so."""

from collections.abc import Sequence

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.models import OPEN, PurchaseLine, PurchaseOrder
from storecrew.shop.buying.writing import rates
from storecrew.shop.stock import actions as stock

CALLS = (stock.expect, stock.call_off)


def awaited(line: PurchaseLine) -> int:
    """Return how many pieces of a line will come: not more than the supplier says."""
    if line.said_quantity is None:
        return line.missing
    return max(0, min(line.missing, line.said_quantity - line.waived - line.kept))


def follow(run: Run, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """Let stock await what is missing, and nothing else; `order` is saved by the caller. Needs `CALLS`."""
    if order.receipt_id is not None:
        run.call(stock.call_off, stock.OneReceipt(receipt_id=order.receipt_id))
        order.receipt_id = None
    rest = [(line, awaited(line)) for line in lines] if order.state in OPEN else []
    if not any(pieces for _line, pieces in rest):
        return
    rate = rates.to_own(order.currency, run.now)
    expected = tuple(
        stock.ExpectedLine(
            variant_id=line.variant_id, quantity=pieces, cost=rate.of(Money(line.cost_minor, order.currency))
        )
        for line, pieces in rest
        if pieces
    )
    data = stock.Expect(
        warehouse_id=order.warehouse_id,
        supplier=order.supplier.name,
        reference=order.number,
        expected_on=order.promised_on or order.wanted_on,
        lines=expected,
    )
    order.receipt_id = run.call(stock.expect, data).receipt_id


def latest_day(order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """Set the day on which the last of an order is promised."""
    days = [day for line in lines if line.missing and (day := line.said_on or line.promised_on)]
    order.promised_on = max(days, default=order.promised_on)
