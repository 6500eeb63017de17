"""Load what a run is about to change: locked, and refused when it has moved on since the asker looked."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.orders.models import Charge, Discount, Line, Order, State, Tax


@dataclass(slots=True)
class Sheet:
    """An order with its rows, as one sheet of paper: changed together and saved together."""

    order: Order
    lines: list[Line]
    charges: list[Charge]
    discounts: list[Discount] = field(default_factory=list)
    taxes: list[Tax] = field(default_factory=list)

    def line(self, line_id: int) -> Line:
        """Return one of its lines; raises Missing for another order's."""
        found = next((line for line in self.lines if line.pk == line_id), None)
        if found is None:
            raise Missing(_("This order has no such line. Load the page again."))
        return found

    def parts_of(self, row: Line | Charge) -> tuple[list[Discount], list[Tax]]:
        """Return the discounts and taxes that stand on a row."""
        name = "line" if isinstance(row, Line) else "charge"
        if row._state.adding:  # not written yet: the parts hold the very row
            return (
                [one for one in self.discounts if getattr(one, name) is row],
                [one for one in self.taxes if getattr(one, name) is row],
            )
        return (
            [one for one in self.discounts if getattr(one, f"{name}_id") == row.pk],
            [one for one in self.taxes if getattr(one, f"{name}_id") == row.pk],
        )


def order_of(run: Run, order_id: int, *, version: int | None = None) -> Order:
    """Return the order, locked. Raises Missing, and Refused (`orders.stale`) when it is no longer at `version`."""
    found = Order.objects.select_for_update().filter(pk=order_id).first()
    if found is None:
        raise Missing(_("There is no such order."))
    run.about(found.subject)
    if version is not None and found.version != version:
        raise Refused(
            _("Somebody changed this order while you looked at it. Load the page again."), code="orders.stale"
        )
    return found


def sheet_of(run: Run, order_id: int, *, version: int | None = None) -> Sheet:
    """Return an order with all its rows, locked; raises like `order_of`."""
    order = order_of(run, order_id, version=version)
    rows: dict[str, object] = {"order": order}
    return Sheet(
        order,
        list(Line.objects.filter(**rows)),
        list(Charge.objects.filter(**rows)),
        list(Discount.objects.filter(**rows)),
        list(Tax.objects.filter(**rows)),
    )


def refuse_draft(order: Order) -> None:
    """Raise Refused for what only makes sense once somebody agreed."""
    if order.state == State.DRAFT:
        raise Refused(_("This is still a draft. Place it first."), code="orders.draft")


def refuse_unless_open(order: Order) -> None:
    """Raise Refused unless something may still be done about the order."""
    refuse_draft(order)
    if order.state == State.CANCELLED:
        raise Refused(_("This order is cancelled already."), code="orders.cancelled")
    if order.state == State.CLOSED:
        raise Refused(_("Everything has been sent and paid. What comes back is a return."), code="orders.closed")
