"""A warehouse with lamps in bins, paid orders for them, and people who pack."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment import actions, reads
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.fulfilment.types import ReadyOrder
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.tests.conftest import NOW, Shop, lasting_shop, shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Bin, Level

__all__ = ["NOW", "House", "house", "lasting_shop", "shop"]


@dataclass
class House:
    """What the tests do in the warehouse."""

    company: Company
    shop: Shop
    warehouse_id: int
    orders: int = 0
    there: dict[str, int] = field(default_factory=dict)
    """Lamps that lie there already when a module begins, by SKU."""

    @property
    def packer(self) -> Actor:
        return self.company.warehouse

    def lamp(self, sku: str = "LAMP", *, on_hand: int = 10, bin_code: str = "A-01-1", barcode: str = "") -> int:
        """Return a lamp that lies in a bin."""
        if sku in self.there:
            return self.there[sku]
        variant_id = self.shop.lamp(sku, on_hand=0)
        if on_hand:
            stock.add_bins(self.packer, stock.AddBins(warehouse_id=self.warehouse_id, codes=(bin_code,)), now=NOW)
            line = {
                "variant_id": variant_id,
                "quantity": on_hand,
                "cost": Money(4000, "CNY"),
                "bin_id": Bin.objects.get(code=bin_code).pk,
            }
            form = {"warehouse_id": self.warehouse_id, "lines": (line,)}
            stock.receive(self.packer, stock.Receive.model_validate(form), now=NOW)
        return variant_id

    def order(self, *wants: Want, paid: bool = True, now: datetime = NOW, **how: Any) -> Order:
        """Return an order that may leave."""
        self.orders += 1
        order = self.shop.place(quote_of(*wants), checkout=f"c{self.orders}", ships_unpaid=not paid, **how)
        return self.shop.pay(order, reference=f"T-{self.orders}") if paid else order

    def lines(self, order: Order) -> list[Line]:
        return list(order.lines.order_by("position"))

    def pack(self, order: Order, *quantities: int, by: Actor | None = None, **more: Any) -> Parcel:
        """Pack so many of each line, or everything."""
        lines = self.lines(order)
        wanted = quantities or tuple(line.quantity for line in lines)
        data = {
            "order_id": order.pk,
            "lines": [
                {"line_id": line.pk, "quantity": quantity}
                for line, quantity in zip(lines, wanted, strict=True)
                if quantity
            ],
            **more,
        }
        made = actions.pack(by or self.packer, actions.Pack.model_validate(data), now=NOW)
        return Parcel.objects.get(pk=made.parcel_id)

    def ship(self, parcel: Parcel, *, now: datetime = NOW, **more: Any) -> Parcel:
        actions.ship(self.packer, actions.Ship(parcel_id=parcel.pk, **more), now=now)
        parcel.refresh_from_db()
        return parcel

    def hear(self, parcel: Parcel, state: str, *, after: timedelta = timedelta(hours=1), **more: Any) -> Parcel:
        """Let the carrier say something, so long after now."""
        word = {"state": state, "at": NOW + after, **more}
        data = actions.RecordTracking.model_validate({"parcel_id": parcel.pk, "words": [word]})
        actions.record_tracking(self.company.service, data, now=NOW + after)
        parcel.refresh_from_db()
        return parcel

    def ready(self, now: datetime = NOW) -> list[ReadyOrder]:
        return list(reads.ready(self.packer, reads.ReadyQuery(), now=now).items)

    def wave(self, *orders: Order) -> int:
        data = actions.PlanWave(warehouse_id=self.warehouse_id, order_ids=tuple(order.pk for order in orders))
        return actions.plan_wave(self.packer, data, now=NOW).wave_id

    def on_hand(self, variant_id: int) -> tuple[int, int]:
        """Return (on hand, committed)."""
        level = Level.objects.get(item_id=variant_id, warehouse_id=self.warehouse_id)
        return level.on_hand, level.committed


@pytest.fixture
def house(request: pytest.FixtureRequest, company: Company, shop: Shop) -> House:
    """Return the warehouse as its module begins with it, else an empty one."""
    lasting = request.node.getparent(pytest.Module).stash.get(_LASTING, None)
    return replace(lasting) if lasting else House(company, shop, shop.warehouse_id)


@pytest.fixture(scope="module")
def lasting_house(request: pytest.FixtureRequest, lasting_shop: Shop) -> House:
    """Return the warehouse for what all tests of a module begin with; `house` goes on where this one ends."""
    request.node.stash[_LASTING] = House(lasting_shop.company, lasting_shop, lasting_shop.warehouse_id)
    return request.node.stash[_LASTING]


@pytest.fixture(scope="module")
def lasting_lamp(lasting_house: House) -> int:
    """Ten lamps in A-01-1: what `house.lamp()` is in this module."""
    lasting_house.there["LAMP"] = lasting_house.lamp()
    return lasting_house.there["LAMP"]


@pytest.fixture(scope="module")
def lasting_order(lasting_house: House) -> Order:
    """Two of ten other lamps, paid."""
    return lasting_house.order(Want(lasting_house.lamp("ORDERED", bin_code="A-02-1"), 2))


@pytest.fixture
def order(lasting_order: Order, house: House) -> Order:
    return copy.deepcopy(lasting_order)


_LASTING = pytest.StashKey[House]()


type Make = Callable[..., House]
