"""Facts that feeds announce. Subjects are `feed:<source id>`."""

from datetime import datetime
from typing import ClassVar

from storecrew.kernel.events.types import Event


class FeedEvent(Event):
    """A fact of this room."""

    room = "feeds"

    source_id: int
    supplier_id: int


class FeedAccepted(FeedEvent):
    """A file or push holds now. `changed` counts quantities that differ from before."""

    history: ClassVar[bool] = True

    version_id: int
    observed_at: datetime
    changed: int
    bad: int


class BreakerOpened(FeedEvent):
    """A file looks wrong as a whole: nothing of it was taken, what was known grows older."""

    version_id: int
    trips: tuple[str, ...]


class SourceWentSilent(FeedEvent):
    """Nothing came for a day (`dead` false), or for three."""

    since: datetime
    dead: bool


class SourceSpokeAgain(FeedEvent):
    """Something came after a silence that was announced."""

    history: ClassVar[bool] = True

    since: datetime | None
