"""Find what an action is about, locked, and see that whoever asks may touch it."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder, State
from storecrew.shop.buying.seats import BUYERS
from storecrew.shop.supply import reads as supply


def order_of(run: Run, po_id: int, *, version: int | None = None, states: Collection[str] = ()) -> PurchaseOrder:
    """Return a purchase order. `version`: as the asker saw it; `states`: those in which this can be done.

    Raises Missing, Refused.
    """
    rows = PurchaseOrder.objects.select_for_update(of=("self",)).select_related("supplier", "warehouse")
    row = rows.filter(pk=po_id).first()
    if row is None:
        raise Missing(_("There is no such purchase order."))
    run.about(row.subject, row.supplier.subject)
    if version is not None and version != row.version:
        raise Refused(_("Somebody changed this order meanwhile. Look at it again."), code="buying.changed")
    if states and row.state not in states:
        said = State(row.state).label
        raise Refused(_("This cannot be done now: the order is “%(state)s”.") % {"state": said}, code="buying.state")
    return row


def lines_of(order: PurchaseOrder) -> list[PurchaseLine]:
    """Return the lines of an order."""
    return list(PurchaseLine.objects.filter(order=order).order_by("position", "pk"))


def is_supplier(run: Run, order: PurchaseOrder) -> bool:
    """Tell whether the supplier themselves ask; a buyer of the store asks for them. Raises Denied for everybody else."""
    if run.actor.kind == "outsider":
        if run.actor.ref == f"supplier:{order.supplier_id}":
            return True
    elif run.seat in BUYERS or run.parent or run.actor.kind == "system":
        return False
    raise Denied(_("Only who buys here, and the supplier themselves, may answer this order."))


def move(run: Run, order: PurchaseOrder, state: State) -> None:
    """Set the state of an order; saving is the caller's."""
    run.changed(order.subject, "state", old=order.state, new=state.value)
    order.state = state


def save(order: PurchaseOrder) -> None:
    """Save an order as its next version."""
    order.version += 1
    order.save()


def today(now: datetime) -> date:
    """Return the store's day."""
    return supply.store_day(now)
