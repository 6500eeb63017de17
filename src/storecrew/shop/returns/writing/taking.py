"""Take pieces in: stock and order are told in the same transaction, by the receipt's own name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.types import LineView
from storecrew.shop.returns.models import Condition, Disposition, Receipt, Received, Return, ReturnLine
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.stock.types import Coming
from storecrew.shop.stock.types import Disposition as Becomes

CALLS = (stock.take_back, orders.record_returned)
"""What actions that call `take_in` declare."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many pieces of a line of a return, how they were found, and what becomes of them."""

    line: ReturnLine
    quantity: int
    condition: Condition
    disposition: Disposition
    note: str = ""


def take_in(
    run: Run, row: Return, counted: Sequence[Counted], of_order: Mapping[int, LineView], warehouse_id: int | None
) -> Receipt:
    """Write a receipt, put the goods where they go, tell the order. The return is locked and its lines were checked."""
    ordinal = (row.receipts.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    receipt = Receipt.objects.create(
        ret=row,
        ordinal=ordinal,
        document=f"{row.subject}-{ordinal}",
        warehouse_id=warehouse_id,
        at=run.now,
        by=run.actor.ref,
    )
    Received.objects.bulk_create(
        Received(
            receipt=receipt,
            line=one.line,
            quantity=one.quantity,
            condition=one.condition,
            disposition=one.disposition,
            note=one.note,
        )
        for one in counted
    )
    coming = _coming(counted, of_order, warehouse_id)
    if coming:
        run.call(stock.take_back, stock.TakeBack(document=receipt.document, lines=tuple(coming)))
    pieces: dict[int, int] = {}
    for one in counted:
        pieces[one.line.line_id] = pieces.get(one.line.line_id, 0) + one.quantity
    run.call(
        orders.record_returned,
        orders.RecordReturned(
            order_id=row.order_id,
            document=receipt.document,
            lines=tuple(orders.Moved(line_id=line_id, quantity=quantity) for line_id, quantity in pieces.items()),
        ),
    )
    return receipt


def _coming(counted: Sequence[Counted], of_order: Mapping[int, LineView], warehouse_id: int | None) -> list[Coming]:
    """Return what stock takes back: of a bundle, its components. What is not from the catalogue lies in no stock."""
    variants = [of_order[one.line.line_id].variant_id for one in counted]
    recipes = stock_reads.recipes(number for number in variants if number is not None)
    coming: list[Coming] = []
    for one, variant_id in zip(counted, variants, strict=True):
        if variant_id is None:
            continue
        if warehouse_id is None:
            raise Refused(
                _("Say in the policy of returns to which warehouse they come; there is none yet."),
                code="returns.no_warehouse",
            )
        coming += [
            Coming(
                variant_id=item_id,
                quantity=one.quantity * each,
                warehouse_id=warehouse_id,
                disposition=Becomes(one.disposition.value),
                line=of_order[one.line.line_id].key,
            )
            for item_id, each in recipes.get(variant_id, [(variant_id, 1)])
        ]
    return coming
