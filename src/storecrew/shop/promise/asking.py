"""From a question to the grounds of its answer: calendars, cut-off, the carrier's words, and what was learned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar, work_calendars
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.promise import knowledge
from storecrew.shop.promise.calendars import ROADS, WORKS, roads_ahead, roads_of, works_ahead
from storecrew.shop.promise.engine.model import Case, Model
from storecrew.shop.promise.grounds import UNIT, Experience, Grounds, reckon, said_by
from storecrew.shop.promise.types import Ask, Way, Window
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import WarehouseView

ENOUGH: Final = 20
"""Arrivals in a country that weigh as much as the carrier's word."""
CHANCE: Final = 0.8
"""Of the window that is promised: nine of ten have come by its last day."""


@dataclass(slots=True)
class Setting:
    """What all questions of a moment share: warehouses by subject, the one asked first, the store's calendar."""

    places: Mapping[str, WarehouseView]
    first: WarehouseView | None
    own: WorkCalendar
    _others: dict[str, WorkCalendar] = field(default_factory=dict)

    @property
    def time_zone(self) -> str:
        """Return the store's time zone."""
        return self.own.timezone

    def expect(self, sources: Iterable[str]) -> None:
        """Ask for the calendars of sources with one question."""
        places = (self.places.get(source) or self.first for source in sources)
        codes = {place.calendar for place in places if place and place.calendar} - self._others.keys()
        self._others |= work_calendars(codes) if codes else {}

    def works(self, source: str) -> tuple[str, WorkCalendar, time | None]:
        """Return name, calendar and cut-off of a source; of the place that is asked first where none is settled.

        Each calendar is asked for once.
        """
        place = self.places.get(source) or self.first
        code = place.calendar if place else ""
        if code and code not in self._others:
            self._others[code] = work_calendar(code)
        calendar = self._others[code] if code else self.own
        return WORKS + code, calendar, time.fromisoformat(place.cut_off) if place and place.cut_off else None


def setting() -> Setting:
    """Return the setting; two questions, and one for all calendars that differ from the store's."""
    places = stock.open_warehouses()
    selling = [place for place in places if place.sells]
    by_subject = {f"warehouse:{place.warehouse_id}": place for place in places}
    return Setting(by_subject, selling[0] if selling else None, work_calendar())


def windows_of(asks: Sequence[Ask], now: datetime) -> tuple[Window, ...]:
    """Answer many questions; the number of questions to the database does not grow with them."""
    if not asks:
        return ()
    known, shared = knowledge.current(), setting()
    shared.expect({ask.source for ask in asks})
    return tuple(window_of(grounds_of(ask, now, shared, known)) for ask in asks)


def window_of(grounds: Grounds) -> Window:
    """Return the window that follows from grounds, with them."""
    found = reckon(grounds)
    return Window(
        first=found.first,
        last=found.last,
        ship_by=grounds.ship_by,
        chance=found.chance,
        parcels=found.parcels,
        grounds=grounds.model_dump(mode="json"),
    )


def grounds_of(ask: Ask, now: datetime, shared: Setting, known: tuple[str, Model] | None) -> Grounds:
    """Return all that the answer to a question rests on."""
    name, works, cut_off = shared.works(ask.source)
    roads = roads_of(ask.country, shared.time_zone)
    counted, starts = counted_from(works, cut_off, now)
    begin = counted.toordinal()
    plain = Grounds(
        asked_at=now,
        counts_from=counted,
        source=ask.source,
        country=ask.country,
        method_id=ask.way.method_id,
        handling=ask.way.handling,
        transit=ask.way.transit,
        works=works_ahead(works, begin),
        roads=roads_ahead(roads, begin),
    )
    leaves_by = reckon(plain).leaves_by
    changes: dict[str, object] = {"ship_by": _closing(works, cut_off, leaves_by)}
    if known is not None:
        case = case_of(
            ask.way,
            ask.source,
            ask.country,
            ask.region,
            works=name,
            placed=begin + starts,
            said=said_by(plain)[1] + 1.0,
        )
        changes["experience"] = _experience(case, starts, *known)
    return plain.model_copy(update=changes)


def counted_from(works: WorkCalendar, cut_off: time | None, now: datetime) -> tuple[date, float]:
    """Return the day that something ordered now counts from, and which part of it is over when its clock starts."""
    local = now.astimezone(works.zone)
    try:
        counted = engine.next_working_day(works, local.date())
        if counted == local.date() and cut_off is not None and local.time() > cut_off:
            counted = engine.add_working_days(works, counted, 1)
    except engine.NeverOpen:
        counted = local.date()
    over = (local.hour * 3600 + local.minute * 60 + local.second) / 86400
    return counted, round(over, 6) if counted == local.date() else 0.0


def case_of(way: Way, source: str, country: str, region: str, *, works: str, placed: float, said: float | None) -> Case:
    """Return a case as the engine knows it: groups from the widest to the narrowest, and what was said."""
    method = f"method:{way.method_id}" if way.method_id is not None else f"by:{way.carrier}"
    return Case(
        placed=placed,
        source=("all", source) if source else ("all",),
        lane=("all", method, f"to:{country}", f"to:{country}/{region}", f"{method}>{country}/{region}"),
        works=works,
        roads=ROADS + country,
        handling=sum(way.handling) / 2,
        transit=sum(way.transit) / 2,
        said=said,
    )


def _experience(case: Case, starts: float, version: str, model: Model) -> Experience | None:
    """Return what was learned that matters to a case; None where nothing has arrived in its country yet."""
    if not model.knows(case):
        return None
    samples = model.samples(case.lane[2])
    weight = int(1000 * samples / (samples + ENOUGH))
    if not weight:
        return None
    outlook = model.outlook(case)
    begins, ends = model.levels[CHANCE].ends
    return Experience(
        version=version,
        parcels=int(model.arrivals(case.lane[2])),
        weight=weight,
        starts=starts,
        expected=round(outlook.expected, 6),
        lengths=model.lengths(case.roads),
        curve=tuple(round(part * UNIT) for part in outlook.curve),
        ends=(round(begins, 6), round(ends, 6)),
        chance=(1 + CHANCE) / 2,
    )


def _closing(works: WorkCalendar, cut_off: time | None, on: date) -> datetime | None:
    """Return when the last things leave on a day."""
    if cut_off is not None:
        return datetime.combine(on, cut_off, tzinfo=works.zone)
    openings = works.openings(on)
    return openings[-1][1] if openings else None
