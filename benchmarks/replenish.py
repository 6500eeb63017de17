"""What stock costs at the same service: proposals against (s, S) and min/max, on demand of a real gift wholesaler and made.

Every policy looks once a week, sees the same past (what was *sold*: lost sales are lost), waits for the same deliveries and
pays the same prices. Days before the trial are for learning. Each policy has one knob, turned through the same settings:
ours what a missing piece costs, (s, S) its z, min/max its safety share. Counted are the fill rate (pieces sold of pieces
asked for) and what the stock held was worth, day by day; what keeping costs is a share of that. Policies are compared at
the fill rate that proposals reach as they come, by interpolation: the others are given the knob that fits, which nobody knows
beforehand. Then, at customary settings, by what it comes to: keeping (24 % a year) and the margin of buyers who did not wait.
95 % intervals by resampling the goods.

The real data lies in `../shared/data/uci_online_retail`, or where STORECREW_DATASETS says; without it that half is left out.
"""

import csv
import io
import lzma
import math
import os
import tarfile
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import mean, median, pstdev

from benchmarks.stage import Figure
from storecrew.shop.buying.proposing.engine import Case, Rules, Verdict, decide, demand_of, pool_of
from storecrew.shop.buying.proposing.engine.quantities import DAYS_A_YEAR, economic

DATA = Path(os.environ.get("STORECREW_DATASETS", Path(__file__).resolve().parents[1].parent / "shared" / "data"))
LEARN, TRIAL = 110, 150
REVIEW = 7
SAID, LATE_SHARE = 12, 0.25
"""Days a supplier says, and the share of deliveries that are late."""
GOODS = 160
RESAMPLED = 400
FIRST = date(2025, 1, 1)
CUSTOMARY = {"(s, S)": 1.64, "min/max": 0.5}
"""What is usually taken: z for 95 per cent, and half of the demand on top."""
OURS = (0.04, 0.15, 0.4, 1.0, 3.0, 10.0)
"""What a missing piece costs, as a multiple of what it costs in truth; 1: as proposals come."""
Z = (0.2, 0.7, 1.2, 1.64, 2.2, 2.8, 3.5)
SHARES = (0.0, 0.25, 0.5, 1.0, 1.6, 2.5, 4.0)
RULES = Rules(review=REVIEW)


@dataclass(frozen=True, slots=True)
class Good:
    """A thing with what is asked for day by day, what one costs and earns (minor units), and how long deliveries take."""

    number: int
    asked: tuple[int, ...]
    cost: int
    margin: int
    leads: tuple[int, ...]


@dataclass(slots=True)
class Seen:
    """What a policy may know: sold pieces and empty days up to now, deliveries that came, the position."""

    sold: list[int] = field(default_factory=list)
    empty: set[int] = field(default_factory=set)
    observed: list[int] = field(default_factory=list)
    there: int = 0
    coming: int = 0


class Policy(ABC):
    """Says how many to order on a day of looking."""

    def __init__(self, good: Good, knob: float) -> None:
        self.good, self.knob = good, knob

    @abstractmethod
    def order(self, seen: Seen, day: int) -> int:
        """Return the pieces to order."""


class Proposals(Policy):
    """The store's own engine, with what a missing piece costs multiplied by the knob."""

    def order(self, seen: Seen, day: int) -> int:
        """Decide as the nightly job does."""
        first = max(0, day - 180)
        sold = {FIRST + timedelta(days=n): seen.sold[n] for n in range(first, day) if seen.sold[n]}
        out = frozenset(FIRST + timedelta(days=n) for n in seen.empty)
        demand = demand_of(sold, out, first=FIRST + timedelta(days=first), last=FIRST + timedelta(days=day - 1))
        case = Case(
            variant_id=self.good.number,
            demand=demand,
            leads=pool_of(seen.observed, SAID),
            there=seen.there,
            promised=0,
            coming=seen.coming,
            cost_minor=self.good.cost,
            margin_minor=round(self.good.margin * self.knob),
        )
        said = decide(case, RULES, Random(f"{self.good.number}:{day}"))  # noqa: S311
        return said.quantity if said.verdict == Verdict.DUE else 0


class OrderUpTo(Policy):
    """(s, S): order point by the textbook with z, up to one economic quantity above it; from the last 90 days."""

    def order(self, seen: Seen, day: int) -> int:
        """Order when the position is at the point."""
        last = seen.sold[max(0, day - 90) : day]
        usual, spread = mean(last), pstdev(last)
        leads = [SAID, *seen.observed]
        span = mean(leads) + REVIEW
        safety = self.knob * math.sqrt(span * spread**2 + usual**2 * pstdev(leads) ** 2)
        point = math.ceil(usual * span + safety)
        lot = max(usual * REVIEW, min(economic(usual, self.good.cost, RULES), usual * RULES.most_days))
        position = seen.there + seen.coming
        return max(1, round(point + lot - position)) if usual and position <= point else 0


class MinMax(Policy):
    """Numbers typed by hand: the demand of the days until it is here and a share on top; a month above it. Seen to each quarter."""

    def __init__(self, good: Good, knob: float) -> None:
        super().__init__(good, knob)
        self.least = self.most = 0
        self.set_on = -1000

    def order(self, seen: Seen, day: int) -> int:
        """Fill up to the most when at the least."""
        if day - self.set_on >= 90:
            usual = mean(seen.sold[max(0, day - 90) : day])
            self.least = math.ceil(usual * (SAID + REVIEW) * (1 + self.knob))
            self.most = self.least + math.ceil(usual * 30)
            self.set_on = day
        position = seen.there + seen.coming
        return self.most - position if position <= self.least and self.most > position else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one good under one policy: pieces asked for and sold in the trial, and the worth of stock, summed over days."""

    asked: int
    sold: int
    held: float
    cost: float
    """A day: keeping, and the margin of those who did not wait."""


def run(policy: Policy) -> Tally:
    """Let a policy buy one good through all days; it begins with five weeks of stock."""
    good = policy.good
    seen = Seen(there=round(mean(good.asked[:LEARN]) * 35) + 1)
    coming: list[tuple[int, int, int]] = []
    asked = sold = 0
    held = 0.0
    for day, wanted in enumerate(good.asked):
        for arrives, pieces, lead in [one for one in coming if one[0] <= day]:
            coming.remove((arrives, pieces, lead))
            seen.there += pieces
            seen.coming -= pieces
            seen.observed.append(lead)
        taken = min(wanted, seen.there)
        seen.there -= taken
        seen.sold.append(taken)
        if seen.there == 0:
            seen.empty.add(day)
        if day >= LEARN:
            asked, sold, held = asked + wanted, sold + taken, held + seen.there * good.cost
        if day >= 28 and day % REVIEW == 0 and (pieces := policy.order(seen, day + 1)):
            lead = good.leads[day]
            coming.append((day + lead, pieces, lead))
            seen.coming += pieces
    lost = (asked - sold) * good.margin * (1 - RULES.patient)
    keeping = held * (RULES.capital + RULES.storage) / DAYS_A_YEAR
    return Tally(asked, sold, held / TRIAL, (keeping + lost) / TRIAL)


def real() -> list[Good]:
    """Return the goods of the wholesaler that sell on at least a day in ten, the busiest left out: they are sold by the case."""
    daily: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    prices: dict[str, list[float]] = defaultdict(list)
    for row in _rows():
        code, quantity = row["StockCode"].strip(), int(row["Quantity"])
        if quantity <= 0 or not code[:5].isdigit() or row["InvoiceNo"].startswith(("C", "A")):
            continue
        daily[code][date.fromisoformat(row["InvoiceDate"][:10])] += quantity
        prices[code].append(float(row["UnitPrice"]))
    days = sorted({day for some in daily.values() for day in some})
    days = [day for day in days if day.weekday() != 5][: LEARN + TRIAL]  # it is closed on Saturdays
    found = []
    for code, some in sorted(daily.items()):
        asked = tuple(some.get(day, 0) for day in days)
        busy = sum(1 for n in asked[:LEARN] if n)
        if busy >= LEARN * 0.1 and sum(asked[:LEARN]) <= LEARN * 40 and median(prices[code]) > 0:
            found.append((code, asked, median(prices[code])))
    chance = Random(1)  # noqa: S311
    picked = chance.sample(found, min(GOODS, len(found)))
    return [_good(number, asked, price, chance) for number, (_code, asked, price) in enumerate(picked)]


def _rows() -> Iterator[dict[str, str]]:
    for path in sorted((DATA / "uci_online_retail").glob("*.tar.xz")):
        with tarfile.open(fileobj=io.BytesIO(lzma.decompress(path.read_bytes()))) as archive:
            for member in sorted(archive.getmembers(), key=lambda one: one.name):
                if file := archive.extractfile(member) if member.name.endswith(".csv") else None:
                    yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", errors="replace"))


def made() -> list[Good]:
    """Return made goods: most sell now and then, some every day; weekdays differ, some grow, some fade."""
    chance = Random(2)  # noqa: S311
    found = []
    for number in range(GOODS):
        rate = math.exp(chance.gauss(-0.6, 1.1))
        growth = chance.gauss(0, 0.002)
        clumped = chance.choice([0.5, 1.0, 3.0])
        asked = []
        for day in range(LEARN + TRIAL):
            today = rate * math.exp(growth * (day - LEARN)) * (1.4 if day % 7 in (5, 6) else 0.85)
            asked.append(_poisson(chance, chance.gammavariate(clumped, today / clumped)))
        found.append(_good(1000 + number, tuple(asked), chance.uniform(3, 40), chance))
    return found


def _good(number: int, asked: Sequence[int], price: float, chance: Random) -> Good:
    """Nobody tells what things cost: between a third and four fifths of their price."""
    leads = tuple(
        max(3, round(chance.gauss(SAID, 1.5)) + (chance.randrange(4, 15) if chance.random() < LATE_SHARE else 0))
        for _day in asked
    )
    cost = max(1, round(price * 100 * chance.uniform(0.33, 0.8)))
    return Good(number, tuple(asked), cost, round(price * 100) - cost, leads)


def _poisson(chance: Random, rate: float) -> int:
    limit, product, count = math.exp(-rate), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


type Curve = list[list[Tally]]
"""For each setting of the knob the tallies of all goods."""


def curve(kind: type[Policy], goods: Sequence[Good], knobs: Sequence[float]) -> Curve:
    """Run a policy over all goods with every setting."""
    return [[run(kind(good, knob)) for good in goods] for knob in knobs]


def at(found: Curve, which: Sequence[int], fill: float) -> float:
    """Return the stock that a policy holds at a fill rate, over some of the goods; between settings by a straight line."""
    points = sorted(_point(row, which) for row in found)
    for (low, held), (high, more) in zip(points, points[1:], strict=False):
        if low <= fill <= high:
            return held + (more - held) * (fill - low) / (high - low) if high > low else held
    (low, held), (high, more) = (points[0], points[1]) if fill < points[0][0] else (points[-2], points[-1])
    slope = (more - held) / (high - low) if high > low else 0.0
    return max(0.0, held + slope * (fill - low))


def _point(row: Sequence[Tally], which: Sequence[int]) -> tuple[float, float]:
    asked, sold = sum(row[n].asked for n in which), sum(row[n].sold for n in which)
    return sold / asked if asked else 1.0, sum(row[n].held for n in which)


def figures(name: str, goods: Sequence[Good]) -> list[Figure]:
    """Compare the policies on some goods."""
    ours = curve(Proposals, goods, OURS)
    base = ours[OURS.index(1.0)]
    everything = range(len(goods))
    fill, held = _point(base, everything)
    found = [
        Figure(f"{name}: proposals, stock held", held / 100, "money", note=f"fill rate {fill:.2%}, {len(goods)} goods")
    ]
    chance = Random(3)  # noqa: S311
    samples = [chance.choices(everything, k=len(goods)) for _n in range(RESAMPLED)]
    for label, kind, knobs in (("(s, S)", OrderUpTo, Z), ("min/max", MinMax, SHARES)):
        other = curve(kind, goods, knobs)
        reached = [_point(row, everything)[0] for row in other]
        ratios = sorted(_point(base, some)[1] / at(other, some, _point(base, some)[0]) for some in samples)
        low, high = ratios[int(RESAMPLED * 0.025)], ratios[int(RESAMPLED * 0.975)]
        peer = at(other, everything, fill)
        note = f"proposals hold {held / peer:.2f} of it [{low:.2f}, {high:.2f}]"
        if not min(reached) <= fill <= max(reached):
            note += f"; reached only {min(reached):.1%} to {max(reached):.1%}, drawn on in a line"
        found.append(
            Figure(f"{name}: {label} at the same fill rate", peer / 100, "money", peer / held, "proposals", note)
        )
        found.append(_money(f"{name}: {label} as usual, a day", base, other[knobs.index(CUSTOMARY[label])], samples))
    return found


def _money(name: str, ours: Sequence[Tally], theirs: Sequence[Tally], samples: Sequence[Sequence[int]]) -> Figure:
    mine, other = sum(one.cost for one in ours), sum(one.cost for one in theirs)
    ratios = sorted(sum(ours[n].cost for n in some) / sum(theirs[n].cost for n in some) for some in samples)
    low, high = ratios[int(RESAMPLED * 0.025)], ratios[int(RESAMPLED * 0.975)]
    fill = sum(one.sold for one in theirs) / sum(one.asked for one in theirs)
    note = f"fill rate {fill:.2%}; proposals come to {mine / other:.2f} of it [{low:.2f}, {high:.2f}]"
    return Figure(name, other / 100, "money", other / mine, "proposals", note)


def main() -> None:
    """Print everything."""
    if list((DATA / "uci_online_retail").glob("*.tar.xz")):
        for figure in figures("gift wholesaler", real()):
            print(figure, flush=True)
    else:
        print("gift wholesaler: left out, its data is not here")
    for figure in figures("made", made()):
        print(figure, flush=True)


if __name__ == "__main__":
    main()
