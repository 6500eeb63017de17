"""Which state follows from what became of the pieces: the only place that says so."""

from collections.abc import Sequence

from storecrew.kernel.actions.run import Run
from storecrew.shop.dropships.models import OVER, DropLine, DropShipment, State


def settle(run: Run, row: DropShipment, lines: Sequence[DropLine], *, moved: bool = False) -> None:
    """Derive the state of a drop shipment from its lines, note since when, and save both."""
    state = state_of(row, lines, moved=moved)
    run.changed(row.subject, "state", old=row.state, new=state.value)
    row.state = state
    row.closed_at = (row.closed_at or run.now) if state in OVER else None
    row.version += 1
    for line in lines:
        line.save()
    row.save()


def state_of(row: DropShipment, lines: Sequence[DropLine], *, moved: bool = False) -> State:
    """Say where a drop shipment is. `moved`: its last pieces were given to another source just now."""
    shipped, missing = sum(line.shipped for line in lines), sum(line.open for line in lines)
    refused, cancelled = sum(line.refused for line in lines), sum(line.cancelled for line in lines)
    if missing:
        if shipped:
            return State.PART_SHIPPED
        if row.packed_at is not None:
            return State.PACKED
        if row.ack_at is not None and row.sent_at is not None:
            return State.ACKNOWLEDGED
        return State.SENT if row.sent_at is not None else State.NEW
    if shipped:
        return State.SHIPPED
    if moved or row.state == State.MOVED:
        return State.MOVED
    return State.REFUSED if refused > cancelled or row.state == State.REFUSED else State.CANCELLED
