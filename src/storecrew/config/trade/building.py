"""Make the year up and write it down: what `demo` calls once the shop is furnished."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from storecrew.config.trade import campaigns
from storecrew.config.trade.planning import DAYS, Planner, Setting, Year
from storecrew.config.trade.writing import Crew, Writer
from storecrew.kernel.actions.types import Actor, person
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue.reads import sold
from storecrew.shop.discounts.demo.past import Coupons
from storecrew.shop.orders.writing.numbering import rulebook
from storecrew.shop.pricing.demo.past import PastPrices
from storecrew.shop.pricing.reads import selling
from storecrew.shop.stock.demo import ahead_of, goods_of_the_shop
from storecrew.shop.stock.demo.past import Shelves

ENDS_BEFORE: Final = timedelta(hours=40)
"""When the year ends and the sales of `checkout.demo` begin: what is open today was bought by the same acts as ever."""


def build(founder: Actor, now: datetime, *, orders: int) -> Year:
    """Write about so many orders of the twelve months before `now`; `founder` is the director."""
    year, writer = prepare(founder, now, orders=orders)
    writer.write(founder)
    return year


def prepare(founder: Actor, now: datetime, *, orders: int) -> tuple[Year, Writer]:
    """Make the year up, with nothing of it written but the coupons of its campaigns."""
    store = current()
    assert store is not None  # noqa: S101  the demo is set up
    until = now - ENDS_BEFORE
    zone = ZoneInfo(store.time_zone)
    first = until.astimezone(zone).date() - timedelta(days=DAYS)
    launched = campaigns.launch(founder, first, until, zone)
    crew = _crew(founder, now)
    setting = _setting(now, crew.warehouse, launched)
    year = Planner(setting, orders=orders, until=until, now=now).plan()
    return year, Writer(year, crew, calendar=setting.calendar, habits=setting.habits, now=now)


def _setting(now: datetime, keeper: str, launched: Iterable[campaigns.Campaign]) -> Setting:
    goods = goods_of_the_shop()
    never_there = {row.variant_id for row in ahead_of(goods)}
    ids = [row.variant_id for row in goods if row.variant_id not in never_there and row.cost is not None]
    coupons = Coupons()
    currencies = [one.code for one in selling()]
    return Setting(
        prices=PastPrices(ids, currencies, now, coupons),
        coupons=coupons,
        shelves=Shelves(by=keeper),
        goods=[one for one in sold(ids, language="zh-hans", currencies=currencies, at=now).values() if one.on_sale],
        costs={row.variant_id: row.cost for row in goods},
        campaigns=list(launched),
        calendar=work_calendar(),
        habits=rulebook(),
    )


def _crew(founder: Actor, now: datetime) -> Crew:
    """Return who holds the seats, the founder where nobody does."""
    holders = {row.seat: row.holder for row in people.board(founder, people.BoardQuery(), now=now).seats}

    def ref(seat: Seat) -> str:
        holder = holders.get(seat)
        return founder.ref if holder is None else person(holder.person_id).ref

    return Crew(service=ref(Seat.SERVICE), warehouse=ref(Seat.WAREHOUSE), finance=ref(Seat.FINANCE))
