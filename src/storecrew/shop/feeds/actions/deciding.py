"""What people decide: what columns mean, whether a file that is held goes through, going back, stopping half-way."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.jobs import work as works
from storecrew.shop.feeds.actions.receiving import (
    TAKE_BACK,
    TAKE_IN,
    after_what_is_known,
    again,
    begin_work,
    overtake,
    start_next,
)
from storecrew.shop.feeds.actions.sources import source_of
from storecrew.shop.feeds.columns import FIELDS, missing
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.seats import FACES, KEEPERS
from storecrew.shop.feeds.types import BUSY, HELD_GOOD, Scope, State


class OneVersion(Input):
    """A version."""

    version_id: int


class Decided(Output):
    """How far a version is now."""

    version_id: int
    state: str
    work_id: int | None = None


class ConfirmMapping(Input):
    """What the columns of a source's files mean."""

    version_id: int
    mapping: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=20)]
    """Field → column name."""


@action("feeds.confirm_mapping", label=gettext_lazy("Say what columns mean"), seats=KEEPERS, surfaces=FACES)
def confirm_mapping(run: Run, data: ConfirmMapping) -> Decided:
    """Say what the columns of a file mean, for it and all later files of its source; then the file is taken in."""
    row, version = _both(run, data.version_id)
    if version.state not in {State.MAPPING, State.HELD, State.WAITING}:
        raise _not_now(version)
    _check(data.mapping, version)
    run.changed(row.subject, "mapping", old=row.mapping or None, new=data.mapping)
    row.mapping = data.mapping
    was_held = version.state == State.HELD
    for one in row.versions.filter(state__in=[State.MAPPING, State.HELD, State.WAITING]).order_by("number"):
        one.mapping, one.state, one.trips = data.mapping, State.WAITING, []
        one.save(update_fields=["mapping", "state", "trips"])
    if was_held:
        row.held_since = None
    row.save()
    start_next(run, row)
    return _decided(version)


@action("feeds.let_through", label=gettext_lazy("Let a held file through"), seats=KEEPERS, surfaces=FACES)
def let_through(run: Run, data: OneVersion) -> Decided:
    """Let a file through that the breaker holds: somebody has looked at what it changes, and it is right."""
    row, version = _both(run, data.version_id)
    if version.state != State.HELD:
        raise _not_now(version)
    if not version.counts:
        raise Refused(_("Say first what its columns mean: those that were read are gone."), code="no_mapping")
    version.let_through, version.decided_by = True, run.actor.ref
    version.observed_at = after_what_is_known(row, version.observed_at)
    version.save()
    row.held_since = None
    row.save(update_fields=["held_since"])
    begin_work(run, version, TAKE_IN, State.READING)
    return _decided(version)


@action("feeds.refuse", label=gettext_lazy("Refuse a held file"), seats=KEEPERS, surfaces=FACES)
def refuse(run: Run, data: OneVersion) -> Decided:
    """Refuse a file: nothing of it is taken, what held before stays and grows older until the source speaks again."""
    row, version = _both(run, data.version_id)
    if version.state not in {State.HELD, State.MAPPING, State.WAITING}:
        raise _not_now(version)
    run.changed(version.subject, "state", old=version.state, new=State.REFUSED.value)
    if version.state == State.HELD:
        row.held_since = None
    row.etag = row.last_modified = ""  # "as before" would mean the file that was refused
    row.save()
    version.state, version.finished_at, version.decided_by = State.REFUSED, run.now, run.actor.ref
    version.save()
    start_next(run, row)
    return _decided(version)


@action("feeds.roll_back", label=gettext_lazy("Go back to an earlier version"), seats=KEEPERS, surfaces=FACES)
def roll_back(run: Run, data: OneVersion) -> Decided:
    """Let hold again what held after an earlier version. Going back is a version of its own, and can be undone alike."""
    row, of = _both(run, data.version_id)
    if of.state not in HELD_GOOD:
        raise Refused(_("This version never held, so there is nothing to go back to."), code="never_held")
    if row.current_id == of.pk:
        raise Refused(_("This version holds already."), code="holds")
    if row.versions.filter(state__in=sorted(BUSY)).exists():
        raise Refused(_("Another file of this source is being worked on. Wait until it is done."), code="busy")
    overtake(run, row)
    row.etag = row.last_modified = ""  # "as before" would mean the file that is gone back from
    row.save()
    # the newest word counts; it says nothing later than the supplier did
    version = again(run, row, of, Scope.BACK, after_what_is_known(row, of.observed_at))
    version.of, version.decided_by = of, run.actor.ref
    version.save()
    run.about(version.subject)
    begin_work(run, version, TAKE_IN, State.READING)
    return _decided(version)


@action("feeds.stop", label=gettext_lazy("Stop taking a file in"), seats=KEEPERS, surfaces=FACES)
def stop(run: Run, data: OneVersion) -> Decided:
    """Stop a file half-way: it can go on where it stopped, or be taken back whole."""
    _row, version = _both(run, data.version_id)
    if version.state in {State.READING, State.APPLYING, State.UNDOING}:
        works.ask_to_end(version.work_id, run.now)
        run.changed(version.subject, "state", old=version.state, new=State.STOPPED.value)
        version.state = State.STOPPED
        version.save(update_fields=["state"])
    return _decided(version)


@action("feeds.go_on", label=gettext_lazy("Go on taking a file in"), seats=KEEPERS, surfaces=FACES)
def go_on(run: Run, data: OneVersion) -> Decided:
    """Go on with a file that was stopped half-way."""
    _row, version = _both(run, data.version_id)
    if version.state != State.STOPPED:
        raise _not_now(version)
    begin_work(run, version, TAKE_IN, State.APPLYING if version.applied_to else State.READING)
    return _decided(version)


@action("feeds.take_back", label=gettext_lazy("Take a half-applied file back"), seats=KEEPERS, surfaces=FACES)
def take_back(run: Run, data: OneVersion) -> Decided:
    """Take back what a file that was stopped half-way has changed: what held before holds again."""
    _row, version = _both(run, data.version_id)
    if version.state != State.STOPPED:
        raise _not_now(version)
    begin_work(run, version, TAKE_BACK, State.UNDOING)
    return _decided(version)


def _both(run: Run, version_id: int) -> tuple[Source, Version]:
    """Return the source, locked, and the version of it. Raises Missing."""
    source_id = Version.objects.filter(pk=version_id).values_list("source_id", flat=True).first()
    if source_id is None:
        raise Missing(_("There is no such version."))
    row = source_of(run, source_id)
    version = row.versions.select_for_update().get(pk=version_id)
    run.about(version.subject)
    return row, version


def _check(mapping: dict[str, str], version: Version) -> None:
    if unknown := [name for name in mapping if name not in FIELDS]:
        raise InvalidInput({"mapping": _("There is no field “%(field)s”.") % {"field": unknown[0]}})
    if absent := [column for column in mapping.values() if column not in version.header]:
        raise InvalidInput({"mapping": _("There is no column “%(column)s” in this file.") % {"column": absent[0]}})
    if len(set(mapping.values())) < len(mapping):
        raise InvalidInput({"mapping": _("One column cannot mean two things.")})
    if lacks := missing(mapping):
        names = ", ".join(str(FIELDS[name]) for name in lacks)
        raise InvalidInput({"mapping": _("Say which column holds: %(names)s.") % {"names": names}})


def _not_now(version: Version) -> Refused:
    return Refused(
        _("This cannot be done now: the file is %(state)s.") % {"state": version.get_state_display()}, code="not_now"
    )


def _decided(version: Version) -> Decided:
    version.refresh_from_db()
    return Decided(version_id=version.pk, state=version.state, work_id=version.work_id)
