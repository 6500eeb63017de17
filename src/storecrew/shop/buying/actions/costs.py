"""Freight, duty and fees of an order."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.models import OPEN, CostKind, LandedCost, Spread, State
from storecrew.shop.buying.seats import BILLERS, BUYERS, EVERYWHERE
from storecrew.shop.buying.writing import landing, rates
from storecrew.shop.buying.writing.loading import lines_of, order_of, save


class AddCost(Input):
    """What was or will be paid to get an order here, before tax. `supplier_id`: who bills it; None: whoever delivers."""

    po_id: int
    kind: CostKind
    amount: Money
    spread: Spread = Spread.VALUE
    supplier_id: int | None = None
    note: Annotated[str, Field(max_length=200)] = ""


class CostId(Output):
    """Names a cost. `own`: what it is in the store's currency, at the rate of the day."""

    cost_id: int
    own: Money


@action(
    "buying.add_cost",
    label=gettext_lazy("Add freight, duty or fees to an order"),
    seats=BUYERS | BILLERS,
    surfaces=EVERYWHERE,
    calls=landing.CALLS,
    previews=True,
)
def add_cost(run: Run, data: AddCost) -> CostId:
    """Add a cost of an order and lay it on the goods: on those that came at once, on the others as they come.

    Pieces that were sold by then keep what was booked for them; their share becomes cost of goods now.
    """
    order = order_of(run, data.po_id, states=(*OPEN, State.DRAFT, State.RECEIVED, State.CLOSED))
    rate = rates.to_own(data.amount.currency, run.now)
    own = rate.of(data.amount)
    if data.amount.minor <= 0:
        raise InvalidInput({"amount": _("A cost is more than nothing.")})
    if own.currency != rates.own_currency():
        raise Refused(
            _("No rate from %(one)s to %(other)s is known for today. Record one first.")
            % {"one": data.amount.currency, "other": rates.own_currency()},
            code="buying.no_rate",
        )
    row = LandedCost(
        order=order,
        kind=data.kind,
        amount_minor=data.amount.minor,
        currency=data.amount.currency,
        own_minor=own.minor,
        rate=rate.text,
        rate_on=rate.on,
        spread=data.spread,
        supplier_id=data.supplier_id,
        note=data.note,
        added_at=run.now,
    )
    row.save()
    run.changed(order.subject, f"cost:{data.kind.value}", old=None, new=data.amount.minor)
    landing.lay(run, order, lines_of(order))
    save(order)
    return CostId(cost_id=row.pk, own=own)


class OneCost(Input):
    """Names a cost."""

    cost_id: int


@action(
    "buying.drop_cost",
    label=gettext_lazy("Take a cost of an order back"),
    seats=BUYERS | BILLERS,
    surfaces=EVERYWHERE,
    calls=landing.CALLS,
    previews=True,
)
def drop_cost(run: Run, data: OneCost) -> CostId:
    """Take a cost that was added by mistake back off the goods. One that was billed stays."""
    row = LandedCost.objects.select_for_update().filter(pk=data.cost_id, dropped_at=None).first()
    if row is None:
        raise Missing(_("There is no such cost."))
    order = order_of(run, row.order_id)
    if row.billed_minor is not None:
        raise Refused(_("This cost was billed; it stays."), code="buying.billed")
    row.dropped_at = run.now
    row.save(update_fields=["dropped_at"])
    run.changed(order.subject, f"cost:{row.kind}", old=row.amount_minor, new=None)
    landing.lay(run, order, lines_of(order))
    save(order)
    return CostId(cost_id=row.pk, own=Money(row.own_minor, rates.own_currency()))
