"""Close a return once nothing is left to do: the money is back, and what is sent instead has left."""

from storecrew.kernel.actions.run import Run
from storecrew.shop.returns.events import ReturnClosed
from storecrew.shop.returns.models import Exchange, ExchangeState, Refund, RefundState, Return, State
from storecrew.shop.returns.writing.loading import to_state


def close_when_done(run: Run, row: Return) -> None:
    """Close a return that is made good where nothing is on its way any more; the caller saves it."""
    if row.state != State.SETTLED:
        return
    if Refund.objects.filter(ret=row).exclude(state=RefundState.SETTLED).exclude(state=RefundState.FAILED).exists():
        return
    waiting = [ExchangeState.KEPT, ExchangeState.RELEASED]
    if Exchange.objects.filter(ret=row, state__in=waiting).exists():
        return
    close(run, row)


def close(run: Run, row: Return) -> None:
    """Close a return; the caller saves it."""
    to_state(run, row, State.CLOSED)
    row.closed_at = run.now
    run.emit(
        ReturnClosed(return_id=row.pk, number=row.number, order_id=row.order_id, kind=row.kind), subject=row.subject
    )
