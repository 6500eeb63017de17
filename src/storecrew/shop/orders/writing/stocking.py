"""What is promised to an order in the warehouses: always exactly what has not left yet."""

from collections.abc import Iterable

from storecrew.kernel.actions.run import Run
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.pricing.reads import origins
from storecrew.shop.pricing.types import Quote
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.types import Wanted

COVERING = (stock.confirm, stock.reserve, stock.release)
"""What actions that call `confirm_holds` or `cover` declare."""


def confirm_holds(run: Run, order: Order, sheet: Sheet, checkout: str) -> None:
    """Take over what a cart holds; whatever of the order it did not hold is promised now. Raises SoldOut."""
    answer = run.call(stock.confirm, stock.Confirm(owner=f"cart:{checkout}", to=order.subject))
    taken: dict[tuple[str, int], int] = {}
    for part in answer.taken:
        taken[part.line, part.variant_id] = taken.get((part.line, part.variant_id), 0) + part.quantity
    held = {(line.key, line.variant_id): line.quantity for line in sheet.lines if line.variant_id is not None}
    if taken != held:  # bundles, goods that are not counted, or a cart that held something else
        cover(run, order, sheet.lines)


def cover(run: Run, order: Order, lines: Iterable[Line]) -> None:
    """Promise the order exactly what has not left yet, best from where its quote wanted it. Raises SoldOut."""
    prefer = _origins(order)
    wanted = tuple(
        Wanted(variant_id=line.variant_id, quantity=line.open, line=line.key, prefer=prefer.get(line.key, ()))
        for line in lines
        if line.variant_id is not None and line.open
    )
    if wanted:
        run.call(stock.reserve, stock.Reserve(owner=order.subject, lines=wanted))
    else:
        run.call(stock.release, stock.Release(owner=order.subject))


def _origins(order: Order) -> dict[str, tuple[int, ...]]:
    quote = order.quote or {}
    if not quote.get("sources") and len(quote.get("packages") or ()) != 1:
        return {}
    return origins(Quote.model_validate(quote))
