"""What the worker notes of a version: what the gate says, that it holds, that it is taken back, that its work has ended."""

from typing import Any

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Surface
from storecrew.shop.availability import actions as availability
from storecrew.shop.feeds.actions.asking import confirm
from storecrew.shop.feeds.actions.receiving import A_MOMENT, TAKE_IN, again, begin_work, overtake, start_next
from storecrew.shop.feeds.actions.sources import source_of
from storecrew.shop.feeds.events import BreakerOpened, FeedAccepted
from storecrew.shop.feeds.models import BadRow, Source, Version
from storecrew.shop.feeds.types import BUSY, HELD_GOOD, Scope, State


class Judged(Input):
    """What the gate says of a version. `base` is empty where it was not even compared, `trouble` where it can be read."""

    version_id: int
    counts: dict[str, Any]
    trips: tuple[tuple[str, dict[str, Any]], ...] = ()
    base: str = ""
    base_form: dict[str, Any] = {}
    trouble: dict[str, Any] = {}


@action(
    "feeds.judge",
    label=gettext_lazy("Note what the gate says of a file"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(BreakerOpened,),
)
def judge(run: Run, data: Judged) -> Nothing:
    """Let a file pass to be applied, or hold it: then nothing of it is taken, and people are told."""
    version, row = _at_work(run, data.version_id, State.READING)
    version.counts, version.trips = data.counts, [list(one) for one in data.trips]
    version.base, version.base_form, version.over = data.base, data.base_form, row.current
    if data.trouble:
        version.state, version.trouble, version.finished_at = State.UNREADABLE, data.trouble, run.now
        row.trouble = data.trouble
    elif data.trips:
        overtake(run, row)
        version.state, row.held_since = State.HELD, row.held_since or run.now
        trips = tuple(code for code, _params in data.trips)
        event = BreakerOpened(source_id=row.pk, supplier_id=row.supplier_id, version_id=version.pk, trips=trips)
        run.emit(event, subject=row.subject)
    else:
        version.state = State.APPLYING
    run.changed(version.subject, "state", old=State.READING.value, new=str(version.state))
    version.save()
    row.save()
    if version.state != State.APPLYING:
        start_next(run, row)
    return Nothing()


class OneVersion(Input):
    """A version."""

    version_id: int


@action(
    "feeds.accept",
    label=gettext_lazy("Note that a file holds now"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(FeedAccepted,),
    calls=(availability.confirm_stream,),
)
def accept(run: Run, data: OneVersion) -> Nothing:
    """Let a version hold: all its changes are applied. A whole one confirms everything that it did not change."""
    version, row = _at_work(run, data.version_id, State.APPLYING)
    if version.scope == Scope.AGAIN:
        version.state, version.finished_at = State.SAME, run.now
        version.save()
        start_next(run, row)
        return Nothing()
    overtake(run, row)
    before = row.current
    if before is not None:
        Version.objects.filter(pk=before.pk).update(state=State.REPLACED)
    _close_quarantine(run, row, version)
    version.state, version.finished_at = State.ACCEPTED, run.now
    version.save()
    row.current = version
    row.said_at = max(version.observed_at, row.said_at or version.observed_at)
    row.save()
    run.changed(row.subject, "version", old=before.number if before else None, new=version.number)
    if version.scope in {Scope.WHOLE, Scope.BACK}:
        confirm(run, row, version.observed_at)
    counts = version.counts
    event = FeedAccepted(
        source_id=row.pk,
        supplier_id=row.supplier_id,
        version_id=version.pk,
        observed_at=version.observed_at,
        changed=counts.get("changed", 0) + counts.get("added", 0) + counts.get("delisted", 0),
        bad=counts.get("bad", 0),
    )
    run.emit(event, subject=row.subject)
    start_next(run, row)
    return Nothing()


@action(
    "feeds.undone",
    label=gettext_lazy("Note that a file was taken back"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def undone(run: Run, data: OneVersion) -> Nothing:
    """Note that what a version had changed is as before; its quarantine is closed."""
    version, row = _at_work(run, data.version_id, State.UNDOING)
    BadRow.objects.filter(version=version, mended_at=None).update(mended_at=run.now)
    run.changed(version.subject, "state", old=version.state, new=State.UNDONE.value)
    version.state, version.finished_at = State.UNDONE, run.now
    version.save()
    row.said_at = max(version.observed_at + A_MOMENT, row.said_at or version.observed_at)
    row.etag = row.last_modified = ""
    row.save()
    start_next(run, row)
    return Nothing()


class Ended(Input):
    """A version whose work was cancelled or failed."""

    version_id: int
    failed: bool = False


@action(
    "feeds.end_work",
    label=gettext_lazy("Note that taking a file in has stopped"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def end_work(run: Run, data: Ended) -> Nothing:
    """Note that the work of a version was cut short: it can go on later, or be taken back."""
    version = Version.objects.get(pk=data.version_id)
    source_of(run, version.source_id)
    if version.state in BUSY - {State.STOPPED}:
        run.changed(version.subject, "state", old=version.state, new=State.STOPPED.value)
        version.state = State.STOPPED
        version.save(update_fields=["state"])
    return Nothing()


class NewOffers(Input):
    """A supplier of whom we buy more than before."""

    supplier_id: int


@action(
    "feeds.say_all_again",
    label=gettext_lazy("Say again what a supplier said, for offers that are new here"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def say_all_again(run: Run, data: NewOffers) -> Nothing:
    """Give offers that are new here what the supplier's files have said of them already."""
    for row in Source.objects.shown().select_for_update().filter(supplier_id=data.supplier_id).order_by("pk"):
        current = row.current
        if current is None or row.versions.filter(scope=Scope.AGAIN, state=State.WAITING).exists():
            continue
        run.about(row.subject)
        again(run, row, current, Scope.AGAIN, row.said_at or current.observed_at).save()
        start_next(run, row)
    return Nothing()


def _at_work(run: Run, version_id: int, state: State) -> tuple[Version, Source]:
    """Return the version and its source, locked. Raises Refused when another worker or a person was quicker."""
    source_id = Version.objects.values_list("source_id", flat=True).get(pk=version_id)
    row = source_of(run, source_id)
    version = row.versions.select_for_update().get(pk=version_id)
    run.about(version.subject)
    if version.state != state:
        raise Refused("another worker was here", code="overtaken")
    return version, row


def _close_quarantine(run: Run, row: Source, version: Version) -> None:
    """A whole file overtakes rows of before; those that a part mends were noted one by one."""
    if version.scope != Scope.PART:
        before = BadRow.objects.filter(version__source=row, mended_at=None).exclude(version=version)
        before.update(mended_at=run.now)


__all__ = [
    "HELD_GOOD",
    "TAKE_IN",
    "Ended",
    "Judged",
    "NewOffers",
    "accept",
    "begin_work",
    "end_work",
    "judge",
    "undone",
]
