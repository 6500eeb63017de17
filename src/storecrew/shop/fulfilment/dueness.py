"""When an order has to leave: by the cut-off of its warehouse, the handling days of its method, and the work calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.stock.types import WarehouseView


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A warehouse's calendar and cut-off; without a warehouse the store's calendar and its closing time."""

    calendar: WorkCalendar
    cut_off: time | None

    def cut_off_on(self, on: date) -> datetime:
        """Return the instant until which things leave on a working day: the cut-off, or else the end of the day's work."""
        if self.cut_off is not None:
            return datetime.combine(on, self.cut_off, tzinfo=self.calendar.zone).astimezone(UTC)
        openings = list(self.calendar.openings(on))
        return (
            openings[-1][1]
            if openings
            else datetime.combine(on, time(23, 59), tzinfo=self.calendar.zone).astimezone(UTC)
        )

    def next_cut_off(self, at: datetime) -> datetime:
        """Return the next cut-off at or after `at`. Raises NeverOpen."""
        on = engine.next_working_day(self.calendar, self.calendar.local_date(at))
        cut_off = self.cut_off_on(on)
        return cut_off if cut_off >= at else self.cut_off_on(engine.add_working_days(self.calendar, on, 1))

    def due(self, placed_at: datetime, handling_days: int) -> datetime:
        """Return when something ordered at `placed_at` has to leave.

        What comes before the cut-off of a working day counts as that day's, everything else as the next working day's;
        `handling_days` working days later it has to be gone.
        """
        first = self.calendar.local_date(self.next_cut_off(placed_at))
        return self.cut_off_on(engine.add_working_days(self.calendar, first, handling_days) if handling_days else first)


def clockwork_of(place: WarehouseView | None) -> Clockwork:
    """Return the clock of a warehouse; one question, kept by the clock room while its calendar does not change."""
    if place is None:
        return Clockwork(work_calendar(), None)
    calendar = work_calendar(place.calendar) if place.calendar else work_calendar()
    return Clockwork(calendar, time.fromisoformat(place.cut_off) if place.cut_off else None)


def due_at(
    clock: Clockwork, placed_at: datetime, handling: Mapping[int, int], method_id: int | None, ship_by: datetime | None
) -> datetime | None:
    """Return when an order has to leave: the earlier of what its method's handling says and what the promise needs.

    Orders of a method that is gone, or of none, follow the promise alone.
    """
    days = handling.get(method_id) if method_id is not None else None
    try:
        own = clock.due(placed_at, days) if days is not None else None
    except engine.NeverOpen:
        own = None
    known = [at for at in (own, ship_by) if at is not None]
    return min(known, default=None)
