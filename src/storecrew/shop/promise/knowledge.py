"""What was learned, kept by name: read once by each process, made anew from all observations each night."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.promise.calendars import worked_on
from storecrew.shop.promise.engine.model import Case, Model
from storecrew.shop.promise.models import Knowledge, Observation, What

REACHES_BACK: Final = timedelta(days=730)
"""What was ordered longer ago has no weight any more."""
_known: dict[str, Model] = {}
"""Models by version: a process takes each up once."""


@dataclass(slots=True)
class Journey:
    """A shipment as it went, as far as is known."""

    row: Observation
    at: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """A model with the numbers of what it was made of."""

    model: Model
    parcels: int
    waiting: int


def current() -> tuple[str, Model] | None:
    """Return the newest knowledge with its name; None before anything was learned. One question, while it is the same."""
    version = Knowledge.objects.order_by("-pk").values_list("version", flat=True).first()
    if version is None:
        return None
    model = _known.get(version)
    if model is None:
        if len(_known) > 4:
            _known.clear()
        model = _known[version] = restored(Knowledge.objects.get(version=version).state)
    return version, model


def restored(state: Mapping[str, object]) -> Model:
    """Return the model of a state, with calendars as they are set now."""
    zone = work_calendar().timezone
    names: Iterable[str] = state["rhythms"]  # type: ignore[assignment]  # names of calendars
    return Model.restored(state, {name: worked_on(name, zone) for name in names})


def learn(until: datetime, case_for: Callable[[Observation], Case]) -> Learned | None:
    """Go through everything observed before a moment and return what is learned; None when nothing was."""
    journeys = _journeys(until)
    if not journeys:
        return None
    cases = [(journey, case_for(journey.row)) for journey in journeys]
    zone = work_calendar().timezone
    names = {case.works for _journey, case in cases} | {case.roads for _journey, case in cases}
    first = int(min(case.placed for _journey, case in cases))
    model = Model(first, {name: worked_on(name, zone) for name in sorted(names)})
    days = _Days(zone)
    events: list[tuple[float, int, str]] = []
    known = {}
    for journey, case in cases:
        known[journey.row.shipment] = case
        events.append((case.placed, 0, journey.row.shipment))
        for kind, what in enumerate((What.HANDED_OVER, What.DELIVERED, What.ENDED), 1):
            if (at := journey.at.get(what)) is not None:
                events.append((max(case.placed, days.moment(at)), kind, journey.row.shipment))
    parcels = 0
    for moment, kind, shipment in sorted(events):
        model.advance(int(moment))
        if kind == 0:
            model.begin(shipment, known[shipment])
        elif kind == 1:
            model.hand_over(shipment, moment)
        elif kind == 2:
            model.arrive(shipment, moment)
            parcels += 1
        else:
            model.give_up(shipment)
    model.advance(int(days.moment(until)))
    return Learned(model, parcels, model.waiting())


def _journeys(until: datetime) -> list[Journey]:
    """Return what is learned from: each parcel that left, and each order of which nothing has left yet."""
    rows = Observation.objects.filter(placed_at__gte=until - REACHES_BACK, at__lt=until).defer("grounds").order_by("pk")
    found: dict[str, Journey] = {}
    left = set()
    for row in rows.iterator(chunk_size=2000):
        journey = found.setdefault(row.shipment, Journey(row))
        journey.at.setdefault(row.what, row.at)
        if row.shipment != row.order:
            left.add(row.order)
    return [journey for shipment, journey in found.items() if shipment not in left]


class _Days:
    """Turns instants into the engine's moments, in the store's own time."""

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)

    def moment(self, at: datetime) -> float:
        local = at.astimezone(self._zone)
        return local.toordinal() + (local.hour * 3600 + local.minute * 60 + local.second) / 86400
