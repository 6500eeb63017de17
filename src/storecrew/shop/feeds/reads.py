"""What can be asked of feeds: sources with how they are, versions with what they changed, rows in quarantine."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.db.models import Count
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Surface
from storecrew.shop.feeds.gate.stage import Stage
from storecrew.shop.feeds.models import Arrival, BadRow, Source, Version
from storecrew.shop.feeds.seats import READERS
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.silence import health_of, usual_gap
from storecrew.shop.feeds.staging import stage_of
from storecrew.shop.feeds.types import HELD_GOOD, Outcome, State

FACES = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
LOOKED_BACK = 30
"""Arrivals that tell when a source usually speaks."""


class SourcesQuery(Input):
    """All sources, or those of a supplier."""

    supplier_id: int | None = None


class SourceView(Output):
    """A source. `seen_at`: when it last said something; `observed_at`: as of when its stock is known.

    `gap_s`: how many seconds usually lie between two words. `bad`: rows in quarantine. `waiting`: a version that waits for
    somebody.
    """

    source_id: int
    supplier_id: int
    supplier: str
    name: str
    kind: str
    health: str
    seen_at: datetime | None
    observed_at: datetime | None
    gap_s: int | None
    expected_hours: int | None
    every_minutes: int | None
    next_at: datetime | None
    rows: int
    stocked: int
    unknown: int
    bad: int
    version_id: int | None
    waiting: int | None
    failures: int
    trouble: str


class Sources(Output):
    """By supplier and name."""

    items: tuple[SourceView, ...]


@read("feeds.sources", label=_("Suppliers' feeds"), seats=READERS, surfaces=FACES)
def sources(ask: Ask, data: SourcesQuery) -> Sources:
    """List the ways in which suppliers tell of their stock: how each is, what it last said, what waits for somebody."""
    rows = Source.objects.shown().select_related("supplier", "current").order_by("supplier__name", "name", "pk")
    if data.supplier_id is not None:
        rows = rows.filter(supplier_id=data.supplier_id)
    found = list(rows)
    gaps = _gaps([row.pk for row in found])
    bad = _bad_rows([row.pk for row in found])
    states = [State.HELD, State.MAPPING, State.STOPPED]
    waiting = dict(
        Version.objects.filter(source__in=found, state__in=states).order_by("number").values_list("source_id", "pk")
    )
    return Sources(items=tuple(_view(row, ask.now, gaps, bad, waiting) for row in found))


def _gaps(source_ids: list[int]) -> dict[int, int]:
    """Return the usual seconds between words; one query, however many sources."""
    said = Arrival.objects.filter(source_id__in=source_ids).exclude(outcome__in=[Outcome.FAILED, Outcome.NONE])
    times: dict[int, list[datetime]] = {}
    for source_id, at in said.order_by("source_id", "-at", "-pk").values_list("source_id", "at")[:5_000]:
        if len(times.setdefault(source_id, [])) < LOOKED_BACK:
            times[source_id].append(at)
    found = {source_id: usual_gap(some) for source_id, some in times.items()}
    return {source_id: int(gap / timedelta(seconds=1)) for source_id, gap in found.items() if gap is not None}


def _bad_rows(source_ids: list[int]) -> dict[int, int]:
    rows = BadRow.objects.filter(version__source_id__in=source_ids, mended_at=None, version__state=State.ACCEPTED)
    counted = rows.order_by().values("version__source_id").annotate(rows=Count("pk"))
    return {one["version__source_id"]: one["rows"] for one in counted}


def _view(row: Source, now: datetime, gaps: dict[int, int], bad: dict[int, int], waiting: dict[int, int]) -> SourceView:
    counts = row.current.counts if row.current else {}
    return SourceView(
        source_id=row.pk,
        supplier_id=row.supplier_id,
        supplier=row.supplier.name,
        name=row.name,
        kind=row.kind,
        health=health_of(row, now),
        seen_at=row.seen_at,
        observed_at=row.said_at,
        gap_s=gaps.get(row.pk),
        expected_hours=row.expected_hours,
        every_minutes=row.every_minutes,
        next_at=row.next_at,
        rows=int(counts.get("rows", 0)),
        stocked=int(counts.get("stocked", 0)),
        unknown=int(counts.get("unknown", 0)),
        bad=bad.get(row.pk, 0),
        version_id=row.current_id,
        waiting=waiting.get(row.pk),
        failures=row.failures,
        trouble=sentence_of(row.trouble["code"], row.trouble.get("params", {})) if row.trouble else "",
    )


class VersionsQuery(Input):
    """The versions of a source, older than the one numbered `before`."""

    source_id: int
    before: int | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class VersionView(Output):
    """A file of a source. `counts`: rows, bad, added, changed, delisted, costs, repeated, unknown, stocked."""

    version_id: int
    source_id: int
    number: int
    name: str
    scope: str
    state: str
    size: int
    counts: dict[str, Any]
    trips: tuple[str, ...]
    trouble: str
    observed_at: datetime
    received_at: datetime
    finished_at: datetime | None
    by: str
    decided_by: str


class Versions(Output):
    """The newest first."""

    items: tuple[VersionView, ...]


@read("feeds.versions", label=_("Files of a feed"), seats=READERS, surfaces=FACES)
def versions(ask: Ask, data: VersionsQuery) -> Versions:
    """List the files of a source with what each changed and what became of it."""
    rows = Version.objects.filter(source_id=data.source_id).order_by("-number")
    if data.before is not None:
        rows = rows.filter(number__lt=data.before)
    return Versions(items=tuple(version_view(row) for row in rows[: data.limit]))


def version_view(row: Version) -> VersionView:
    """Return a version as others may hold it."""
    return VersionView(
        version_id=row.pk,
        source_id=row.source_id,
        number=row.number,
        name=row.name,
        scope=row.scope,
        state=row.state,
        size=row.size,
        counts=row.counts,
        trips=tuple(sentence_of(code, params) for code, params in row.trips),
        trouble=sentence_of(row.trouble["code"], row.trouble.get("params", {})) if row.trouble else "",
        observed_at=row.observed_at,
        received_at=row.received_at,
        finished_at=row.finished_at,
        by=row.by,
        decided_by=row.decided_by,
    )


class VersionQuery(Input):
    """A version; `after`: rows in quarantine behind this one."""

    version_id: int
    after: int = 0
    limit: Annotated[int, Field(ge=0, le=500)] = 100


class BadView(Output):
    """A row in quarantine: where, what stands there, what is wrong with it."""

    row_id: int
    line: int
    sku: str
    column: str
    value: str
    sentence: str


class VersionInFull(Output):
    """A version, its source, and rows of it that could not be taken and were not mended."""

    version: VersionView
    source: SourceView
    bad: tuple[BadView, ...]
    bad_total: int


@read("feeds.version", label=_("File of a feed"), seats=READERS, surfaces=FACES)
def version(ask: Ask, data: VersionQuery) -> VersionInFull:
    """Tell what a file changed, why it is held, and which of its rows could not be taken."""
    row = Version.objects.select_related("source__supplier", "source__current").filter(pk=data.version_id).first()
    if row is None:
        raise Missing(gettext("There is no such version."))
    rows = row.bad_rows.filter(mended_at=None)
    shown = rows.filter(pk__gt=data.after).order_by("pk")[: data.limit]
    source_ids = [row.source_id]
    source = _view(row.source, ask.now, _gaps(source_ids), _bad_rows(source_ids), {})
    return VersionInFull(
        version=version_view(row),
        source=source,
        bad=tuple(_bad(one) for one in shown),
        bad_total=rows.count(),
    )


def _bad(row: BadRow) -> BadView:
    return BadView(
        row_id=row.pk,
        line=row.line,
        sku=row.sku,
        column=row.column,
        value=row.value,
        sentence=sentence_of(row.code, row.params),
    )


class DiffQuery(Input):
    """What a version that is held or half-way would change; behind the change numbered `after`."""

    version_id: int
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class ChangeView(Output):
    """What becomes of a SKU. None: not listed. Costs in minor units. `ours`: we offer it."""

    number: int
    line: int
    sku: str
    before: int | None
    after: int | None
    cost_before: int | None
    cost_after: int | None
    held: bool
    ours: bool


class Diff(Output):
    """Changes in the order of the file; empty once they were applied, then the history of each good has them."""

    items: tuple[ChangeView, ...]
    last: int | None


@read("feeds.diff", label=_("What a file would change"), seats=READERS, surfaces=FACES)
def diff(ask: Ask, data: DiffQuery) -> Diff:
    """List what a file that is held, or half-way, changes against what holds."""
    row = Version.objects.filter(pk=data.version_id).first()
    if row is None:
        raise Missing(gettext("There is no such version."))
    path = stage_of(row)
    if not path.is_file():
        return Diff(items=(), last=None)
    with Stage(path) as stage:
        if not stage.is_whole():
            return Diff(items=(), last=None)
        found = stage.changes(after=data.after, limit=data.limit + 1)
    items = tuple(
        ChangeView(
            number=one.number,
            line=one.line,
            sku=one.sku,
            before=one.before if one.had else None,
            after=one.after,
            cost_before=one.cost_before,
            cost_after=one.cost_after,
            held=one.held,
            ours=one.offer_id is not None,
        )
        for one in found[: data.limit]
    )
    return Diff(items=items, last=items[-1].number if len(found) > data.limit else None)


@dataclass(frozen=True, slots=True)
class Words:
    """A source that is waited for, and when it spoke in a time, oldest first. `from_at`: since when it can be counted."""

    source_id: int
    supplier_id: int
    name: str
    expected_hours: int
    from_at: datetime
    spoke: tuple[datetime, ...]


def words_of(supplier_ids: Collection[int] | None, *, since: datetime, until: datetime) -> tuple[Words, ...]:
    """Return the sources that should speak at a rhythm, with when they did; None: of all suppliers. Two questions.

    Paused ones are left out: nobody waits for them.
    """
    rows = Source.objects.shown().filter(expected_hours__isnull=False, paused_at=None, created_at__lt=until)
    rows = rows if supplier_ids is None else rows.filter(supplier__in=supplier_ids)
    spoke: dict[int, list[datetime]] = {}
    heard = Arrival.objects.filter(source__in=rows, at__gte=since, at__lt=until).exclude(
        outcome__in=[Outcome.FAILED, Outcome.NONE]
    )
    for source_id, at in heard.order_by("at", "pk").values_list("source_id", "at"):
        spoke.setdefault(source_id, []).append(at)
    return tuple(
        Words(
            source_id=row.pk,
            supplier_id=row.supplier_id,
            name=row.name,
            expected_hours=row.expected_hours or 0,
            from_at=max(since, row.created_at),
            spoke=tuple(spoke.get(row.pk, ())),
        )
        for row in rows.order_by("supplier_id", "pk")
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file of a supplier that was held, with the reasons. `let_through`: somebody let it in all the same."""

    version_id: int
    source: str
    name: str
    at: datetime
    why: tuple[str, ...]
    let_through: bool


def troubles_of(supplier_id: int, *, since: datetime, limit: int = 50) -> tuple[Trouble, ...]:
    """Return the files of a supplier that looked wrong as a whole, newest first. One question."""
    rows = Version.objects.filter(source__supplier=supplier_id, received_at__gte=since).exclude(trips=[])
    return tuple(
        Trouble(
            version_id=row.pk,
            source=row.source.name,
            name=row.name,
            at=row.received_at,
            why=tuple(sentence_of(code, params) for code, params in row.trips),
            let_through=row.state in HELD_GOOD,
        )
        for row in rows.select_related("source").order_by("-received_at", "-pk")[:limit]
    )
