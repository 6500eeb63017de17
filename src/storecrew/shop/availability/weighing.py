"""What is known about words, put together for the rule: calendars, records, speeds and thresholds, at a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storecrew.kernel import many
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.availability import learning, pace
from storecrew.shop.availability.learning import NO_RECORD, Flow, Record, Speed
from storecrew.shop.availability.models import Record as RecordRow
from storecrew.shop.availability.models import Stream, Threshold
from storecrew.shop.availability.pace import Span
from storecrew.shop.availability.rule import USUAL, Grounds, Thresholds, Verdict, judge
from storecrew.shop.availability.words import Word
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView, SupplierView

SOON, LATE = timedelta(minutes=30), timedelta(hours=12)
"""A word is looked at again for its age no sooner and no later than this."""
STEP = 0.5
"""And in between when so many more pieces are expected to have gone."""
EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word with what the rule made of it."""

    word: Word
    grounds: Grounds
    speed: Speed
    limits: Thresholds
    verdict: Verdict


class Scales:
    """Everything that is needed to weigh words of these sites at one moment."""

    def __init__(self, site_ids: Iterable[int], now: datetime, offer_ids: Iterable[int] = ()) -> None:
        self.now = now
        self.today: date = supply.store_day(now)
        self.sites: dict[int, SiteView] = supply.sites_by_id(site_ids)
        owners = {site.supplier_id for site in self.sites.values()}
        self.suppliers = dict(supply.suppliers_by_id(owners))
        self._calendars = {
            code: work_calendar(code) if code else work_calendar()
            for code in {one.calendar for one in self.sites.values()}
        }
        self._limits = _limits(owners)
        self._records, self._lags = _records(owners, offer_ids)
        self._usual = _usual(self.sites)
        self._spans: dict[tuple[int, datetime, datetime], Span] = {}
        self._site_lags: dict[int, float] = {}
        self._rights: dict[tuple[int, int], float] = {}
        self._opens: dict[int, tuple[date | None, int]] = {}

    def calendar(self, site_id: int) -> WorkCalendar:
        """Return when a site works."""
        return self._calendars[self.sites[site_id].calendar]

    def supplier(self, site_id: int) -> SupplierView:
        """Return whose site it is."""
        return self.suppliers[self.sites[site_id].supplier_id]

    def limits(self, site_id: int) -> Thresholds:
        """Return what the store dares there."""
        return self._limits.get(self.sites[site_id].supplier_id) or self._limits.get(None) or USUAL

    def span(self, site_id: int, start: datetime, end: datetime) -> Span:
        """Return how much time counts there between two moments."""
        key = (site_id, start, end)
        found = self._spans.get(key)
        if found is None:
            found = self._spans[key] = pace.span(self.calendar(site_id), start, end)
        return found

    def speed(self, word: Word) -> Speed:
        """Return how fast pieces of it leave to others."""
        still = self.span(word.site_id, word.value_since, word.seen_at).days if word.quantity else 0.0
        return learning.speed_of(word.flow, self._usual.get(word.site_id, learning.UNSEEN_RATE), still)

    def right(self, word: Word) -> float:
        """Return the chance that it was so when it was said."""
        return self.right_at(word.site_id, word.offer_id, word.seen_at)

    def right_at(self, site_id: int, offer_id: int, seen_at: datetime) -> float:
        """Return the chance that what was said of an offer about that moment was so."""
        supplier_id = self.sites[site_id].supplier_id
        weekday = self.calendar(site_id).local_date(seen_at).weekday()
        own = self._records.get(f"offer:{offer_id}")
        known = self._rights.get((supplier_id, weekday)) if own is None else None
        if known is not None:
            return known
        found = learning.right_of(
            self.record(EVERYBODY),
            self.record(f"supplier:{supplier_id}"),
            self.record(f"supplier:{supplier_id}:{weekday}"),
            own or NO_RECORD,
        )
        if own is None:
            self._rights[supplier_id, weekday] = found
        return found

    def lags(self, supplier_id: int) -> tuple[float, ...]:
        """Return how likely it is, in logs, that a supplier's numbers are as much older than they claim as `LAGS`."""
        return self._lags.get(supplier_id, learning.NO_LAGS)

    def lag(self, site_id: int) -> float:
        """Return how many days older than they claim the numbers of a site are, on average."""
        return learning.lag_of(self.lags(self.sites[site_id].supplier_id))

    def record(self, whose: str) -> Record:
        """Return how often somebody was right."""
        return self._records.get(whose, NO_RECORD)

    def grounds(self, word: Word) -> Grounds:
        """Return what is known about a word."""
        passed = self.span(word.site_id, word.seen_at, self.now)
        speed, days = self.speed(word), passed.days + self._site_lag(word.site_id)
        opens, rests = self._opening(word.site_id)
        return Grounds(
            quantity=word.quantity,
            worked=passed.worked,
            days=days,
            gone=speed.rate * days,
            shape=speed.shape,
            right=self.right(word),
            offered=self._offered(word),
            opens_on=opens,
            rests=rests,
        )

    def weigh(self, word: Word) -> Weighed:
        """Say how much of a word may be sold now."""
        grounds, limits = self.grounds(word), self.limits(word.site_id)
        return Weighed(word, grounds, self.speed(word), limits, judge(grounds, limits))

    def next_look(self, one: Weighed) -> datetime | None:
        """Return when age may hold more of it back; None: there is nothing left to hold back."""
        if not one.verdict.sellable:
            return None
        steps = timedelta(days=max(STEP, one.grounds.gone / 10) / max(one.speed.rate, 1e-3))
        stops = timedelta(days=max(0.0, one.limits.stop_after - one.grounds.worked))
        return self.now + max(SOON, min(steps, stops, LATE))

    def _site_lag(self, site_id: int) -> float:
        found = self._site_lags.get(site_id)
        if found is None:
            found = self._site_lags[site_id] = self.lag(site_id)
        return found

    def _opening(self, site_id: int) -> tuple[date | None, int]:
        found = self._opens.get(site_id)
        if found is None:
            found = self._opens[site_id] = pace.opens_on(self.calendar(site_id), self.now)
        return found

    def _offered(self, word: Word) -> bool:
        if (
            word.ended_at is not None
            or self.supplier(word.site_id).state != "active"
            or self.sites[word.site_id].closed
        ):
            return False
        early = word.valid_from is not None and self.today < word.valid_from
        return not early and (word.valid_until is None or self.today <= word.valid_until)


def _limits(supplier_ids: set[int]) -> dict[int | None, Thresholds]:
    rows = Threshold.objects.filter(supplier=None) | Threshold.objects.filter(supplier_id__in=supplier_ids)
    return {
        row.supplier_id: Thresholds(
            risk=row.risk, confirm_after=row.confirm_after, stop_after=row.stop_after, cap=row.cap
        )
        for row in rows
    }


def _records(
    supplier_ids: set[int], offer_ids: Iterable[int]
) -> tuple[dict[str, Record], dict[int, tuple[float, ...]]]:
    keys = [EVERYBODY, *(f"offer:{pk}" for pk in offer_ids)]
    for pk in supplier_ids:
        keys += [f"supplier:{pk}", *(f"supplier:{pk}:{day}" for day in range(7))]
    rows = RecordRow.objects.filter(pk__in=many.among(keys))
    columns = ("whose", "lags", "expected", "had", "expected_lately", "had_lately", "at")
    found: dict[str, Record] = {}
    lags: dict[int, tuple[float, ...]] = {}
    for whose, logs, *sums in rows.values_list(*columns):
        found[whose] = Record(*sums)
        if len(logs) == len(learning.LAGS):
            lags[int(whose.split(":")[1])] = tuple(logs)
    return found, lags


def _usual(site_ids: Iterable[int]) -> dict[int, float]:
    flows: dict[int, list[Flow]] = {pk: [] for pk in site_ids}
    for site_id, out, days in Stream.objects.filter(site_id__in=flows).values_list("site_id", "out", "days"):
        flows[site_id].append(Flow(out=out, days=days))
    return {pk: learning.usual_rate(rows) for pk, rows in flows.items()}
