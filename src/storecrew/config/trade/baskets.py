"""What is bought together: a few things sell much and most sell little; lanterns in autumn, throws in winter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from storecrew.config.trade import seasons
from storecrew.shop.catalogue.types import Sold

LINES: Final = ((1, 56), (2, 27), (3, 12), (4, 5))
PIECES: Final = ((1, 86), (2, 11), (3, 2), (4, 1))
AISLES: Final[Mapping[str, float]] = {"LT": 3.0, "TE": 1.2, "TA": 1.1, "RE": 1.0, "DE": 0.9, "BA": 0.8}
"""How much of the trade falls on each department, by how its article numbers begin. It is a shop for lamps."""
STAYS_IN_AISLE: Final = 0.55
CENTRE_MINOR: Final = 15_000
"""What half as dear as this sells better, what is twice as dear worse."""


@dataclass(frozen=True, slots=True)
class Ware:
    """A variant with how well it sells; `variants` of one product share what the product sells."""

    variant_id: int
    slug: str
    aisle: str
    share: float


@dataclass(frozen=True, slots=True)
class Wish:
    """So many of a variant."""

    variant_id: int
    quantity: int


class Taste:
    """What people like, on any day."""

    def __init__(self, chance: Random, goods: Sequence[Sold]) -> None:
        self._chance = chance
        products: dict[str, list[Sold]] = defaultdict(list)
        for one in sorted(goods, key=lambda sold: sold.variant_id):
            products[one.slug].append(one)
        self.wares: dict[int, Ware] = {}
        for slug, variants in products.items():
            loved = chance.lognormvariate(0, 0.75) * AISLES.get(variants[0].sku[:2], 1.0) * _cheap(variants[0])
            colours = [chance.lognormvariate(0, 0.6) for _ in variants]
            for one, colour in zip(variants, colours, strict=True):
                share = loved * colour / sum(colours)
                self.wares[one.variant_id] = Ware(one.variant_id, slug, one.sku[:2], share)
        self._all = list(self.wares.values())
        self._days: dict[date, _Day] = {}

    def basket(self, day: date) -> list[Wish]:
        """Return what somebody would like to have, whether it is there or not."""
        today = self._of(day)
        count = self._chance.choices([n for n, _ in LINES], [share for _, share in LINES])[0]
        wishes: dict[int, int] = {}
        aisle = ""
        for _ in range(count):
            ware = self._pick(today, aisle if aisle and self._chance.random() < STAYS_IN_AISLE else "")
            aisle = ware.aisle
            pieces = self._chance.choices([n for n, _ in PIECES], [share for _, share in PIECES])[0]
            wishes.setdefault(ware.variant_id, pieces)
        return [Wish(number, pieces) for number, pieces in wishes.items()]

    def another_colour(self, variant_id: int) -> int | None:
        """Return another variant of the same product, None where there is only one."""
        own = self.wares[variant_id]
        others = [ware for ware in self._all if ware.slug == own.slug and ware is not own]
        return self._chance.choices(others, [ware.share for ware in others])[0].variant_id if others else None

    def expected(self, variant_id: int, day: date, pieces_a_day: float) -> float:
        """Return how many of a variant are asked for on a day on which so many pieces are asked for in all."""
        today = self._of(day)
        return pieces_a_day * today.weights[variant_id] / today.total

    def _pick(self, today: "_Day", aisle: str) -> Ware:
        wares = today.aisles[aisle] if aisle else self._all
        return self._chance.choices(wares, [today.weights[ware.variant_id] for ware in wares])[0]

    def _of(self, day: date) -> "_Day":
        if day not in self._days:
            to_moon = (seasons.mid_autumn_nearest(day) - day).days
            weights = {ware.variant_id: ware.share * seasonal(ware, day, to_moon) for ware in self._all}
            aisles: dict[str, list[Ware]] = defaultdict(list)
            for ware in self._all:
                aisles[ware.aisle].append(ware)
            self._days[day] = _Day(weights, sum(weights.values()), aisles)
        return self._days[day]


@dataclass(frozen=True, slots=True)
class _Day:
    """How well each variant sells on a day."""

    weights: Mapping[int, float]
    total: float
    aisles: Mapping[str, list[Ware]]


def seasonal(ware: Ware, day: date, to_moon: int) -> float:
    """Return how much better or worse something sells because of the time of the year. `to_moon`: days to Mid-Autumn."""
    factor = 1.0
    if ware.slug in {"paper-moon-lamp", "errand-lantern", "half-moon-table-lamp"} and -2 <= to_moon <= 24:
        factor *= 2.6
    if ware.aisle == "TE" and -2 <= to_moon <= 24:
        factor *= 1.6
    if day.month in (11, 12) and ware.slug in {"taper-candles", "three-step-candlesticks", "porcelain-cup-candle"}:
        factor *= 2.2
    if ware.slug in {"knitted-hot-water-bottle", "lambswool-throw", "felt-slippers", "washed-linen-bedding"}:
        factor *= {12: 2.0, 1: 2.1, 2: 1.6, 11: 1.7, 10: 1.2, 6: 0.4, 7: 0.3, 8: 0.35}.get(day.month, 0.8)
    if ware.slug in {"overnight-brew-bottle", "dry-by-morning-towel", "ribbed-tumblers"}:
        factor *= {6: 1.7, 7: 1.9, 8: 1.8, 5: 1.3}.get(day.month, 0.8)
    if ware.slug.startswith("desk-calendar"):
        factor *= {10: 1.6, 11: 3.2, 12: 4.0, 1: 2.0, 9: 0.7}.get(day.month, 0.05)
    return factor


def _cheap(one: Sold) -> float:
    price = max((listed.price.minor for listed in one.prices.values() if listed.price.currency == "CNY"), default=0)
    return float((max(price, 1) / CENTRE_MINOR) ** -0.4)
