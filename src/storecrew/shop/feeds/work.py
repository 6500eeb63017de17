"""The long works of feeds: take a file in through the gate, and take a half-applied one back."""

from collections.abc import Callable
from itertools import batched
from typing import Any, Final

from django.utils.translation import gettext_lazy

from storecrew.kernel.jobs.work import CannotGoOn, LongWork, long_work
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.table import NOTES
from storecrew.shop.feeds.actions.applying import AT_ONCE, Some, apply_changes, take_back_changes
from storecrew.shop.feeds.actions.asking import gate
from storecrew.shop.feeds.actions.receiving import TAKE_BACK, TAKE_IN
from storecrew.shop.feeds.actions.taking import Judged, OneVersion, accept, judge, undone
from storecrew.shop.feeds.gate.examining import Examined, examine, say_again
from storecrew.shop.feeds.gate.lines import amount
from storecrew.shop.feeds.gate.stage import Stage
from storecrew.shop.feeds.models import BadRow, Version
from storecrew.shop.feeds.opening import SHELF, found_of, header_of, rows_of
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.staging import base_that_holds, offers_of, places_of, question_of, reading_of, stage_of
from storecrew.shop.feeds.types import Scope, State

ROWS: Final = 1_000
"""Changes in one transaction: what a writer of the store waits for at most is a fraction of a second."""
TICK_EVERY: Final = 12
"""Blocks of lines between two signs of life."""
WHY = "a supplier's file is taken in"


@long_work(TAKE_IN, label=gettext_lazy("Supplier's file"))
def take_in(work: LongWork) -> None:
    """Lay a file beside what holds, judge it, apply what it changes, and let it hold."""
    version = _version(work)
    if version.state == State.READING:
        _examine(work, version)
        version.refresh_from_db()
    if version.state == State.APPLYING:
        _apply(work, version)


@long_work(TAKE_BACK, label=gettext_lazy("Taking a supplier's file back"))
def take_back(work: LongWork) -> None:
    """Say again what was said before a file that was stopped half-way."""
    version = _version(work)
    if version.state != State.UNDOING:
        return
    _rebuild(work, version)
    while version.applied_to:
        with work.step() as step:
            data = Some(version_id=version.pk, after=version.applied_to, rows=ROWS)
            done = take_back_changes(gate(WHY), data, now=work.now)
            step.move(done.rows)
        version.applied_to = done.last
        if done.over:
            break
    with work.step():
        undone(gate(WHY), OneVersion(version_id=version.pk), now=work.now)
    stage_of(version).unlink(missing_ok=True)


def _version(work: LongWork) -> Version:
    rows = Version.objects.select_related("source", "source__current", "of", "of__source")
    return rows.get(pk=work.params["version_id"])


def _examine(work: LongWork, version: Version) -> None:
    try:
        found = _fill(work, version)
    except (Unreadable, FileNotFoundError) as error:
        code = error.code if isinstance(error, Unreadable) else "file_gone"
        params = {**error.params} if isinstance(error, Unreadable) else {}
        with work.step():
            _judge(work, version, Examined({}, [], None), trouble={"code": code, "params": params})
        raise CannotGoOn(sentence_of(code, params)) from error
    _note_bad_rows(work, version)
    with work.step() as step:
        step.total = int(found.counts.get("changes", 0)) - int(found.counts.get("unknown", 0))
        _judge(work, version, found)


def _fill(work: LongWork, version: Version) -> Examined:
    """Fill the stage; what a killed worker left of it is thrown away."""
    row, tick = version.source, _ticker(work)
    with Stage(stage_of(version)) as stage:
        if version.scope == Scope.AGAIN:
            base = base_that_holds(row, reading_of(row))
            if base is None:
                raise Unreadable("file_gone")
            return Examined(dict(say_again(base, stage, offers=lambda skus: offers_of(row, skus), tick=tick)), [], base)
        ask = question_of(row, version)
        return examine(ask, stage, offers=lambda skus: offers_of(row, skus), places=places_of(row), tick=tick)


def _rebuild(work: LongWork, version: Version) -> None:
    """Fill the stage anew where it was lost: what holds is still what it was compared with."""
    with Stage(stage_of(version)) as stage:
        whole = stage.is_whole()
    if not whole:
        _fill(work, version)


def _ticker(work: LongWork) -> Callable[[], None]:
    """Return what keeps the work alive, and hears of a cancellation, while a file is read."""
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count % TICK_EVERY == 0:
            with work.step():
                pass

    return tick


def _judge(work: LongWork, version: Version, found: Examined, *, trouble: dict[str, Any] | None = None) -> None:
    base = found.base
    data = Judged(
        version_id=version.pk,
        counts=found.counts,
        trips=tuple((str(trip), params) for trip, params in found.trips),
        base=base.digest if base else "",
        base_form=base.values if base else {},
        trouble=trouble or {},
    )
    judge(gate(WHY), data, now=work.now)


def _note_bad_rows(work: LongWork, version: Version) -> None:
    """Keep what is in quarantine; begun anew, it begins with nothing."""
    with work.step():
        BadRow.objects.filter(version=version).delete()
    currency = reading_of(version.source).currency
    with Stage(stage_of(version)) as stage:
        if not stage.is_whole():
            return
        for some in stage.bad_rows():
            rows = [
                BadRow(
                    version=version,
                    line=line,
                    sku=sku[:100],
                    column=(column or (version.mapping.get("cost", "") if code == "cost_jump" else ""))[:120],
                    value=_shown(code, value, currency)[:200],
                    code=code,
                    params=_said(code, params, currency),
                )
                for line, sku, column, value, code, params in some
            ]
            with work.step():
                BadRow.objects.bulk_create(rows, batch_size=500)


def _shown(code: str, value: str, currency: str) -> str:
    text = amount(int(value), currency) if code == "cost_jump" else str(value)
    # bytes that are no text were read as lone surrogates, which no database takes
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _said(code: str, params: dict[str, Any], currency: str) -> dict[str, Any]:
    return {"before": amount(int(params["before"]), currency)} if code == "cost_jump" else params


def _apply(work: LongWork, version: Version) -> None:
    _rebuild(work, version)
    over = False
    while not over:
        with work.step() as step:
            data = Some(version_id=version.pk, after=version.applied_to, rows=ROWS)
            done = apply_changes(gate(WHY), data, now=work.now)
            step.move(done.rows)
        version.applied_to, over = done.last, done.over
    with work.step():
        _note_mended(work, version)
        accept(gate(WHY), OneVersion(version_id=version.pk), now=work.now)
    stage_of(version).unlink(missing_ok=True)


def _note_mended(work: LongWork, version: Version) -> None:
    """Close the rows in quarantine that were sent again: by the line that our own file noted beside them, or by the SKU."""
    if version.of_id is None or version.scope != Scope.PART:
        return
    with Stage(stage_of(version)) as stage:
        said = {one.number: one.sku for one in stage.said()}
    found = found_of(version.form, header_of(version.form, version.header))
    lines = [
        int(row.cells[-3])
        for row in rows_of(SHELF.path_of(version.digest), found)
        if isinstance(row, Row) and row.line in said and len(row.cells) > len(NOTES) and row.cells[-3].isdecimal()
    ]
    open_rows = BadRow.objects.filter(version_id=version.of_id, mended_at=None)
    for some in batched(lines, AT_ONCE):
        open_rows.filter(line__in=some).update(mended_at=work.now)
    for skus in batched(said.values(), AT_ONCE):
        open_rows.filter(sku__in=skus).exclude(sku="").update(mended_at=work.now)
