"""What this room announces."""

from datetime import datetime

from storecrew.kernel.events.types import Event


class ApprovalAsked(Event):
    """An act was parked and waits for `seat` (empty: for the human behind the agent)."""

    room = "approvals"
    request: str
    action: str
    seat: str
    asked_by: int | None


class ApprovalDecided(Event):
    """A human decided. `runs_after` is None when the act may run at once."""

    room = "approvals"
    request: str
    approved: bool
    decided_by: int
    self_authorised: bool
    runs_after: datetime | None
