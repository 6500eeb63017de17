"""The panels and the day of a seat's home. Rooms register theirs; the desk shows them in order."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Moment, Panel

type PanelSource = Callable[[Actor, datetime], Panel | None]
type DaySource = Callable[[Actor, datetime, datetime], Iterable[Moment]]

EVERY_SEAT = "today"
"""The name under which a panel stands on Today itself."""

_panels: dict[str, list[tuple[int, str, PanelSource]]] = {}
_days: dict[str, list[tuple[str, DaySource]]] = {}


def panel(seat: str, order: int = 100) -> Callable[[PanelSource], PanelSource]:
    """Register a part of a seat's home (or of Today: `EVERY_SEAT`); the function returns None to stay away."""

    def decorate(function: PanelSource) -> PanelSource:
        _panels.setdefault(seat, []).append((order, function.__qualname__, function))
        return function

    return decorate


def day(seat: str) -> Callable[[DaySource], DaySource]:
    """Register what stands on the ruler of a seat's day: `(actor, from, until) -> moments`."""

    def decorate(function: DaySource) -> DaySource:
        _days.setdefault(seat, []).append((function.__qualname__, function))
        return function

    return decorate


def panels(seat: str, actor: Actor, now: datetime) -> list[Panel]:
    """Return the panels of a seat's home, in order."""
    ordered = sorted(_panels.get(seat, []), key=lambda row: row[:2])
    made = [
        panel for _order, name, make in ordered for panel in tolerate(f"panel {name}", partial(_one, make, actor, now))
    ]
    return [panel for panel in made if panel is not None]


def _one(make: PanelSource, actor: Actor, now: datetime) -> list[Panel | None]:
    return [make(actor, now)]


def moments(seats: Iterable[str], actor: Actor, start: datetime, end: datetime) -> list[Moment]:
    """Return what happens between `start` and `end` for these seats, earliest first."""
    sources = dict.fromkeys(source for seat in seats for source in _days.get(seat, []))
    found = [moment for name, ask in sources for moment in tolerate(f"day {name}", partial(ask, actor, start, end))]
    return sorted(
        (one for one in found if start <= one.at < end),
        key=lambda one: (one.at, str(one.label)),
    )
