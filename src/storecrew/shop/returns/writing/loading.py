"""Load a return with its lock, save it with the next version, give it its next state."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns import rules
from storecrew.shop.returns.models import Return, ReturnLine, State


def return_of(run: Run, return_id: int, *, version: int | None = None) -> Return:
    """Return a return, locked; raises Missing, and Refused when it is no longer as its reader saw it."""
    row = Return.objects.select_for_update().filter(pk=return_id).first()
    if row is None:
        raise Missing(_("There is no such return."))
    run.about(row.subject, f"order:{row.order_id}")
    if version is not None and row.version != version:
        raise Refused(_("Somebody has changed this return meanwhile. Look at it again."), code="returns.changed")
    return row


def order_of(row: Return) -> OrderView:
    """Return the order of a return."""
    order = orders.find(row.order_id)
    if order is None:  # a return protects its order
        raise Missing
    return order


def lines_of(row: Return) -> list[ReturnLine]:
    """Return the lines of a return, in order."""
    return list(row.lines.order_by("pk"))


def to_state(run: Run, row: Return, state: State) -> None:
    """Bring a return into its next state; the caller saves it."""
    rules.check(row.state, state)
    run.changed(row.subject, "state", old=row.state, new=state.value)
    row.state = state


def save(row: Return) -> None:
    """Save a return with the next version."""
    row.version += 1
    row.save()
