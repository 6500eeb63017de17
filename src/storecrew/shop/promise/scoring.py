"""How good promises were: what arrived against what was promised, with as much certainty as there is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Final

from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.promise.models import Observation, What

ENOUGH: Final = 20
"""Arrivals below which nothing is said of a group but how many they are."""
SURE: Final = 1.96
"""Of a normal distribution: 95 of 100."""


@dataclass(slots=True)
class Tally:
    """Arrivals of one group. `early`, `late`: before the first and after the last promised day; `days`: to the last day."""

    arrived: int = 0
    early: int = 0
    late: int = 0
    ahead: int = 0
    """Days between arriving and the last promised day, summed; late ones count below nothing."""
    overdue: int = 0
    """Not arrived, and the last promised day is over."""

    def take(self, first: date, last: date, on: date) -> None:
        """Take an arrival in."""
        self.arrived += 1
        self.early += on < first
        self.late += on > last
        self.ahead += (last - on).days


def interval(hits: int, of: int) -> tuple[float, float]:
    """Return between which shares the true one lies, 95 times of 100 (Wilson 1927)."""
    share, extra = hits / of, SURE * SURE / of
    middle = (share + extra / 2) / (1 + extra)
    reach = SURE * sqrt(share * (1 - share) / of + extra / (4 * of)) / (1 + extra)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def tallies(now: datetime, days: int) -> Mapping[tuple[str, str], Tally]:
    """Return arrivals of the last days by (kind, group): `all`, `source`, `lane`, `month`. Two questions."""
    calendar = work_calendar()
    today, since = calendar.local_date(now), now - timedelta(days=days)
    found: dict[tuple[str, str], Tally] = {}
    rows = Observation.objects.filter(what=What.DELIVERED, at__gte=since).exclude(promised_last=None)
    columns = ("source", "country", "region", "promised_first", "promised_last", "at", "shipment")
    for source, country, region, first, last, at, _shipment in rows.values_list(*columns).iterator():
        on = calendar.local_date(at)
        for group in _groups(source, country, region, on):
            found.setdefault(group, Tally()).take(first or last, last, on)
    for (source, country, region), count in _overdue(today, since).items():
        for group in _groups(source, country, region, None):
            found.setdefault(group, Tally()).overdue += count
    return found


def _groups(source: str, country: str, region: str, on: date | None) -> Iterable[tuple[str, str]]:
    yield "all", ""
    yield "source", source
    yield "lane", f"{country}/{region}" if region else country
    if on is not None:
        yield "month", f"{on:%Y-%m}"


def _overdue(today: date, since: datetime) -> Counter[tuple[str, str, str]]:
    """Count what left, has not arrived, and should have."""
    ended = Observation.objects.filter(what__in=[What.DELIVERED, What.ENDED]).values("shipment")
    rows = Observation.objects.filter(what=What.HANDED_OVER, promised_last__lt=today, at__gte=since)
    open_ones = rows.exclude(shipment__in=ended).values_list("source", "country", "region")
    return Counter((source, country, region) for source, country, region in open_ones)
