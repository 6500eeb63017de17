"""End a return of which nothing comes."""

from storecrew.kernel.actions.run import Run
from storecrew.shop.returns.events import ReturnCancelled
from storecrew.shop.returns.models import Return, State
from storecrew.shop.returns.writing import exchanging
from storecrew.shop.returns.writing.loading import save, to_state


def call_off(run: Run, row: Return) -> None:
    """Call a return off: what was put aside for it is free again."""
    exchanging.drop(run, row)
    row.closed_at = run.now
    to_state(run, row, State.CANCELLED)
    save(row)
    off = ReturnCancelled(return_id=row.pk, number=row.number, order_id=row.order_id, kind=row.kind)
    run.emit(off, subject=row.subject)
