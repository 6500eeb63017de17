"""What a matched invoice says of an order: so many pieces are billed; an order that is here and billed is closed."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.actions.costs import CostId
from storecrew.shop.buying.events import PurchaseClosed
from storecrew.shop.buying.models import LandedCost, State
from storecrew.shop.buying.seats import NOBODY
from storecrew.shop.buying.writing import landing, rates
from storecrew.shop.buying.writing.loading import lines_of, move, order_of, save


class NoteBilled(Input):
    """Pieces that were billed of lines: (line, pieces, minor units for all of them)."""

    po_id: int
    lines: Annotated[tuple[tuple[int, int, int], ...], Field(max_length=500)]


@action(
    "buying.note_billed",
    label=gettext_lazy("Note what was billed of an order"),
    seats=NOBODY,
    surfaces=set(),
    emits=(PurchaseClosed,),
)
def note_billed(run: Run, data: NoteBilled) -> Nothing:
    """Note what an invoice bills of an order, and close the order once all that stayed here is billed."""
    order = order_of(run, data.po_id)
    lines = {line.pk: line for line in lines_of(order)}
    for line_id, pieces, minor in data.lines:
        line = lines[line_id]
        line.billed += pieces
        line.billed_minor += minor
        line.save(update_fields=["billed", "billed_minor"])
    if order.state == State.RECEIVED and all(line.billed >= line.kept for line in lines.values()):
        move(run, order, State.CLOSED)
        order.done_at = run.now
        event = PurchaseClosed(po_id=order.pk, supplier_id=order.supplier_id, reason="")
        run.emit(event, subject=order.subject)
    save(order)
    return Nothing()


class BillCost(Input):
    """What was really billed for a cost of an order."""

    cost_id: int
    amount: Money


@action(
    "buying.bill_cost",
    label=gettext_lazy("Note what a cost of an order was billed at"),
    seats=NOBODY,
    surfaces=set(),
    calls=landing.CALLS,
)
def bill_cost(run: Run, data: BillCost) -> CostId:
    """Let a cost be what its bill says: the goods cost more or less from now on, sold ones through the books."""
    row = LandedCost.objects.select_for_update().get(pk=data.cost_id)
    order = order_of(run, row.order_id)
    run.changed(order.subject, f"cost:{row.kind}", old=row.amount_minor, new=data.amount.minor)
    if data.amount.minor != row.amount_minor:
        rate = rates.to_own(row.currency, run.now)
        row.amount_minor, row.own_minor = data.amount.minor, rate.of(data.amount).minor
        row.rate, row.rate_on = rate.text, rate.on
    row.billed_minor = data.amount.minor
    row.save()
    landing.lay(run, order, lines_of(order))
    save(order)
    return CostId(cost_id=row.pk, own=Money(row.own_minor, rates.own_currency()))
