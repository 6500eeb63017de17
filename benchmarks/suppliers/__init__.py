"""Suppliers with a known truth: what they have, what they say of it and when, and how policies fare that sell on their word.

Four kinds, each with its own warehouse: one punctual, one whose numbers are a day and a half old, one who lies on Fridays,
one who closes for festivals and forgets to report. Their goods sell to others faster than to us, in orders of several
pieces, and come back in lots. Everything follows from the seed; policies meet the same orders and the same chances.
"""

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import accumulate
from random import Random
from typing import Final, Protocol

DAYS, WARM_UP = 200, 50
"""Days of a run, and how many of them policies may learn before anything is counted."""
ITEMS: Final = 50
"""Of each supplier."""
KINDS: Final = ("punctual", "lagging", "lies on Fridays", "closes and forgets")
LAG_DAYS: Final = 1.5
REST_PACE: Final = 0.3
"""What others order on a day of rest, as a share; the rule is not told."""
FRIDAY: Final = 4
FESTIVALS: Final = ((62, 70), (110, 113), (150, 158))


@dataclass(frozen=True, slots=True)
class Item:
    """Something a supplier sells: orders a day from others and from us, and how it is restocked."""

    number: int
    supplier: int
    others: float
    ours: float
    lot: int
    reorder_at: int
    lead_days: float


@dataclass(slots=True)
class Tally:
    """What became of what our customers wanted, in pieces."""

    wanted: int = 0
    sold: int = 0
    delivered: int = 0
    lost: int = 0
    """Refused, although it was there."""

    @property
    def oversold(self) -> int:
        """Return what was sold and was not there."""
        return self.sold - self.delivered

    @property
    def oversell_rate(self) -> float:
        """Return the share of sold pieces that were not there."""
        return self.oversold / self.sold if self.sold else 0.0


class Policy(Protocol):
    """What decides how many pieces may be sold."""

    def asks(self, item: Item, at: float) -> bool:
        """Tell whether the supplier is to be heard about an item today; most speak without being asked."""

    def heard(self, item: Item, value: int, at: float) -> None:
        """Take in what a supplier says is so now."""

    def sellable(self, item: Item, at: float) -> int:
        """Return how many may be sold now."""

    def sold(self, item: Item, pieces: int, at: float) -> None:
        """Take note of a sale."""

    def found(self, item: Item, wanted: int, had: int, at: float) -> None:
        """Take note of what an order found, when it was placed."""


class Suppliers:
    """The suppliers of a seed. `honest`: they all answer with the truth, on every day of work."""

    def __init__(self, seed: int, *, honest: bool = False) -> None:
        rng = Random(seed)  # noqa: S311  a simulation
        self.honest = honest
        self.items = [self._item(rng, number) for number in range(ITEMS * len(KINDS))]
        self.closed = [self._closed(supplier) for supplier in range(len(KINDS))]
        self.worked = [list(accumulate((float(not shut) for shut in days), initial=0.0)) for days in self.closed]
        self._orders = self._all_orders(Random(seed + 1))  # noqa: S311  a simulation

    def working_days(self, supplier: int, start: float, end: float) -> float:
        """Return how many days of work lie between two moments."""
        return self._until(supplier, end) - self._until(supplier, start)

    def run(self, policy: Policy) -> dict[str, Tally]:
        """Let a policy sell for the whole time; returns the tally of each kind."""
        stock = {item.number: item.lot for item in self.items}
        coming: set[int] = set()
        past: dict[int, list[tuple[float, int]]] = {item.number: [(0.0, item.lot)] for item in self.items}
        tallies = {kind: Tally() for kind in KINDS}
        events = list(self._orders)
        heapify(events)

        def take(item: Item, pieces: int, at: float) -> int:
            had = min(pieces, stock[item.number])
            stock[item.number] -= had
            past[item.number].append((at, stock[item.number]))
            if stock[item.number] <= item.reorder_at and item.number not in coming:
                coming.add(item.number)
                heappush(events, (at + item.lead_days * (0.6 + 0.8 * _chance(item, at)), 2, item.number, 0))
            return had

        while events:
            at, what, number, pieces = heappop(events)
            item = self.items[number]
            if what == OTHERS:
                take(item, pieces, at)
            elif what == RESTOCK:
                coming.discard(number)
                stock[number] += item.lot
                past[number].append((at, stock[number]))
            elif what == REPORT:
                if not policy.asks(item, at):
                    continue
                value = self._says(item, past[number], at)
                if value is not None:
                    policy.heard(item, value, at)
            elif what == FOUND:
                wanted, had = divmod(pieces, 1000)
                policy.found(item, wanted, had, at - 1.0)
            else:
                tally = tallies[KINDS[item.supplier]] if at >= WARM_UP else Tally()
                tally.wanted += pieces
                if policy.sellable(item, at) >= pieces:
                    there = take(item, pieces, at)
                    policy.sold(item, pieces, at)
                    heappush(events, (at + 1.0, FOUND, number, pieces * 1000 + there))
                    tally.sold += pieces
                    tally.delivered += there
                elif stock[number] >= pieces:
                    tally.lost += pieces
        return tallies

    def _says(self, item: Item, past: list[tuple[float, int]], at: float) -> int | None:
        if self.honest:
            return past[-1][1]
        kind = KINDS[item.supplier]
        if kind == "closes and forgets" and _chance(item, at // 1) < 0.35:
            return None
        value = _value_at(past, at - LAG_DAYS if kind == "lagging" else at)
        if kind == "lies on Fridays" and int(at) % 7 == FRIDAY:
            return max(value, round(item.lot * (0.2 + 0.6 * _chance(item, at))))
        return value

    def _until(self, supplier: int, at: float) -> float:
        at = max(0.0, min(at, DAYS))
        whole = int(at)
        sums = self.worked[supplier]
        return sums[whole] + (at - whole) * (sums[min(whole + 1, DAYS)] - sums[whole])

    def _item(self, rng: Random, number: int) -> Item:
        others = min(6.0, rng.lognormvariate(-0.4, 1.0))
        weeks = rng.uniform(1.0, 3.0)
        lot = max(3, round(others * 1.6 * 7 * weeks))
        lead = rng.uniform(2.0, 8.0)
        reorder_at = round(others * 1.6 * lead * rng.uniform(0.3, 0.9))
        return Item(number, number // ITEMS, others, min(1.2, others * rng.uniform(0.15, 0.5)), lot, reorder_at, lead)

    def _closed(self, supplier: int) -> list[bool]:
        festivals = FESTIVALS if KINDS[supplier] == "closes and forgets" else FESTIVALS[1:2]
        return [day % 7 == 6 or any(first <= day < last for first, last in festivals) for day in range(DAYS + 1)]

    def _all_orders(self, rng: Random) -> list[tuple[float, int, int, int]]:
        found: list[tuple[float, int, int, int]] = []
        for item in self.items:
            for what, rate in ((OTHERS, item.others), (OURS, item.ours)):
                at = rng.expovariate(rate)
                while at < DAYS:
                    keep = 1.0 if what == OURS or not self.closed[item.supplier][int(at)] else REST_PACE
                    if rng.random() < keep:
                        found.append((at, what, item.number, _pieces(rng)))
                    at += rng.expovariate(rate)
            hour = 0.7 + 0.05 * rng.random()
            found += [
                (day + hour, REPORT, item.number, 0) for day in range(DAYS) if not self.closed[item.supplier][day]
            ]
            found.append((0.01, REPORT, item.number, 0))
        return found


OTHERS, OURS, RESTOCK, REPORT, FOUND = 0, 1, 2, 3, 4


def _pieces(rng: Random) -> int:
    """Return how many pieces an order is for: mostly one, sometimes a dealer's half dozen."""
    draw = rng.random()
    return 1 if draw < 0.75 else 2 if draw < 0.92 else 3 if draw < 0.97 else 6


def _chance(item: Item, at: float) -> float:
    """Return a number in [0, 1) that follows from item and moment alone, so that all policies meet the same chances."""
    return Random(item.number * 1_000_003 + int(at * 1000)).random()  # noqa: S311  a simulation


def _value_at(past: list[tuple[float, int]], at: float) -> int:
    for when, value in reversed(past):
        if when <= at:
            return value
    return past[0][1]


@dataclass(slots=True)
class Known:
    """What a policy remembers of an item."""

    value: int = 0
    seen_at: float = 0.0
    since: float = 0.0
    own: int = 0
    """Pieces sold since it was seen."""
    own_since: list[tuple[float, int]] = field(default_factory=list)
