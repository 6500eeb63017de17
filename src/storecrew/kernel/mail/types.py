"""A letter to be written, and what can be asked about those that were."""

from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.actions.types import Output


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a letter; `kind` is its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent. `text` is always there; `html` is the same for programs that show it."""

    to: str
    title: str
    text: str
    html: str = ""
    reply_to: str = ""
    files: tuple[File, ...] = ()


class MessageRow(Output):
    """A letter and how far it is; `state` is that of its outward act, e.g. `confirmed`."""

    id: int
    message_id: str
    to: str
    title: str
    subject: str
    written_at: datetime
    state: str
    act_id: int | None


class MessageDetail(Output):
    """A letter as it is sent."""

    row: MessageRow
    sender: str
    reply_to: str
    text: str
    has_html: bool
