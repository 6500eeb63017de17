"""When suppliers and the store work."""

from collections.abc import Collection
from datetime import datetime, timedelta

from storecrew.kernel.clock.reads import work_calendar, work_calendars
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.supply import reads as supply

DAY = timedelta(days=1)
LONGEST = 400
"""Days within which days of rest are looked for."""


class Clocks:
    """The store's calendar, and of each supplier that of the first warehouse; the store's where they have none."""

    def __init__(self, supplier_ids: Collection[int]) -> None:
        """One question for the warehouses, one for their calendars."""
        self.ours = work_calendar()
        codes = {
            supplier_id: next((site.calendar for site in sites if site.calendar), "")
            for supplier_id, sites in supply.sites_of(supplier_ids).items()
        }
        known = work_calendars(code for code in codes.values() if code)
        self._theirs = {supplier_id: known[code] for supplier_id, code in codes.items() if code}

    def of(self, supplier_id: int) -> WorkCalendar:
        """Return when a supplier works."""
        return self._theirs.get(supplier_id, self.ours)

    def worked_days(self, supplier_id: int, start: datetime, end: datetime) -> float:
        """Return how many days lie between two moments, whole days of rest between them left out."""
        calendar = self.of(supplier_id)
        first, last = calendar.local_date(start), calendar.local_date(end)
        between = min((last - first).days - 1, LONGEST)
        rest = sum(not calendar.day(first + timedelta(days=number)).is_working for number in range(1, between + 1))
        return max(0.0, (end - start) / DAY - rest)
