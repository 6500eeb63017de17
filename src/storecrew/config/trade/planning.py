"""The year, day by day: who came, what they found on the shelves, what they agreed to, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import count
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from storecrew.config.trade import seasons
from storecrew.config.trade.baskets import Taste, Wish
from storecrew.config.trade.buying import Buyer
from storecrew.config.trade.campaigns import Campaign
from storecrew.config.trade.fates import Fates
from storecrew.config.trade.people import Crowd, Person
from storecrew.config.trade.roads import Roads
from storecrew.config.trade.sales import Fate, Sale
from storecrew.config.trade.senders import RECENT_DAYS, Sender, Senders
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import Sold
from storecrew.shop.discounts.demo.past import Coupons
from storecrew.shop.orders.models import Rulebook
from storecrew.shop.orders.promising import promise_in
from storecrew.shop.pricing.demo.past import PastPrices
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery
from storecrew.shop.stock.demo.past import Shelves
from storecrew.shop.stock.types import Disposition

SEED: Final = 20261125
DAYS: Final = 365
ABROAD: Final = 0.16
PIECES_AN_ORDER: Final = 2.05
HOURS: Final = (3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 10, 10, 11, 10, 9, 9, 9, 9, 9, 11, 14, 16, 14, 8)
"""How an average day's orders spread over the buyers' own hours."""
WELCOME: Final = "HELLO10"
KNOWS_WELCOME: Final = 0.2
WANTS_FASTER: Final = 0.16


@dataclass(slots=True)
class Year:
    """All that is to be written. `missed`: how often somebody wanted what was not there, by variant."""

    sales: list[Sale]
    people: list[Person]
    shelves: Shelves
    coupons: Coupons
    first: date
    missed: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the year rests on: the store as it is set up."""

    prices: PastPrices
    coupons: Coupons
    shelves: Shelves
    goods: Sequence[Sold]
    costs: Mapping[int, Money | None]
    campaigns: Sequence[Campaign]
    calendar: WorkCalendar
    habits: Rulebook


class Planner:
    """Goes through the year."""

    def __init__(self, setting: Setting, *, orders: int, until: datetime, now: datetime, seed: int = SEED) -> None:
        """Make one. The last order is placed before `until`; what becomes of orders goes on until `now`."""
        self._chance = chance = Random(seed)  # noqa: S311  the same every time, that is the point
        self._set, self._count = setting, orders
        self._zone = ZoneInfo(setting.prices.store.time_zone)
        self._until, self._now = until.astimezone(self._zone), now
        self._first = self._until.date() - timedelta(days=DAYS)
        self._taste = Taste(chance, setting.goods)
        self._crowds = {abroad: Crowd(chance, abroad=abroad) for abroad in (False, True)}
        works = cache(lambda day: engine.is_working_day(setting.calendar, day))
        self._roads = Roads(chance, self._zone, works)
        self._fates = Fates(chance)
        since = self._until.date() - timedelta(days=RECENT_DAYS)
        self._senders = Senders(chance, [one.variant_id for one in setting.goods], since, now)
        self._returns: list[Sale] = []
        self._keys = count(1)
        self._year = Year([], [], setting.shelves, setting.coupons, self._first)

    def plan(self) -> Year:
        """Return the whole year."""
        days = (self._until.date() - self._first).days + 1
        demand = self._demand(days)
        pieces = self._pieces_by_day(days)
        opened = self._first - timedelta(days=12)
        buyer = Buyer(
            self._chance,
            self._set.shelves,
            self._taste,
            self._set.costs,
            lambda day: pieces[min(max((day - self._first).days, 0), days - 1)],
            opened,
            self._zone,
            self._senders.only_theirs(self._set.goods),
        )
        buyer.open(opened)
        for number in range(days):
            day = self._first + timedelta(days=number)
            self._take_back(day)
            buyer.morning(day)
            for at, person in sorted(self._visits(day, demand[number]), key=lambda visit: visit[0]):
                if at < self._until:
                    self._sell(person, at)
        self._take_back(self._now.date() + timedelta(days=2))
        buyer.close()
        self._year.people = [person for crowd in self._crowds.values() for person in crowd.people if person.orders]
        return self._year

    def _demand(self, days: int) -> list[tuple[int, int]]:
        """Return how many want to buy each day, at home and abroad: about as many as are wanted in all."""
        found = []
        for abroad, share in ((False, 1 - ABROAD), (True, ABROAD)):
            weights = seasons.weights(self._first, days, abroad=abroad)
            counts = Counter(self._chance.choices(range(days), weights, k=round(self._count * share)))
            found.append([counts[number] for number in range(days)])
        return list(zip(*found, strict=True))

    def _pieces_by_day(self, days: int) -> list[float]:
        weights = seasons.weights(self._first, days, abroad=False)
        return [self._count * PIECES_AN_ORDER * weight / sum(weights) for weight in weights]

    def _visits(self, day: date, counts: tuple[int, int]) -> list[tuple[datetime, Person]]:
        found = []
        for abroad, wanted in zip((False, True), counts, strict=True):
            for person in self._crowds[abroad].come(day, wanted):
                hour = self._chance.choices(range(24), HOURS)[0]
                local = time(hour, self._chance.randrange(60), self._chance.randrange(60))
                there = timezone(timedelta(hours=person.hours_ahead))
                found.append((datetime.combine(day, local, tzinfo=there).astimezone(self._zone), person))
        return found

    def _sell(self, person: Person, at: datetime) -> None:
        basket = self._taste.basket(at.date())
        taken = self._senders.take(basket, at, abroad=person.abroad)
        found = (taken[1], taken[0].site.warehouse_id) if taken else self._found(basket)
        if found is None:
            return
        wishes, warehouse = found
        sale = self._agreed(person, wishes, warehouse, at)
        if sale is None:
            return
        sale.sender = taken[0] if taken else None
        self._fates.pay(sale, self._now)
        self._send(sale)
        self._year.sales.append(sale)
        crowd = self._crowds[person.abroad]
        crowd.bought(person, at)
        saved = {one.coupon_id: one.amount for one in sale.quote.discounts}
        self._set.coupons.use(sale.name, saved, sale.quote.codes, email=person.email, at=at)
        if sale.cancelled_at is not None:
            self._set.coupons.give_back(sale.name, email=person.email, at=sale.cancelled_at)

    def _found(self, wishes: Sequence[Wish]) -> tuple[list[Wish], int] | None:
        """Return what of the wishes lies in one warehouse; another colour is taken as often as not."""
        best: tuple[list[Wish], int] | None = None
        for warehouse in self._set.shelves.warehouse_ids:
            there = [wish for wish in wishes if self._lies(wish, warehouse)]
            if best is None or len(there) > len(best[0]):
                best = there, warehouse
        assert best is not None  # noqa: S101  there is a warehouse
        there, warehouse = best
        for wish in wishes:
            if wish in there:
                continue
            self._year.missed[wish.variant_id] += 1
            other = self._taste.another_colour(wish.variant_id) if self._chance.random() < 0.5 else None
            instead = Wish(other, wish.quantity) if other else None
            if instead and self._lies(instead, warehouse) and other not in {one.variant_id for one in there}:
                there.append(instead)
        return (there, warehouse) if there else None

    def _lies(self, wish: Wish, warehouse: int) -> bool:
        return self._set.shelves.there(wish.variant_id, warehouse) >= wish.quantity

    def _agreed(self, person: Person, wishes: Sequence[Wish], warehouse: int, at: datetime) -> Sale | None:
        asked = QuoteQuery(
            lines=tuple(
                LineWish(key=f"line:y{next(self._keys)}", variant_id=wish.variant_id, quantity=wish.quantity)
                for wish in wishes
            ),
            currency=person.currency,
            language=person.language,
            address=person.address,
            codes=self._codes(person, at),
            email=person.email,
        )
        asked, quote = self._quote(asked, warehouse, at)
        if quote.buyable and quote.packages and self._chance.random() < WANTS_FASTER:
            asked, quote = self._faster(asked, quote, warehouse, at)
        if not quote.buyable or quote.totals.total.minor <= 0:
            return None
        channel = self._fates.channel(person)
        return Sale(
            name=f"{self._chance.getrandbits(96):024x}",
            at=at,
            person=person,
            asked=asked,
            quote=quote,
            channel=channel,
            way=self._fates.way(person, channel, quote.totals.total.minor),
            warehouse_id=warehouse,
        )

    def _quote(self, asked: QuoteQuery, warehouse: int, at: datetime) -> tuple[QuoteQuery, Quote]:
        """Return what it costs, and what was asked in the end: a code that does nothing is taken out again."""
        quote = self._set.prices.quote(asked, warehouse_id=warehouse, now=at)
        if not quote.refused:
            return asked, quote
        bare = asked.model_copy(update={"codes": ()})
        return bare, self._set.prices.quote(bare, warehouse_id=warehouse, now=at)

    def _faster(self, asked: QuoteQuery, quote: Quote, warehouse: int, at: datetime) -> tuple[QuoteQuery, Quote]:
        package = quote.packages[0]
        fast = min(package.offers, key=lambda offer: (offer.max_days or 99, offer.method_id))
        if package.chosen is not None and fast.method_id == package.chosen.method_id:
            return asked, quote
        chosen = {package.key: fast.method_id}
        return self._quote(asked.model_copy(update={"method_by_package": chosen}), warehouse, at)

    def _codes(self, person: Person, at: datetime) -> tuple[str, ...]:
        for campaign in self._set.campaigns:
            if campaign.known(person, at, self._chance):
                return (campaign.code,)
        return (WELCOME,) if not person.orders and self._chance.random() < KNOWS_WELCOME else ()

    def _send(self, sale: Sale) -> None:
        """Let it leave, if it ever does before the year is over."""
        offer = sale.quote.packages[0].chosen
        if sale.fate != Fate.SENT or offer is None:
            return
        ready = sale.way.paid_at or sale.at
        if sale.sender is not None:
            ready = self._ask(sale, sale.sender, ready)
        shipped = sale.sent_by.shipped_at if sale.sent_by else self._roads.leaves(ready)
        if ready > self._now or shipped > self._now:
            sale.fate, sale.sent_by = Fate.OPEN, None
            for line in sale.quote.lines if sale.sender is None else ():
                self._set.shelves.keep(line.variant_id, sale.warehouse_id, line.quantity)
            return
        leave = self._set.shelves.pass_through if sale.sent_by else self._set.shelves.leave
        for line in sale.quote.lines:
            left = leave(line.variant_id, sale.warehouse_id, line.quantity, line=line.key, at=shipped)
            sale.lefts[line.key] = left
        promised = promise_in(sale.quote, sale.at, self._set.habits, self._set.calendar).last
        if sale.sent_by is not None and offer.transit is not None:  # their days until it leaves are over
            on_the_road = {"min_days": max(1, offer.transit[0]), "max_days": offer.transit[1] + 1}
            offer = offer.model_copy(update=on_the_road)
        sale.travel = self._roads.travel(offer, shipped, promised, abroad=sale.person.abroad)
        if sale.way.provider == "cash":
            sale.way.paid_at = sale.travel.delivered_at
        if sale.sent_by is not None:
            return  # what comes back of it goes to the supplier, and is a story of its own
        sale.back = self._fates.comes_back(sale, self._now)
        if sale.back is not None and sale.back.received_at is not None:
            self._returns.append(sale)

    def _ask(self, sale: Sale, sender: Sender, ready: datetime) -> datetime:
        """Ask a supplier to send; returns from when on it may leave. Refused goods are taken from our own shelves."""
        story = self._senders.story(sender, ready)
        own = self._set.shelves.warehouse_ids[0]
        there = all(self._set.shelves.there(line.variant_id, own) >= line.quantity for line in sale.quote.lines)
        if not story.refused or not there or story.ack_at > self._now:
            sale.sent_by = replace(story, refused=False)
            return ready
        sale.refused_by, sale.sender, sale.warehouse_id = story, None, own
        return story.ack_at

    def _take_back(self, day: date) -> None:
        """Put back what came back before this day, so that it can be sold again."""
        due = [sale for sale in self._returns if self._received(sale).date() < day]
        self._returns = [sale for sale in self._returns if sale not in due]
        for sale in sorted(due, key=lambda one: (self._received(one), one.name)):
            assert sale.back is not None  # noqa: S101  see `_send`
            for one in sale.back.lines:
                if one.disposition is not None:
                    self._set.shelves.take_back(
                        sale.lefts[one.key],
                        one.quantity,
                        Disposition(one.disposition),
                        document=sale.document,
                        at=self._received(sale),
                    )

    def _received(self, sale: Sale) -> datetime:
        assert sale.back is not None and sale.back.received_at is not None  # noqa: S101, PT018  see `_send`
        return sale.back.received_at
