"""Apply what a version changes, some thousand rows in one transaction; and take it back the same way."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Surface
from storecrew.shop.availability import actions as availability
from storecrew.shop.feeds.actions.receiving import A_MOMENT
from storecrew.shop.feeds.actions.sources import source_of
from storecrew.shop.feeds.gate.stage import Change, Stage
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.staging import stage_of
from storecrew.shop.feeds.types import State
from storecrew.shop.supply import actions as supply

AT_ONCE = 5_000
A_BLINK = timedelta(microseconds=1)
CALLS = (availability.take_said, supply.set_costs)


class Some(Input):
    """The next changes of a version: those numbered higher than `after`, or, taking back, up to it."""

    version_id: int
    after: int
    rows: Annotated[int, Field(ge=1, le=AT_ONCE)] = AT_ONCE


class Applied(Output):
    """Up to which change it went; `over`: there is nothing left."""

    last: int
    rows: int
    over: bool


@action(
    "feeds.apply_changes",
    label=gettext_lazy("Apply changes of a file"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    calls=CALLS,
)
def apply_changes(run: Run, data: Some) -> Applied:
    """Say the next changed quantities to the availability room, and changed costs to the supply room."""
    row, version = _both(run, data, State.APPLYING)
    with Stage(stage_of(version)) as stage:
        changes = stage.matched(after=data.after, limit=data.rows)
    _say(run, row, changes, version.observed_at, back=False)
    last = changes[-1].number if changes else data.after
    version.applied_to = last
    version.save(update_fields=["applied_to"])
    return Applied(last=last, rows=len(changes), over=len(changes) < data.rows)


@action(
    "feeds.take_back_changes",
    label=gettext_lazy("Take back changes of a file"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    calls=CALLS,
)
def take_back_changes(run: Run, data: Some) -> Applied:
    """Say the quantities and costs of before again, the last changes first."""
    row, version = _both(run, data, State.UNDOING)
    with Stage(stage_of(version)) as stage:
        changes = stage.matched_back(before=data.after, limit=data.rows)
    _say(run, row, changes, version.observed_at + A_MOMENT, back=True)
    last = changes[-1].number - 1 if changes else 0
    version.applied_to = last
    version.save(update_fields=["applied_to"])
    return Applied(last=last, rows=len(changes), over=len(changes) < data.rows)


def _both(run: Run, data: Some, state: State) -> tuple[Source, Version]:
    version = Version.objects.select_for_update().get(pk=data.version_id)
    row = source_of(run, version.source_id)
    run.about(version.subject)
    if version.state != state or version.applied_to != data.after:
        raise Refused("another worker was here", code="overtaken")
    return row, version


def _say(run: Run, row: Source, changes: Sequence[Change], at: datetime, *, back: bool) -> None:
    """Say quantities by stream and warehouse, and costs.

    What cannot be read any more moves to a stream that is never confirmed, as of the newest word that was read: from there
    on it grows older.
    """
    told: dict[tuple[str, int, datetime], list[tuple[int, int | None, int | None]]] = defaultdict(list)
    costs: list[tuple[int, int]] = []
    for one in changes:
        quantity, cost, was = (
            (one.before, one.cost_before, one.cost_after) if back else (one.after, one.cost_after, one.cost_before)
        )
        held = one.held and not back
        stream, seen_at = (f"{row.stream}.held", (row.said_at or at) + A_BLINK) if held else (row.stream, at)
        told[stream, one.site_id, seen_at].append((one.offer_id or 0, quantity, one.line or None))
        if cost is not None and cost != was:
            costs.append((one.offer_id or 0, cost))
    for (stream, site_id, seen_at), rows in told.items():
        said = availability.TakeSaid(stream=stream, site_id=site_id, observed_at=seen_at, rows=tuple(rows))
        run.call(availability.take_said, said)
    if costs:
        run.call(supply.set_costs, supply.SetCosts(supplier_id=row.supplier_id, rows=tuple(costs)))


__all__ = ["CALLS", "Applied", "Some", "apply_changes", "take_back_changes"]
