"""What this room does when others announce."""

from storecrew.kernel.approvals.events import ApprovalDecided
from storecrew.kernel.approvals.execution import carry_out
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta


@on(ApprovalDecided, name="approvals.carry_out")
def carry_out_decided(event: ApprovalDecided, meta: Meta) -> None:
    """Run what may run at once; what has a delay is picked up by the clock's work."""
    if event.approved and event.runs_after is None:
        carry_out(event.request, meta.now)
