"""Take what a source says: a file that lies on the shelf, whole or a part; new content becomes a version and gets its turn."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Surface
from storecrew.kernel.jobs import work as works
from storecrew.kernel.tabular.files import Unreadable
from storecrew.shop.availability import actions as availability
from storecrew.shop.feeds.actions.asking import confirm, spoke
from storecrew.shop.feeds.actions.sources import next_time, source_of
from storecrew.shop.feeds.events import SourceSpokeAgain
from storecrew.shop.feeds.models import Arrival, Source, Version
from storecrew.shop.feeds.opening import SHELF, mapping_for, recognise_file
from storecrew.shop.feeds.seats import KEEPERS
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.types import BUSY, OPEN, Outcome, Scope, State

TAKE_IN, TAKE_BACK = "feeds.take_in", "feeds.take_back"
A_MOMENT = timedelta(milliseconds=1)
TOGETHER = timedelta(seconds=1)
FUTURE = timedelta(minutes=5)
CALLS = (availability.confirm_stream,)


class _File(Input):
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]
    name: Annotated[str, Field(min_length=1, max_length=255)]
    scope: Literal["whole", "part"] = "whole"


class Receive(_File):
    """A file on the shelf. `observed_at`: when the supplier says it was so; None: now."""

    source_id: int
    observed_at: datetime | None = None
    etag: Annotated[str, Field(max_length=300)] = ""
    last_modified: Annotated[str, Field(max_length=60)] = ""


class Received(Output):
    """What became of a file at once: `new`, `same` as what holds, `late` (older than what is known), `unreadable`."""

    outcome: str
    version_id: int | None = None
    state: str = ""
    work_id: int | None = None


@action(
    "feeds.receive",
    label=gettext_lazy("Take what a supplier sent"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(SourceSpokeAgain,),
    calls=CALLS,
)
def receive(run: Run, data: Receive) -> Received:
    """Take a file that a source sent by itself. The same content again only confirms what holds."""
    return _receive(run, source_of(run, data.source_id), data, observed_at=data.observed_at)


class Send(_File):
    """A file that somebody sends by hand; it lies on the shelf already."""

    source_id: int


@action(
    "feeds.send",
    label=gettext_lazy("Send a supplier's file"),
    seats=KEEPERS,
    surfaces={Surface.WEB},
    emits=(SourceSpokeAgain,),
    calls=CALLS,
)
def send(run: Run, data: Send) -> Received:
    """Send a supplier's list of stock by hand: everything they have, or a part of it."""
    return _receive(run, source_of(run, data.source_id), data, observed_at=None)


class SendFile(Input):
    """A file of this machine."""

    source_id: int
    path: Annotated[str, Field(min_length=1, max_length=1000)]
    scope: Literal["whole", "part"] = "whole"


@action(
    "feeds.send_file",
    label=gettext_lazy("Send a supplier's file of this machine"),
    seats=KEEPERS,
    surfaces={Surface.CLI},
    emits=(SourceSpokeAgain,),
    calls=CALLS,
)
def send_file(run: Run, data: SendFile) -> Received:
    """Send a supplier's list of stock from a file of this machine. A worker takes it in."""
    path = Path(data.path).expanduser()
    if not path.is_file():
        raise InvalidInput({"path": _("There is no such file: %(path)s.") % {"path": data.path}})
    kept = SHELF.keep_file(path)
    file = _File(digest=kept.digest, size=kept.size, name=path.name, scope=data.scope)
    return _receive(run, source_of(run, data.source_id), file, observed_at=None)


class Mend(_File):
    """Rows of a version that somebody put right."""

    version_id: int


@action("feeds.mend", label=gettext_lazy("Send corrected rows"), seats=KEEPERS, surfaces={Surface.WEB})
def mend(run: Run, data: Mend) -> Received:
    """Send rows in quarantine again, corrected: they are taken as a part, whatever the breaker would say."""
    of = Version.objects.filter(pk=data.version_id, state__in=[State.ACCEPTED, State.REPLACED]).first()
    if of is None:
        raise Missing(_("There is no such version that holds."))
    row = source_of(run, of.source_id)
    if row.current_id != of.pk and not _was_mended_into(row, of):
        raise Refused(_("A newer file holds by now: mend what is in quarantine there."), code="overtaken")
    version = _new_version(run, row, data, observed_at=None, of=of)
    version.let_through, version.decided_by = True, run.actor.ref
    return _begin(run, row, version)


def _was_mended_into(row: Source, of: Version) -> bool:
    """Tell whether what holds is the version with rows of it mended."""
    current = row.current
    while current is not None and current.scope == Scope.PART:
        if current.of_id == of.pk:
            return True
        current = current.over
    return False


def _receive(run: Run, row: Source, data: _File, *, observed_at: datetime | None) -> Received:
    if row.paused_at is not None:
        raise Refused(_("This source is paused: nothing of it is taken. Listen to it again first."), code="paused")
    if isinstance(data, Receive):
        row.etag, row.last_modified = data.etag, data.last_modified
    next_time(row, run)
    if observed_at is not None and observed_at > run.now + FUTURE:
        raise InvalidInput({"observed_at": _("This moment lies ahead. Check the clock of whoever sent it.")})
    if observed_at is not None and row.said_at is not None and observed_at < row.said_at:
        Arrival.objects.create(source=row, at=run.now, outcome=Outcome.LATE)
        row.save()
        return Received(outcome=Outcome.LATE)
    if _is_unwanted(row, data) and run.actor.kind == "system":
        spoke(run, row, Outcome.SAME)
        row.save()
        return Received(outcome=Outcome.SAME)
    if _is_same(row, data):
        return _again(run, row, data, observed_at or run.now)
    version = _new_version(run, row, data, observed_at=observed_at, of=None)
    return _begin(run, row, version)


def _is_same(row: Source, data: _File) -> bool:
    """Tell whether a whole file says what holds already, or what is under way to be decided about.

    What holds is not the same again while another file is on its way to take its place. A part is never the same: it says
    anew of its goods that they are there.
    """
    if data.scope != "whole":
        return False
    newest = row.versions.filter(state__in=sorted(OPEN - {State.HELD}), scope=Scope.WHOLE).first()
    held = row.versions.filter(state=State.HELD).first()
    if newest is None and data.digest == content_that_holds(row):
        return True
    return data.digest in {one.digest for one in (newest, held) if one is not None}


def content_that_holds(row: Source) -> str:
    """Return the digest of the file that holds; empty where parts have changed what it said, other than by mending it."""
    current = row.current
    while current is not None and current.scope == Scope.PART and current.of_id is not None:
        current = current.over
    return current.digest if current is not None and current.scope != Scope.PART else ""


def _is_unwanted(row: Source, data: _File) -> bool:
    """Tell whether somebody has decided against this very content: refused it, or gone back to what was before."""
    if data.scope != "whole":
        return False
    same = row.versions.filter(digest=data.digest, scope=Scope.WHOLE).first()
    if same is None:
        return False
    current = row.current
    left = current is not None and current.scope == Scope.BACK and current.of is not None
    if left and current is not None and current.of is not None:
        return same.state == State.REFUSED or current.of.number < same.number < current.number
    return same.state == State.REFUSED


def _again(run: Run, row: Source, data: _File, at: datetime) -> Received:
    spoke(run, row, Outcome.SAME)
    row.save()
    if data.digest == content_that_holds(row):
        overtake(run, row)  # a file that is held up was a mistake: what held before has come again
        row.save()
        confirm(run, row, at)
    return Received(outcome=Outcome.SAME)


def overtake(run: Run, row: Source) -> None:
    """Let a file that is held up go: something newer takes its place."""
    for held in row.versions.filter(state=State.HELD):
        run.changed(held.subject, "state", old=held.state, new=State.OVERTAKEN.value)
        held.state, held.finished_at = State.OVERTAKEN, run.now
        held.save(update_fields=["state", "finished_at"])
    row.held_since = None


def _new_version(run: Run, row: Source, data: _File, *, observed_at: datetime | None, of: Version | None) -> Version:
    if not SHELF.path_of(data.digest).is_file():
        raise Missing(_("The file is not here any more. Send it again."))
    return Version(
        source=row,
        number=next_number(row),
        scope=Scope(data.scope),
        name=data.name,
        digest=data.digest,
        size=data.size,
        of=of,
        observed_at=_after_what_came(row, observed_at or run.now),
        received_at=run.now,
        by=run.actor.ref,
    )


def next_number(row: Source) -> int:
    """Return the number of a source's next version."""
    return int(row.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def again(run: Run, row: Source, of: Version, scope: Scope, observed_at: datetime) -> Version:
    """Return a version, not saved yet, that says once more what the files up to `of` said; nobody has to let it through."""
    return Version(
        source=row,
        number=next_number(row),
        scope=scope,
        state=State.WAITING,
        name=of.name,
        digest=of.base,
        size=0,
        form=of.base_form["form"],
        header=of.base_form["header"],
        mapping=of.base_form["mapping"],
        let_through=True,
        observed_at=observed_at,
        received_at=run.now,
        by=run.actor.ref,
    )


def after_what_is_known(row: Source, at: datetime) -> datetime:
    """Return the moment, or the first one after what is known already: a later word counts."""
    return at if row.said_at is None or at > row.said_at else row.said_at + A_MOMENT


def _after_what_came(row: Source, at: datetime) -> datetime:
    """Return the moment behind files that came together with this one and are not done yet: each is a later word."""
    together = row.versions.filter(state__in=sorted(OPEN), observed_at__gte=at, observed_at__lt=at + TOGETHER)
    last = together.aggregate(last=Max("observed_at"))["last"]
    return after_what_is_known(row, at if last is None else last + A_MOMENT)


def _begin(run: Run, row: Source, version: Version) -> Received:
    """Recognise the file, and start its work when it is its turn."""
    try:
        found = recognise_file(SHELF.path_of(version.digest), row.reading)
    except Unreadable as error:
        version.state, version.trouble = State.UNREADABLE, {"code": error.code, "params": error.params}
        version.finished_at = run.now
        version.save()
        run.about(version.subject)
        # it came and says nothing: that is no word from the supplier
        Arrival.objects.create(source=row, at=run.now, outcome=Outcome.FAILED, version=version, why=version.trouble)
        row.failures, row.failing_since, row.trouble = row.failures + 1, row.failing_since or run.now, version.trouble
        row.save()
        if run.actor.kind != "system":
            raise Refused(sentence_of(error.code, error.params), code=error.code) from error
        return Received(outcome="unreadable", version_id=version.pk, state=version.state)
    version.form, version.header = found.values, list(found.header.names)
    version.mapping = mapping_for(found, row.mapping)
    version.state = State.WAITING if row.mapping else State.MAPPING
    version.save()
    run.about(version.subject)
    run.changed(version.subject, "file", old=None, new=version.name)
    spoke(run, row, Outcome.NEW, version_id=version.pk)
    row.save()
    if version.state == State.WAITING:
        start_next(run, row)
        version.refresh_from_db()
    return Received(outcome=Outcome.NEW, version_id=version.pk, state=version.state, work_id=version.work_id)


def start_next(run: Run, row: Source) -> None:
    """Give the next version that waits its turn, if none is at work. Of whole files only the newest counts."""
    if row.versions.filter(state__in=sorted(BUSY)).exists():
        return
    waiting = list(row.versions.filter(state=State.WAITING).order_by("number"))
    whole = [one.number for one in waiting if one.scope == Scope.WHOLE]
    for one in waiting:
        if whole and one.number < whole[-1] and one.scope == Scope.WHOLE:
            one.state, one.finished_at = State.OVERTAKEN, run.now
            one.save(update_fields=["state", "finished_at"])
            continue
        begin_work(run, one, TAKE_IN, State.READING)
        return


def begin_work(run: Run, version: Version, kind: str, state: State) -> None:
    """Start the long work of a version."""
    run.changed(version.subject, "state", old=version.state, new=state.value)
    work = works.start(
        kind,
        actor=run.actor,
        at=run.now,
        label=version.name,
        params={"version_id": version.pk},
        subject=version.subject,
        cause=run.uid,
        total=version.counts.get("changes") or None,
    )
    version.state, version.work_id = state, work.pk
    version.save(update_fields=["state", "work_id"])
