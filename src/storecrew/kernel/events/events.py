"""What this room itself announces."""

from pydantic import JsonValue

from storecrew.kernel.events.models import ActState
from storecrew.kernel.events.types import Event


class ActSettled(Event):
    """What became of an outward act, for kinds that announce it: confirmed, failed (given up) or unknown."""

    room = "events"
    history = True
    kind: str
    key: str
    state: ActState
    reference: str = ""
    answer: dict[str, JsonValue] = {}
    error: str = ""
