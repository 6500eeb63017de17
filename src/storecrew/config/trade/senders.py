"""Suppliers who send to buyers for the shop: what of a basket they have, and how each of the four keeps their word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from storecrew.config.trade.baskets import Wish
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import Sold
from storecrew.shop.dropships import dueness
from storecrew.shop.supply import demo as companies
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView, SiteView

RECENT_DAYS: Final = 120
"""So long ago the shop began to let suppliers send."""
TAKES: Final = 0.72
"""Of the baskets at home of which a supplier has something, so many are sent by one: two of five recent orders."""
BY_MAIL: Final = frozenset({companies.LAGGING, companies.RESTS_LONG})
ONLY_THEIRS: Final = 5
"""Of so many products of a supplier one was never put on our own shelves."""
LATE_DAYS: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    companies.PUNCTUAL: ((0, 96), (1, 4)),
    companies.LAGGING: ((0, 42), (1, 25), (2, 18), (3, 9), (5, 6)),
    companies.LIES_ON_FRIDAYS: ((0, 84), (1, 10), (2, 6)),
    companies.RESTS_LONG: ((0, 87), (1, 8), (3, 5)),
}
"""Working days after the deadline at which a parcel leaves, and how often."""
ANSWERS_IN_H: Final[Mapping[str, tuple[float, float]]] = {
    companies.PUNCTUAL: (0.3, 3),
    companies.LAGGING: (5, 30),
    companies.LIES_ON_FRIDAYS: (1, 9),
    companies.RESTS_LONG: (2, 10),
}
LIES_FROM_WEEKDAY: Final = 4
"""What was sold from Friday to Sunday rests on numbers that were made up."""
LIES: Final = 0.24
GONE: Final[Mapping[str, float]] = {companies.LAGGING: 0.06}
"""What was gone before it was ordered, since the list was of days ago."""
GOLDEN_WEEK: Final = ((9, 27), (10, 12))
"""From when until when the one who rests long sends nothing in autumn."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A supplier with one warehouse, and what they offer by variant."""

    code: str
    site: SiteView
    calendar: WorkCalendar
    offers: Mapping[int, OfferView]

    def cost(self, variant_id: int) -> Money | None:
        """Return what one piece costs there."""
        return self.offers[variant_id].cost


@dataclass(frozen=True, slots=True)
class Story:
    """What became of asking a supplier. `refused`: they did not have it; then nothing left."""

    sender: Sender
    made_at: datetime
    sent_at: datetime
    ack_by: datetime | None
    ack_at: datetime
    ship_by: datetime | None
    ships_on: date | None
    shipped_at: datetime
    refused: bool = False


class Senders:
    """The suppliers of the demo, as far as they are there; without any, everything leaves from our own shelves."""

    def __init__(self, chance: Random, variant_ids: Iterable[int], since: date, at: datetime) -> None:
        """Make them. `since`: the day from which they send."""
        self._chance, self._since = chance, since
        self.all = list(_senders(variant_ids, at))

    def only_theirs(self, goods: Iterable[Sold]) -> frozenset[int]:
        """Return what lies with one of them alone: some products, with all their variants."""
        products: dict[int, list[int]] = {}
        for one in goods:
            products.setdefault(one.product_id, []).append(one.variant_id)
        theirs = [some for _pk, some in sorted(products.items()) if sum(self._has(one, some) for one in self.all) == 1]
        return frozenset(number for some in theirs[::ONLY_THEIRS] for number in some)

    def _has(self, sender: Sender, variant_ids: Iterable[int]) -> bool:
        return all(number in sender.offers for number in variant_ids)

    def take(self, wishes: Sequence[Wish], at: datetime, *, abroad: bool) -> tuple[Sender, list[Wish]] | None:
        """Return who sends what of a basket; None: nobody, it leaves from our own shelves."""
        if not self.all or abroad or at.date() < self._since:
            return None
        having = [(one, [wish for wish in wishes if wish.variant_id in one.offers]) for one in self.all]
        sender, some = max(having, key=lambda one: len(one[1]))
        return (sender, some) if some and self._chance.random() < TAKES else None

    def story(self, sender: Sender, ready_at: datetime) -> Story:
        """Return what becomes of an order that may leave from `ready_at` on."""
        chance, site = self._chance, sender.site
        sent_at = ready_at + timedelta(minutes=chance.randrange(1, 5))
        if sender.code not in BY_MAIL:  # somebody sends them a file when they work
            sent_at = engine.next_open(sender.calendar, ready_at) + timedelta(minutes=chance.randrange(4, 90))
        ship_by = dueness.ship_by(site, ready_at, None)
        low, high = ANSWERS_IN_H[sender.code]
        answered = engine.add_working_time(
            sender.calendar, sent_at, timedelta(hours=low + chance.random() * (high - low))
        )
        lies = sender.code == companies.LIES_ON_FRIDAYS and ready_at.weekday() >= LIES_FROM_WEEKDAY
        refused = chance.random() < (LIES if lies else GONE.get(sender.code, 0))
        leaves = self._leaves(sender, ship_by or sent_at, answered)
        return Story(
            sender=sender,
            made_at=ready_at,
            sent_at=sent_at,
            ack_by=dueness.answer_by(site, sent_at, 8),
            ack_at=answered,
            ship_by=ship_by,
            ships_on=leaves.date() if chance.random() < 0.6 else None,
            shipped_at=leaves,
            refused=refused,
        )

    def _leaves(self, sender: Sender, due: datetime, answered: datetime) -> datetime:
        chance = self._chance
        shares = LATE_DAYS[sender.code]
        late = chance.choices([days for days, _share in shares], [share for _days, share in shares])[0]
        day = sender.calendar.local_date(due)
        while sender.code == companies.RESTS_LONG and GOLDEN_WEEK[0] <= (day.month, day.day) <= GOLDEN_WEEK[1]:
            day += timedelta(days=1)
        day = engine.add_working_days(sender.calendar, day, late) if late else day
        at = datetime.combine(day, sender.site.cut_off or time(17), tzinfo=sender.calendar.zone)
        return max(at - timedelta(minutes=chance.randrange(5, 150)), answered + timedelta(minutes=20))


def _senders(variant_ids: Iterable[int], at: datetime) -> Iterable[Sender]:
    ids = companies.supplier_ids()
    sites, offers = supply.sites_of(ids.values()), supply.offers_of(variant_ids, at)
    for code, supplier_id in sorted(ids.items()):
        own = {
            variant_id: one
            for variant_id, some in offers.items()
            for one in some
            if one.supplier_id == supplier_id and one.cost is not None
        }
        if own and supplier_id in sites:
            site = sites[supplier_id][0]
            yield Sender(code, site, dueness.calendar_of(site), own)
