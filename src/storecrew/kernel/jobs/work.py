"""Long works: imports, exports, crawls, syncs. They show progress, can be cancelled, resume, and end with a report.

    @long_work("catalogue.import", label=_("Product import"))
    def import_products(work: LongWork) -> None:
        rows = read(work.params["file"], after=work.cursor.get("line", 0))   # outside of any transaction
        for chunk in batched(rows, 100):
            with work.step() as step:                                        # one transaction
                for row in chunk:
                    ...
                    step.did(row.line, subject=f"product:{product.pk}", note=_("created"))
                    step.refused(row.line, column="Price", value=row.price, reason=_("This is not a number."))
                step.cursor = {"line": row.line}

    start("catalogue.import", actor=run.actor, at=run.now, label="shopify.csv", params={"file": …}, cause=run.uid)

A step's effects, its lines in the report and the cursor are one transaction: after a crash the function is called again
with the last cursor, and nothing of a finished step is done twice. Keep a step under a second. Network and file work
belongs between steps, and must bear being repeated.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import get_language

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.jobs.background import enqueue
from storecrew.kernel.jobs.models import Work, WorkRow
from storecrew.kernel.jobs.types import RowOutcome, WorkState

LEASE = timedelta(minutes=2)
"""How long a work may go without a step before another worker takes over; nothing is lost by it but time."""


class Stopped(Exception):
    """The work ends or pauses here; raised by `step`, and not to be caught by works."""


class Cancelled(Stopped):
    """Somebody asked for it to end."""


class Paused(Stopped):
    """Its turn is over; it goes on in a moment."""


class Taken(Stopped):
    """Another worker has taken over."""


class CannotGoOn(Exception):
    """Raised by a work that cannot be saved by trying again; the message is for the person who started it."""


@dataclass(slots=True)
class Step:
    """One piece of the work, being done."""

    cursor: dict[str, Any]
    """Where to go on from; JSON, small."""
    summary: dict[str, Any]
    """What a page should say about the whole, in the words of this kind of work; JSON, small."""
    total: int | None
    """How many units there are; None while nobody knows."""
    _rows: list[WorkRow] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=lambda: {"done": 0, "skipped": 0, "refused": 0})
    _units: int = 0

    def did(self, line: int, *, subject: str = "", note: str = "", units: int = 1) -> None:
        """Report that a row was done."""
        self._report(RowOutcome.DONE, line, subject=subject, reason=note, units=units)

    def skipped(self, line: int, *, reason: str, subject: str = "", units: int = 1) -> None:
        """Report that nothing had to be done about a row, and why."""
        self._report(RowOutcome.SKIPPED, line, subject=subject, reason=reason, units=units)

    def refused(self, line: int, *, reason: str, column: str = "", value: str = "", units: int = 1) -> None:
        """Report that a row cannot be taken, where and why."""
        self._report(RowOutcome.REFUSED, line, reason=reason, column=column, value=value, units=units)

    def move(self, units: int) -> None:
        """Move the progress on without a line in the report."""
        self._units += units

    def _report(
        self,
        outcome: RowOutcome,
        line: int,
        *,
        reason: str,
        units: int,
        subject: str = "",
        column: str = "",
        value: str = "",
    ) -> None:
        self._counts[outcome] += 1
        self._units += units
        self._rows.append(
            WorkRow(
                line=line,
                outcome=outcome,
                subject=subject[:80],
                column=column[:120],
                value=value[:400].replace("\x00", ""),
                reason=str(reason).replace("\x00", ""),
            )
        )


class LongWork:
    """A long work as its function sees it."""

    def __init__(
        self, row: Work, token: str, *, clock: Callable[[], datetime], is_over: Callable[[], bool] = lambda: False
    ) -> None:
        self._row, self._token, self._clock, self._is_over = row, token, clock, is_over
        self.id: int = row.pk
        self.uid: str = row.uid
        """Good as a part of idempotency keys, e.g. f"{work.uid}:{line}"."""
        self.actor: Actor = row.actor
        self.params: Mapping[str, Any] = row.params
        self.cursor: dict[str, Any] = dict(row.cursor)
        self.summary: dict[str, Any] = dict(row.summary)
        self.total: int | None = row.total

    @property
    def now(self) -> datetime:
        """Return the moment of this step (aware, UTC)."""
        return self._clock()

    @contextmanager
    def step(self) -> Iterator[Step]:
        """Do one piece in one transaction with its report and the cursor.

        Raises Stopped when the work is cancelled, taken over, or its turn is over; let it through.
        """
        self._look_up()
        step = Step(cursor=dict(self.cursor), summary=dict(self.summary), total=self.total)
        with transaction.atomic():
            yield step
            self._write(step)
        self.cursor, self.summary, self.total = step.cursor, step.summary, step.total

    def _look_up(self) -> None:
        asked = Work.objects.filter(pk=self.id, claim=self._token, state=WorkState.RUNNING)
        row = asked.values("cancel_requested_at").first()
        if row is None:
            raise Taken
        if row["cancel_requested_at"] is not None:
            raise Cancelled
        if self._is_over():
            raise Paused

    def _write(self, step: Step) -> None:
        for row in step._rows:
            row.work_id = self.id
        WorkRow.objects.bulk_create(step._rows, batch_size=500)
        counts = {name: F(name) + count for name, count in step._counts.items() if count}
        mine = Work.objects.filter(pk=self.id, claim=self._token, state=WorkState.RUNNING)
        moved = mine.update(
            cursor=step.cursor,
            summary=step.summary,
            total=step.total,
            position=F("position") + step._units,
            leased_until=self._clock() + LEASE,
            **counts,
        )
        if not moved:
            raise Taken


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work."""

    name: str
    label: Promise | str
    function: Callable[[LongWork], None]


_kinds: dict[str, Kind] = {}


def long_work(name: str, *, label: Promise | str) -> Callable[[Callable[[LongWork], None]], Callable[[LongWork], None]]:
    """Register how a kind of long work is done; `name` is stable, of the form room.purpose."""

    def decorate(function: Callable[[LongWork], None]) -> Callable[[LongWork], None]:
        known = _kinds.get(name)
        if known is not None and known.function is not function:
            raise ValueError(f"long work {name} is registered twice")
        _kinds[name] = Kind(name, label, function)
        return function

    return decorate


def find_kind(name: str) -> Kind | None:
    """Return how works of this kind are done, None when the code does not know."""
    return _kinds.get(name)


def start(
    kind: str,
    *,
    actor: Actor,
    at: datetime,
    label: str,
    params: dict[str, Any],
    subject: str = "",
    cause: str = "",
    total: int | None = None,
) -> Work:
    """Begin a work once the current transaction is committed; called from the body of an action.

    Its report is written in the language that is active now.
    """
    if kind not in _kinds:
        raise LookupError(f"no long work is called {kind}")
    row = Work.objects.create(
        uid=uuid.uuid4().hex,
        kind=kind,
        label=label[:200],
        subject=subject,
        cause=cause,
        actor_kind=actor.kind,
        person_id=actor.person_id,
        agent_id=actor.agent_id,
        actor_name=actor.name,
        surface=actor.surface,
        language=get_language() or "",
        params=params,
        total=total,
        created_at=at,
        leased_until=at + LEASE,
    )
    from storecrew.kernel.jobs.running import run_work  # noqa: PLC0415  running works needs this module

    enqueue(run_work, work_id=row.pk)
    return row


def ask_to_end(work_id: int | None, at: datetime) -> bool:
    """Ask a work that waits or runs to end at its next step; False when there is nothing to end, or it was asked before."""
    going = Work.objects.filter(pk=work_id or 0, state__in=[WorkState.QUEUED, WorkState.RUNNING])
    return bool(going.filter(cancel_requested_at=None).update(cancel_requested_at=at))
