"""What has to be done outside the database: planned in the transaction, carried out once by a worker.

planned → claimed → handed_over → confirmed | failed | unknown. `handed_over` is committed before the call, so a crash
in between leaves an act that nobody can vouch for: unknown. It is resolved by asking the other side, by sending again
where the other side recognises the key, or by a person; never by blind repetition.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.events.retry import STANDARD, Retry

GRACE_S = 20.0
"""How long a worker that is told to stop waits for calls that are out; what does not come back becomes unknown."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act as its adapter sees it."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    subject: str
    attempt: int
    """1 for the first hand-over."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The other side has it. `reference` is what it calls the act, `answer` what it said (JSON)."""

    reference: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)


class NotReceived(Exception):
    """The other side certainly has not got it (connection refused, name not found, "try later"): it is tried again.

    `after_s` is how long the other side asked us to wait; None leaves it to the back-off.
    """

    def __init__(self, message: str, *, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s


class Rejected(Exception):
    """The other side has understood and will never do it: given up at once."""


class Doubtful(Exception):
    """Nobody can say whether it arrived (time-out after sending). Any unforeseen exception means the same."""


class StillUnknown(Exception):
    """Raised by `ask`: the other side cannot say either, for now."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one kind of act is carried out."""

    name: str
    send: Callable[[Act], Confirmed]
    ask: Callable[[Act], Confirmed | None] | None
    repeatable: bool
    announce: bool
    retry: Retry


_adapters: dict[str, Adapter] = {}


def kind(
    name: str,
    *,
    send: Callable[[Act], Confirmed],
    ask: Callable[[Act], Confirmed | None] | None = None,
    repeatable: bool = False,
    announce: bool = False,
    retry: Retry = STANDARD,
) -> None:
    """Register how acts of a kind are done. `send` and `ask` run outside of any transaction.

    `ask` returns what became of an act, or None when the other side certainly never got it (it is then sent again);
    it raises StillUnknown when that cannot be said. `repeatable` promises that the other side recognises the key and
    does nothing twice, so an unknown act may simply be sent again. `announce` puts an `ActSettled` event into the
    outbox.
    """
    _adapters[name] = Adapter(name, send, ask, repeatable, announce, retry)


def find_adapter(name: str) -> Adapter | None:
    """Return how acts of this kind are done, None when the code does not know."""
    return _adapters.get(name)


def adapters() -> Iterator[Adapter]:
    """Yield every kind in the order of names."""
    yield from (_adapters[name] for name in sorted(_adapters))


def plan(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any],
    subject: str,
    cause: str,
    at: datetime,
    head_start: timedelta = timedelta(),
) -> None:
    """Write down an act to be done once after the commit; the same kind and key a second time changes nothing.

    Workers leave it alone for `head_start`: somebody is waiting for the answer, and the process that serves him carries
    it out itself (`carrying.carry_now`). Should that process die first, a worker does it afterwards.
    """
    OutwardAct.objects.bulk_create(
        [
            OutwardAct(
                kind=kind, key=key, payload=payload, subject=subject, cause=cause, planned_at=at, due_at=at + head_start
            )
        ],
        ignore_conflicts=True,
    )
