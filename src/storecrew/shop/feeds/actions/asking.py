"""What came of asking a source: nothing new, or nothing at all; and whom a silence is told to."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Actor, Input, Nothing, Surface
from storecrew.shop.availability import actions as availability
from storecrew.shop.feeds.actions.sources import next_time, source_of
from storecrew.shop.feeds.events import SourceSpokeAgain, SourceWentSilent
from storecrew.shop.feeds.models import Arrival, Source
from storecrew.shop.feeds.silence import silence_of
from storecrew.shop.feeds.types import OPEN, Health, Outcome, Scope

GATE = grants.system(
    "feeds.gate",
    may={
        "feeds.receive",
        "feeds.note_unchanged",
        "feeds.note_failure",
        "feeds.note_passed",
        "feeds.tell_silence",
        "feeds.judge",
        "feeds.apply_changes",
        "feeds.take_back_changes",
        "feeds.accept",
        "feeds.undone",
        "feeds.end_work",
        "feeds.say_all_again",
        "people.who_could",
    },
)
"""Asks sources, lets files through the gate, and tells of silence."""


def gate(reason: str) -> Actor:
    """Return who acts when files come in."""
    return Actor("system", name=GATE, reason=reason, surface=Surface.WORKER)


class Unchanged(Input):
    """A source that says the same as before; `observed_at` is when that was so."""

    source_id: int
    observed_at: datetime
    etag: Annotated[str, Field(max_length=300)] = ""
    last_modified: Annotated[str, Field(max_length=60)] = ""


@action(
    "feeds.note_unchanged",
    label=gettext_lazy("Note that a source says the same as before"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(SourceSpokeAgain,),
    calls=(availability.confirm_stream,),
)
def note_unchanged(run: Run, data: Unchanged) -> Nothing:
    """Confirm what a source said before: nothing is written but that it still holds."""
    row = source_of(run, data.source_id)
    spoke(run, row, Outcome.SAME)
    row.etag, row.last_modified = data.etag or row.etag, data.last_modified or row.last_modified
    next_time(row, run)
    row.save()
    # as before the last time means as what is held up, or waits for its turn: that does not hold
    if not row.versions.filter(state__in=sorted(OPEN), scope=Scope.WHOLE).exists():
        confirm(run, row, data.observed_at)
    return Nothing()


class Failed(Input):
    """A source that could not be asked, and why."""

    source_id: int
    code: Annotated[str, Field(max_length=40)]
    params: dict[str, str | int] = Field(default_factory=dict)


@action(
    "feeds.note_failure",
    label=gettext_lazy("Note that a source could not be asked"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def note_failure(run: Run, data: Failed) -> Nothing:
    """Note that a source could not be asked, and ask again later, ever more rarely."""
    row = source_of(run, data.source_id)
    why = {"code": data.code, "params": data.params}
    row.failures, row.failing_since, row.trouble = row.failures + 1, row.failing_since or run.now, why
    next_time(row, run)
    row.save()
    Arrival.objects.create(source=row, at=run.now, outcome=Outcome.FAILED, why=why)
    return Nothing()


class Passed(Input):
    """What came and holds nothing to take; `etag` is behind it."""

    source_id: int
    etag: Annotated[str, Field(max_length=300)]
    last_modified: Annotated[str, Field(max_length=60)] = ""
    code: Annotated[str, Field(max_length=40)] = ""
    params: dict[str, str | int] = Field(default_factory=dict)


@action(
    "feeds.note_passed",
    label=gettext_lazy("Note that something came with nothing to take in it"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def note_passed(run: Run, data: Passed) -> Nothing:
    """Look behind something that holds nothing to take. It is no word of the supplier: their silence goes on."""
    row = source_of(run, data.source_id)
    row.etag, row.last_modified = data.etag, data.last_modified
    row.failures, row.failing_since, row.trouble = 0, None, {}
    next_time(row, run)
    row.save()
    if data.code:
        why = {"code": data.code, "params": data.params}
        Arrival.objects.create(source=row, at=run.now, outcome=Outcome.NONE, why=why)
    return Nothing()


class Silences(Input):
    """Sources to be looked at."""

    source_ids: tuple[int, ...]


@action(
    "feeds.tell_silence",
    label=gettext_lazy("Tell of sources that fell silent"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(SourceWentSilent,),
)
def tell_silence(run: Run, data: Silences) -> Nothing:
    """Announce which sources have been silent for a day, and which are dead for three: once each."""
    for row in Source.objects.heard().select_for_update().filter(pk__in=data.source_ids).order_by("pk"):
        health = silence_of(row, run.now)
        if health in {Health.SILENT, Health.DEAD} and row.told not in {health, Health.DEAD}:
            since = row.seen_at or row.created_at
            row.told = health
            row.save(update_fields=["told"])
            event = SourceWentSilent(
                source_id=row.pk, supplier_id=row.supplier_id, since=since, dead=health == Health.DEAD
            )
            run.emit(event, subject=row.subject)
    return Nothing()


def spoke(run: Run, row: Source, outcome: Outcome, *, version_id: int | None = None) -> None:
    """Note that a source said something; the caller saves it."""
    if row.told and SourceSpokeAgain in run.action.emits:
        run.emit(
            SourceSpokeAgain(source_id=row.pk, supplier_id=row.supplier_id, since=row.seen_at), subject=row.subject
        )
    row.seen_at, row.failures, row.failing_since, row.trouble, row.told = run.now, 0, None, {}, ""
    Arrival.objects.create(source=row, at=run.now, outcome=outcome, version_id=version_id)


def confirm(run: Run, row: Source, observed_at: datetime) -> None:
    """Say to the availability room that all a source said before still holds."""
    if row.current_id is None:
        return
    for site_id in sites_told(row):
        said = availability.ConfirmStream(stream=row.stream, site_id=site_id, observed_at=observed_at)
        run.call(availability.confirm_stream, said)
    row.said_at = max(observed_at, row.said_at or observed_at)
    row.save(update_fields=["said_at"])


def sites_told(row: Source) -> list[int]:
    """Return the warehouses that a source tells of: those of its lines, else its own."""
    told: Any = row.current.counts.get("sites") if row.current else None
    return [int(one) for one in told] if told else [row.site_id]
