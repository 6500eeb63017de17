"""What is learned from reports and orders: how fast pieces leave a site, how often they come back, and who is right. Pure.

All sums are forgotten by halves, so that what was true a season ago does not outvote this month.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp, log
from typing import Final

FORGOTTEN_DAYS: Final = 30.0
"""After so many days of watching, what was seen counts half."""
UNSEEN_RATE: Final = 0.2
"""Pieces a day that leave, where nothing is known of a site."""
PRIOR_DAYS: Final = 3.0
"""What is usual at the site counts as much as so many days of watching."""
RESTOCK_RATE: Final = 0.12
"""Of what is out comes back so much a day, where none was seen to."""
RESTOCK_DAYS: Final = 8.0
"""And so many days of being out it takes to say otherwise."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Pieces that left to others in `days`; times there were some again in `span` days of being out.

    Days on which the site rests count less.
    """

    out: float = 0.0
    days: float = 0.0
    rises: float = 0.0
    span: float = 0.0

    def seen(self, *, was: int | None, now: int | None, own: int, days: float) -> "Flow":
        """Return what is known after a value changed from `was` to `now` in `days`, in which we took `own` pieces ourselves.

        A rise hides how many left meanwhile, so it says nothing of the speed. From nothing nothing can leave; what is sold
        out now has been so for half of the time, on average, and what is there again came back half-way. None is no longer
        listed: nobody knows what became of it.
        """
        if days <= 0 or was is None or now is None:
            return self
        kept = 0.5 ** (days / FORGOTTEN_DAYS)
        rose = now > was
        watched = was > 0 and not rose
        return Flow(
            out=self.out * kept + (max(0, was - now - own) if watched else 0),
            days=self.days * kept + (days * (0.5 if now == 0 else 1.0) if watched else 0.0),
            rises=self.rises * kept + (rose and was == 0),
            span=self.span * kept + (days * (0.5 if rose else 1.0) if was == 0 else 0.0),
        )


def usual_rate(flows: Iterable[Flow]) -> float:
    """Return how many pieces a day leave of an item of these, on average."""
    rows = list(flows)
    days = sum(row.days for row in rows)
    return (UNSEEN_RATE * PRIOR_DAYS + sum(row.out for row in rows)) / (PRIOR_DAYS + days)


@dataclass(frozen=True, slots=True)
class Speed:
    """Pieces a day: a gamma distribution with this shape and mean."""

    rate: float
    shape: float


def speed_of(flow: Flow, usual: float, still_days: float = 0.0) -> Speed:
    """Return how fast pieces leave, what is usual at the site being counted as `PRIOR_DAYS` of watching.

    `still_days`: for how long the present value has been repeated unchanged; nothing left in them.
    """
    shape = usual * PRIOR_DAYS + flow.out
    return Speed(rate=shape / (PRIOR_DAYS + flow.days + max(0.0, still_days)), shape=shape)


def restock_rate(flow: Flow) -> float:
    """Return how likely it is that something that is out comes back, a day."""
    return (RESTOCK_RATE * RESTOCK_DAYS + flow.rises) / (RESTOCK_DAYS + flow.span)


HALF_LIFE: Final = timedelta(days=90)
LATELY: Final = timedelta(days=14)
ALL_RIGHT, ALL_WEIGHT = 0.95, 20.0
"""What one may expect of suppliers in general, and how many orders it takes to say otherwise."""
SUPPLIER_WEIGHT, DAY_WEIGHT, OFFER_WEIGHT = 10.0, 5.0, 5.0
"""So many orders a supplier, a weekday and an offer need until they speak for themselves as loudly as what is above them."""
LEAST, MOST = 0.02, 0.99


@dataclass(frozen=True, slots=True)
class Record:
    """Of what should have been there when it was ordered, how much was: `had` of `expected` orders, each counted as one.

    `lately` sums are forgotten sooner: they tell whether the record falls.
    """

    expected: float = 0.0
    had: float = 0.0
    expected_lately: float = 0.0
    had_lately: float = 0.0
    at: datetime | None = None

    def after(self, *, share: float, expected: float, at: datetime) -> "Record":
        """Return the record with one more order: `share` of it was there, where `expected` of one was to be.

        What had probably gone since the report is no lie, hence `expected` below one. Outcomes may come in any order.
        """
        newest = at if self.at is None else max(self.at, at)
        long, short = self._kept(newest, HALF_LIFE), self._kept(newest, LATELY)
        weight, fresh = _faded(newest - at, HALF_LIFE), _faded(newest - at, LATELY)
        return Record(
            expected=self.expected * long + expected * weight,
            had=self.had * long + share * weight,
            expected_lately=self.expected_lately * short + expected * fresh,
            had_lately=self.had_lately * short + share * fresh,
            at=newest,
        )

    def _kept(self, at: datetime, half: timedelta) -> float:
        return 1.0 if self.at is None else _faded(at - self.at, half)


def _faded(age: timedelta, half: timedelta) -> float:
    return float(0.5 ** (max(timedelta(), age) / half))


NO_RECORD: Final = Record()


def right_of(everybody: Record, supplier: Record, weekday: Record = NO_RECORD, offer: Record = NO_RECORD) -> float:
    """Return the chance that a report is so: everybody's record, moved by the supplier's, the weekday's and the offer's.

    Each is shrunk to what stands above it by a weight of so many orders (empirical Bayes with fixed weights), then what is
    special about the weekday and about the offer are added up in log-odds: a liar on Fridays is a liar on Fridays only.
    """
    general = _shrunk(everybody, ALL_RIGHT, ALL_WEIGHT)
    own = _shrunk(supplier, general, SUPPLIER_WEIGHT)
    by_day, by_offer = _shrunk(weekday, own, DAY_WEIGHT), _shrunk(offer, own, OFFER_WEIGHT)
    return min(MOST, max(LEAST, _share(_odds(by_day) + _odds(by_offer) - _odds(own))))


def supplier_right(everybody: Record, supplier: Record) -> float:
    """Return how often a supplier is right, on any day, with any offer."""
    return _shrunk(supplier, _shrunk(everybody, ALL_RIGHT, ALL_WEIGHT), SUPPLIER_WEIGHT)


LAGS: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
"""So many days older than they claim a supplier's numbers may be."""
LAG_PRIOR: Final = (0.6, 0.12, 0.1, 0.08, 0.06, 0.04)
NO_LAGS: Final = (0.0,) * len(LAGS)


def lags_after(
    lags: Sequence[float], honest: Sequence[float], *, right: float, all_there: bool, elapsed: timedelta
) -> tuple[float, ...]:
    """Return the log-likelihoods of `LAGS` after one more order.

    `honest`: the chance that all of it was there with each lag, if the number was so, which it was with the chance `right`.
    Else it was there or not, which says nothing of its age. Older orders are forgotten by halves, like records.
    """
    kept = _faded(elapsed, HALF_LIFE)
    chances = [right * chance + (1.0 - right) / 2 for chance in honest]
    return tuple(
        before * kept + log(max(1e-6, chance if all_there else 1.0 - chance))
        for before, chance in zip(lags, chances, strict=True)
    )


def lag_of(lags: Sequence[float]) -> float:
    """Return how many days older than they claim a supplier's numbers are, on average over what is likely (Bayes)."""
    top = max(lags)
    weights = [prior * exp(each - top) for prior, each in zip(LAG_PRIOR, lags, strict=True)]
    return sum(weight * lag for weight, lag in zip(weights, LAGS, strict=True)) / sum(weights)


FALLING_AT_LEAST: Final = 3.0
"""Orders lately, before anybody is told that a record falls."""
MISSES_AT_LEAST: Final = 1.5
"""And orders that were missed: one alone is bad luck."""


def falls(record: Record) -> bool:
    """Tell whether a supplier has been right less often lately than before, by more than chance makes likely (one in ten)."""
    if record.expected_lately < FALLING_AT_LEAST or record.expected <= record.expected_lately:
        return False
    before = _shrunk(
        replace(record, expected=record.expected - record.expected_lately, had=record.had - record.had_lately),
        ALL_RIGHT,
        5,
    )
    if record.expected_lately - record.had_lately < MISSES_AT_LEAST:
        return False
    lately = min(1.0, record.had_lately / record.expected_lately)
    spread = (before * (1 - before) / record.expected_lately) ** 0.5
    return bool(lately < before - 1.28 * spread)


def _shrunk(record: Record, towards: float, weight: float) -> float:
    share = (weight * towards + max(0.0, record.had)) / (weight + max(0.0, record.expected))
    return min(MOST, max(LEAST, share))


def _odds(share: float) -> float:
    return log(share / (1.0 - share))


def _share(odds: float) -> float:
    return 1.0 / (1.0 + exp(-odds))
