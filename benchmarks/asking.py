"""Which offers to ask about when a supplier answers only so many questions a day: the planner against turns.

Suppliers answer truthfully (`benchmarks.suppliers`), about as many offers a day as the budget allows; all else is the same:
the rule sells on the last answer. Compared are asking in turn (round-robin) and asking first what we sell most of and have
not asked about for longest. What counts is what not knowing costs: an oversold piece costs four margins, a lost sale one.
Several seeds, 95 % intervals of the mean.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from statistics import mean, stdev

from benchmarks.stage import Figure
from benchmarks.suppliers import KINDS, WARM_UP, Item, Known, Suppliers
from benchmarks.suppliers.policies import Rule
from storecrew.shop.availability import learning, rule
from storecrew.shop.availability.asking import OVERSELL_COST, Open, plan
from storecrew.shop.availability.learning import Flow

SEEDS = range(8)
BUDGETS = (0.05, 0.1, 0.2)
"""Questions a day, as a share of all offers."""
STUDENT = 2.365
LIMITS = rule.Thresholds(stop_after=60.0)
"""Whoever may ask about every twentieth offer a day sells on older answers."""


class Asked(Rule, ABC):
    """The rule, hearing only what it asks about; `_choose` decides."""

    def __init__(self, suppliers: Suppliers, budget: int) -> None:
        super().__init__(suppliers, LIMITS)
        self.budget = budget
        self.day, self.chosen = -1, frozenset[int]()
        self.wants: dict[int, int] = {}

    def asks(self, item: Item, at: float) -> bool:
        """Ask about what was chosen this morning; at first about everything once."""
        if item.number not in self.known:
            return True
        if int(at) != self.day:
            self.day, self.chosen = int(at), frozenset(self._choose(at))
        return item.number in self.chosen

    def sellable(self, item: Item, at: float) -> int:
        """Note that somebody wants it."""
        self.wants[item.number] = self.wants.get(item.number, 0) + 1
        return super().sellable(item, at)

    def demand(self, item: Item, at: float) -> float:
        """Return how many pieces a day our customers want, as far as they have shown."""
        return 1.3 * (0.5 + self.wants.get(item.number, 0)) / (3.0 + at)

    @abstractmethod
    def _choose(self, at: float) -> Sequence[int]:
        """Return the offers to ask about on this day."""


class InTurn(Asked):
    """Round-robin."""

    def _choose(self, at: float) -> Sequence[int]:
        start = int(at) * self.budget
        return [(start + n) % len(self.suppliers.items) for n in range(self.budget)]


class BusyFirst(Asked):
    """What we sell most of, times the age of the answer."""

    def _choose(self, at: float) -> Sequence[int]:
        def weight(item: Item) -> tuple[float, int]:
            return -self.demand(item, at) * (at - self.known.get(item.number, Known()).seen_at), item.number

        return [item.number for item in sorted(self.suppliers.items, key=weight)[: self.budget]]


class Planned(Asked):
    """The planner of the house."""

    def _choose(self, at: float) -> Sequence[int]:
        offers = [self._open(item, at) for item in self.suppliers.items if item.number in self.known]
        return [one.key for one, _loss in plan(offers, self.budget)]

    def _open(self, item: Item, at: float) -> Open:
        known = self.known[item.number]
        flow = self.flows.get(item.number, Flow())
        return Open(
            key=item.number,
            grounds=self.grounds(item, known, at),
            sellable=Rule.sellable(self, item, at),
            demand=self.demand(item, at),
            restocks=learning.restock_rate(flow),
        )


def figures() -> list[Figure]:
    """Run all ways of asking with all budgets in all seeds."""
    found: list[Figure] = []
    for share in BUDGETS:
        results: dict[str, list[dict[str, float]]] = {}
        for seed in SEEDS:
            suppliers = Suppliers(seed, honest=True)
            budget = max(1, round(share * len(suppliers.items)))
            for kind in (InTurn, BusyFirst, Planned):
                results.setdefault(kind.__name__, []).append(_run(suppliers, kind(suppliers, budget)))
        for name, label in (("InTurn", "in turn"), ("BusyFirst", "busiest first"), ("Planned", "planned")):
            for what, unit in (("oversold", "pieces"), ("lost", "pieces"), ("cost", "margins")):
                ours = [one[what] for one in results[name]]
                base = [one[what] for one in results["InTurn"]]
                found.append(_figure(f"{share:.0%} a day, {label}: {what}", ours, unit, base, is_base=name == "InTurn"))
    return found


def _run(suppliers: Suppliers, policy: Asked) -> dict[str, float]:
    tallies = suppliers.run(policy)
    oversold = sum(tallies[kind].oversold for kind in KINDS)
    lost = sum(tallies[kind].lost for kind in KINDS)
    return {"oversold": oversold, "lost": lost, "cost": OVERSELL_COST * oversold + lost}


def _figure(name: str, ours: Sequence[float], unit: str, base: Sequence[float], *, is_base: bool) -> Figure:
    note = f"± {_half(ours):.0f}"
    if is_base:
        return Figure(name, mean(ours), unit, note=note)
    ratios = [a / b for a, b in zip(ours, base, strict=True) if b]
    return Figure(name, mean(ours), unit, mean(ratios), "in turn", f"{note}; ratio ± {_half(ratios):.2f}")


def _half(values: Sequence[float]) -> float:
    return float(STUDENT * stdev(values) / len(values) ** 0.5)


if __name__ == "__main__":
    print(f"{len(SEEDS)} seeds, days after day {WARM_UP} are counted")
    for figure in figures():
        print(figure)
