"""What this room announces."""

from storecrew.kernel.events.types import Event


class WebhookSwitchedOff(Event):
    """A webhook failed for so long, or said that it is gone, that it is not told any more."""

    room = "webhooks"
    webhook_id: int
    reason: str
