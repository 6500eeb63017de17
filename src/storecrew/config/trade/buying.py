"""How shelves are filled again: each supplier is asked every few weeks, by a forecast that is not always right."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from storecrew.config.trade import seasons
from storecrew.config.trade.baskets import Taste
from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.stock.demo.past import Delivered, Delivery, Shelves

type Demand = Callable[[date], float]
"""How many pieces are asked for on a day, in all."""

COVER_DAYS: Final = 38
PACK: Final = 3
"""Suppliers sell by threes."""
EAST_SHARE: Final = 0.3
"""What of the stock lies in the second warehouse, of the things that it keeps."""
LEAST: Final = 9


@dataclass(frozen=True, slots=True)
class Supplier:
    """Somebody who makes things: of which departments, how long it takes, how reliably, how often they are asked."""

    name: str
    code: str
    aisles: frozenset[str]
    lead_days: int
    late: float
    every_days: int


SUPPLIERS: Final = (
    Supplier("中山和光灯饰", "HG", frozenset({"LT"}), 16, 0.22, 14),
    Supplier("德化锦川陶瓷", "JC", frozenset({"TA", "TE"}), 20, 0.3, 18),
    Supplier("绍兴越布坊", "YB", frozenset({"RE", "BA"}), 14, 0.15, 21),
    Supplier("安吉竹里木作", "ZL", frozenset({"DE"}), 18, 0.25, 24),
)


class Buyer:
    """Orders from suppliers and takes in what comes."""

    def __init__(
        self,
        chance: Random,
        shelves: Shelves,
        taste: Taste,
        costs: Mapping[int, Money | None],
        demand: Demand,
        first: date,
        zone: ZoneInfo,
        elsewhere: frozenset[int] = frozenset(),
    ) -> None:
        """Make one. `elsewhere`: what others send for us, and nobody buys for our own shelves."""
        self._chance, self._shelves, self._taste = chance, shelves, taste
        self._costs, self._demand, self._first, self._zone = costs, demand, first, zone
        self._wares = [ware for ware in taste.wares.values() if ware.variant_id not in elsewhere]
        self._error = {number: chance.lognormvariate(0, 0.28) for number in taste.wares}
        self._next = {one.code: first + timedelta(days=place * 3) for place, one in enumerate(SUPPLIERS)}
        self._on_the_way: list[Delivery] = []
        self._numbers: dict[str, int] = defaultdict(int)

    def open(self, day: date) -> None:
        """Fill the empty shelves before the shop opens."""
        for supplier in SUPPLIERS:
            for delivery in self._orders(supplier, day, self._moment(day, 10), opening=True):
                self._shelves.order(delivery)
                self._shelves.receive(delivery)

    def morning(self, day: date) -> None:
        """Take in what comes today, and order what is running low."""
        here = [one for one in self._on_the_way if one.at.date() <= day]
        self._on_the_way = [one for one in self._on_the_way if one not in here]
        for delivery in sorted(here, key=lambda one: (one.at, one.reference)):
            self._shelves.receive(delivery)
        for supplier in SUPPLIERS:
            if self._next[supplier.code] <= day and not seasons.closed_for_spring_festival(day):
                self._next[supplier.code] = day + timedelta(days=supplier.every_days)
                for delivery in self._orders(supplier, day, self._moment(day, 10), opening=False):
                    self._shelves.order(delivery)
                    self._on_the_way.append(delivery)

    def close(self) -> None:
        """Leave what has not come yet as awaited."""
        for delivery in self._on_the_way:
            self._shelves.expect(delivery)

    def _orders(self, supplier: Supplier, day: date, at: datetime, *, opening: bool) -> list[Delivery]:
        days = supplier.lead_days + COVER_DAYS
        wares = [ware for ware in self._wares if ware.aisle in supplier.aisles]
        totals = self._forecast([ware.variant_id for ware in wares], day, days)
        lines: dict[int, list[Delivered]] = defaultdict(list)
        for ware in wares:
            number = ware.variant_id
            wanted = max(LEAST, totals[number] * self._error[number])
            for warehouse, share in self._shares(number):
                here = self._shelves.there(number, warehouse) + self._shelves.coming(number, warehouse)
                missing = wanted * share - here
                if missing >= (1 if opening else max(PACK, wanted * share * 0.25)):
                    pieces = -(-round(missing) // PACK) * PACK
                    lines[warehouse].append(Delivered(number, pieces, self._cost(number, day)))
        comes = None if opening else self._arrival(supplier, day)
        return [
            Delivery(
                warehouse_id=warehouse,
                supplier=supplier.name,
                reference=self._reference(supplier, day),
                ordered_at=at,
                expected_on=day if opening else day + timedelta(days=supplier.lead_days),
                at=at if comes is None else self._moment(comes, 9 + self._chance.randrange(8)),
                lines=tuple(rows),
            )
            for warehouse, rows in lines.items()
        ]

    def _forecast(self, variant_ids: Sequence[int], day: date, days: int) -> dict[int, float]:
        """Return what will be asked for, by every fifth day: short peaks fall through."""
        sums: dict[int, float] = dict.fromkeys(variant_ids, 0.0)
        step = 5
        for ahead in range(0, days, step):
            on = day + timedelta(days=ahead)
            pieces = self._demand(on)
            for number in variant_ids:
                sums[number] += step * self._taste.expected(number, on, pieces)
        return sums

    def _shares(self, number: int) -> list[tuple[int, float]]:
        main, *others = self._shelves.warehouse_ids
        if others and number % 2 == 0:
            return [(main, 1 - EAST_SHARE), (others[0], EAST_SHARE)]
        return [(main, 1.0)]

    def _arrival(self, supplier: Supplier, day: date) -> date:
        late = self._chance.randrange(3, 15) if self._chance.random() < supplier.late else self._chance.randrange(-3, 1)
        comes = day + timedelta(days=supplier.lead_days + late)
        while seasons.closed_for_spring_festival(comes) or comes.weekday() == 6:
            comes += timedelta(days=1)
        return comes

    def _cost(self, number: int, day: date) -> Money | None:
        """Return what one piece costs: it was seven per cent cheaper a year ago."""
        cost = self._costs.get(number)
        passed = min(1.0, max(0.0, (day - self._first).days / 365))
        return None if cost is None else cost.times(Fraction(930 + round(70 * passed), 1000), rounding=Rounding.HALF_UP)

    def _reference(self, supplier: Supplier, day: date) -> str:
        self._numbers[supplier.code] += 1
        return f"{supplier.code}-{day:%y%m}-{self._numbers[supplier.code]:03d}"

    def _moment(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour, self._chance.randrange(60)), tzinfo=self._zone)
