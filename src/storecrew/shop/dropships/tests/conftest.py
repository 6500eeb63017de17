"""A small shop whose lamps lie at two suppliers, orders for them, and suppliers who answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.kernel.events.drain import drain
from storecrew.kernel.money.types import Money
from storecrew.shop.availability import actions as availability
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.handlers import planner
from storecrew.shop.dropships.models import DropParcel, DropShipment
from storecrew.shop.dropships.types import DropView
from storecrew.shop.ledger.actions.beginning import UsualAccounts, open_usual_accounts
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, Shop, open_shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Level, Reservation
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.tests.conftest import add_supplier, site_form

__all__ = ["NOW", "Trade"]
DAY = timedelta(days=1)


@dataclass
class Source:
    """A supplier with one warehouse and one offer for each of the shop's lamps."""

    supplier_id: int
    site_id: int
    warehouse_id: int
    offers: dict[int, int] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return outsider(f"supplier:{self.supplier_id}", surface=Surface.PORTAL)


@dataclass
class Trade:
    """What the tests do with orders and suppliers."""

    company: Company
    shop: Shop
    near: Source
    far: Source
    lamp: int
    cup: int
    placed: int = 0

    @property
    def crew(self) -> Actor:
        return self.company.warehouse

    def say(self, source: Source, quantity: int, *, goods: int | None = None, at: datetime = NOW - DAY) -> None:
        """Let a supplier say how many lie there."""
        rows = ((source.offers[goods or self.lamp], quantity, 1),)
        form = availability.TakeSaid(stream="feed:1", site_id=source.site_id, observed_at=at, rows=rows)
        availability.take_said(self.crew, form, now=at)

    def order(
        self, *wants: Want, at: Source | None = None, paid: bool = True, now: datetime = NOW, **how: Any
    ) -> Order:
        """Return a paid order for lamps, promised at a supplier's warehouse."""
        self.placed += 1
        wanted = wants or (Want(self.lamp),)
        quote = quote_of(*wanted)
        source, own = at or self.near, how.pop("own", {})
        checkout = f"d{self.placed}"
        order = self.shop.place(
            quote, checkout=checkout, channel="phone", ships_unpaid=how.pop("ships_unpaid", False), **how
        )
        self.promise(order, source, own=own)
        return self.shop.pay(order, reference=f"T-{self.placed}") if paid else order

    def promise(self, order: Order, *sources: Source, own: Mapping[int | None, int] | None = None) -> None:
        """Promise each line of an order at these places in turn."""
        lines = tuple(
            {
                "variant_id": line.variant_id,
                "quantity": line.open,
                "line": line.key,
                "warehouse_id": (own or {}).get(line.variant_id, sources[number % len(sources)].warehouse_id),
            }
            for number, line in enumerate(order.lines.order_by("position"))
        )
        form = {"owner": order.subject, "lines": lines}
        stock.reserve(self.crew, stock.Reserve.model_validate(form), now=NOW)

    def plan(self, order: Order, *, now: datetime = NOW, reason: str = "") -> actions.Planned:
        return actions.plan(planner("a test"), actions.Plan(order_id=order.pk, reason=reason), now=now)

    def asked(self, *wants: Want, at: Source | None = None, now: datetime = NOW, **how: Any) -> DropShipment:
        """Return a drop shipment that was sent."""
        order = self.order(*wants, at=at, **how)
        self.plan(order, now=now)
        row = DropShipment.objects.get(order=order)
        actions.send(self.crew, actions.Send(dropship_id=row.pk, by_hand=True), now=now)
        return self.fresh(row)

    def fresh(self, row: DropShipment) -> DropShipment:
        return DropShipment.objects.get(pk=row.pk)

    def view(self, row: DropShipment, now: datetime = NOW) -> DropView:
        found = reads.find(row.pk, now)
        assert found is not None
        return found

    def ship(
        self, row: DropShipment, number: str = "SF1316582044876", *, by: Actor | None = None, **how: Any
    ) -> actions.Shipped:
        now = how.pop("now", NOW)
        data = {"dropship_id": row.pk, "carrier": "sf", "tracking_number": number, "sure": True} | how
        return actions.ship(by or self.near.actor, actions.Ship.model_validate(data), now=now)

    def parcel(self, row: DropShipment) -> DropParcel:
        return DropParcel.objects.get(dropship=row)

    def promised(self, order: Order) -> dict[int, int]:
        """Return what the order is promised, by warehouse."""
        rows = Reservation.objects.filter(owner=order.subject, lapsed_at=None).select_related("level")
        found: dict[int, int] = {}
        for row in rows:
            found[row.level.warehouse_id] = found.get(row.level.warehouse_id, 0) + row.quantity
        return found

    def on_hand(self, source: Source) -> int:
        return Level.objects.get(item_id=self.lamp, warehouse_id=source.warehouse_id).on_hand

    def cancel(self, order: Order) -> None:
        orders.cancel(
            self.company.service,
            orders.Cancel.model_validate({"order_id": order.pk, "reason": "buyer", "refund": "none"}),
            now=NOW,
        )

    def settle(self, now: datetime = NOW) -> None:
        """Let everything that follows happen."""
        drain(now)


def source(company: Company, code: str, *, lamps: dict[int, int], name: str = "", **site: Any) -> Source:
    """Return a supplier who offers these goods at these costs."""
    supplier_id = add_supplier(company.warehouse, code, **({"name": name} if name else {}))
    opened = supply.open_site(
        company.warehouse, site_form(supplier_id, f"{code}-1", cut_off="16:00", **site), now=NOW - DAY
    )
    made = Source(supplier_id, opened.site_id, opened.warehouse_id)
    for variant_id, cost in lamps.items():
        form = {
            "supplier_id": supplier_id,
            "variant_id": variant_id,
            "sku": f"{code}-{variant_id}",
            "cost": Money(cost, "CNY"),
        }
        made.offers[variant_id] = supply.make_offer(
            company.warehouse, supply.MakeOffer.model_validate(form), now=NOW - DAY
        ).offer_id
    return made


@pytest.fixture(scope="module")
def lasting_trade(lasting_company: Company) -> Trade:
    made = trade_for(lasting_company)
    made.settle()
    return made


@pytest.fixture
def trade(lasting_trade: Trade, company: Company) -> Trade:
    return replace(lasting_trade)


@pytest.fixture
def committed_trade(company: Company) -> Trade:
    """Return what tests need that commit: the module `trade` is of keeps its rows to itself."""
    return trade_for(company)


def trade_for(company: Company) -> Trade:
    shop = open_shop(company)
    lamp, cup = shop.lamp("LAMP", on_hand=0), shop.lamp("CUP", on_hand=0)
    near = source(company, "NEAR", lamps={lamp: 4000, cup: 1500}, name="近水灯坊")
    far = source(company, "FAR", lamps={lamp: 4400, cup: 1600}, handling_days=3)
    made = Trade(company, shop, near, far, lamp, cup)
    for place in (near, far):
        for goods in (lamp, cup):
            made.say(place, 10, goods=goods)
    return made


@pytest.fixture(scope="module")
def lasting_asked(lasting_trade: Trade) -> dict[int, DropShipment]:
    """Drop shipments that were sent, of which everybody has heard: of one lamp, and of two."""
    made = {pieces: lasting_trade.asked(Want(lasting_trade.lamp, pieces)) for pieces in (1, 2)}
    lasting_trade.settle()
    return made


@pytest.fixture
def one(lasting_asked: dict[int, DropShipment], trade: Trade) -> DropShipment:
    """Return a drop shipment of one lamp that was sent to the near supplier."""
    return trade.fresh(lasting_asked[1])


@pytest.fixture
def two(lasting_asked: dict[int, DropShipment], trade: Trade) -> DropShipment:
    """Return one of two lamps."""
    return trade.fresh(lasting_asked[2])


@pytest.fixture
def books(company: Company) -> None:
    open_usual_accounts(company.finance, UsualAccounts(), now=NOW)
