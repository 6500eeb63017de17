"""How parcels travel: most as promised, some late, a few in trouble; nothing moves during the Spring Festival."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from storecrew.config.trade import seasons
from storecrew.config.trade.sales import Travel
from storecrew.shop.fulfilment.demo import Word
from storecrew.shop.fulfilment.models import ParcelState
from storecrew.shop.pricing.types import ShippingOffer

LATE_HOME: Final = 0.035
LATE_ABROAD: Final = 0.08
TROUBLE: Final = 0.012
SAME_DAY: Final = 0.7
CUT_OFF: Final = time(15, 40)
BACKLOG: Final = ((0, 84), (1, 11), (2, 3), (3, 2))
"""Working days that a parcel waits longer than it should."""
HUBS: Final = ("佛山", "嘉兴", "武汉", "郑州", "南京", "长沙")
NUMBERS: Final = {
    "sf": "SF1############",
    "zto": "7############8",
    "yunexpress": "YT26############",
    "usps": "9405511899########",
    "ups": "1Z999AA1########",
    "dhl": "##########",
}


class Roads:
    """Couriers, and the people who hand parcels to them. `works`: whether the warehouse is open on a day."""

    def __init__(self, chance: Random, zone: ZoneInfo, works: Callable[[date], bool]) -> None:
        self._chance, self._zone, self._works = chance, zone, works

    def leaves(self, ready_at: datetime) -> datetime:
        """Return when something leaves that can be packed from `ready_at` on."""
        local = ready_at.astimezone(self._zone)
        day = local.date()
        if not (self._works(day) and local.time() < CUT_OFF and self._chance.random() < SAME_DAY):
            day = self._working_day_after(day)
        wait = self._chance.choices([days for days, _ in BACKLOG], [share for _, share in BACKLOG])[0]
        for _ in range(wait + self._rush(day)):
            day = self._working_day_after(day)
        return datetime.combine(day, time(16, 20), tzinfo=self._zone) + timedelta(minutes=self._chance.randrange(80))

    def travel(self, offer: ShippingOffer, shipped_at: datetime, promised: date | None, *, abroad: bool) -> Travel:
        """Return the whole journey; the caller cuts off what lies in the future."""
        chance = self._chance
        fastest, slowest = offer.min_days or 1, max((offer.max_days or 3) - 1, offer.min_days or 1)
        days = min(chance.randint(fastest, slowest), chance.randint(fastest, slowest))
        late = LATE_ABROAD if abroad else LATE_HOME
        day = shipped_at.date()
        if seasons.closed_for_spring_festival(day + timedelta(days=days)) or (day.month == 11 and 10 <= day.day <= 19):
            late *= 3
        slow = chance.random() < late
        if slow:
            days += chance.randint(2, 9 if abroad else 6)
        arrives = day + timedelta(days=days)
        while not abroad and seasons.closed_for_spring_festival(arrives):
            arrives += timedelta(days=1)
        delivered = datetime.combine(arrives, time(9), tzinfo=self._zone) + timedelta(minutes=chance.randrange(60, 620))
        trouble = slow and chance.random() < TROUBLE / late
        words = list(self._words(shipped_at, delivered, offer, abroad=abroad, trouble=trouble))
        told = None
        if promised is not None and arrives > promised:
            told = datetime.combine(promised + timedelta(days=1), time(8), tzinfo=self._zone)
        settled = words[-2].at if trouble else None
        return Travel(shipped_at, self._number(offer.carrier), words, delivered, told, settled)

    def _words(
        self, shipped: datetime, delivered: datetime, offer: ShippingOffer, *, abroad: bool, trouble: bool
    ) -> list[Word]:
        chance = self._chance
        hub = chance.choice(HUBS)
        span = delivered - shipped
        words = [Word(ParcelState.SHIPPED, shipped)]
        moving = "Arrived at the sorting centre" if abroad else f"快件到达{hub}转运中心"
        words.append(Word(ParcelState.IN_TRANSIT, shipped + span * 0.3, moving, "" if abroad else hub))
        if trouble:
            why = "Address not found, asking the sender" if abroad else "收件人电话打不通，正在联系寄件人"
            words.append(Word(ParcelState.EXCEPTION, shipped + span * 0.55, why))
            words.append(Word(ParcelState.IN_TRANSIT, shipped + span * 0.8, moving))
        out = "Out for delivery" if abroad else "快递员正在派送"
        words.append(Word(ParcelState.OUT_FOR_DELIVERY, delivered - min(span * 0.1, timedelta(hours=3)), out))
        words.append(Word(ParcelState.DELIVERED, delivered, "Delivered" if abroad else "已签收"))
        return words

    def _rush(self, day: date) -> int:
        """Return how many days more everything takes after the great sale."""
        return self._chance.choice((0, 1, 1, 2)) if day.month == 11 and 11 <= day.day <= 14 else 0

    def _working_day_after(self, day: date) -> date:
        day += timedelta(days=1)
        while not self._works(day):
            day += timedelta(days=1)
        return day

    def _number(self, carrier: str) -> str:
        form = NUMBERS.get(carrier, "###########")
        return "".join(str(self._chance.randrange(10)) if sign == "#" else sign for sign in form)
