"""Orders of lamps that are promised until Monday, a supplier who should send some of them, and people who write to buyers."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.events.drain import drain
from storecrew.kernel.money.types import Money
from storecrew.shop.delays import actions
from storecrew.shop.delays.models import LIVE, Delay, Offer
from storecrew.shop.delays.seats import watch
from storecrew.shop.fulfilment.tests.conftest import House
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, open_shop
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.stock.types import Wanted
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.models import Site

__all__ = ["DAY", "NOW", "Desk"]
DAY = timedelta(days=1)


@dataclass
class Desk:
    """What tests do at the desk of late orders."""

    company: Company
    house: House

    def order(self, *wants: Want, **how: Any) -> Order:
        """Return a paid order; lamps cost 100.00 and had cost 40.00, delivery is 12.00."""
        return self.house.order(*(wants or (Want(self.lamp()),)), **how)

    def lamp(self, sku: str = "", *, on_hand: int = 10) -> int:
        self.house.orders += 100
        return self.house.lamp(sku or f"L{self.house.orders}", on_hand=on_hand, bin_code=f"B-{self.house.orders}")

    def look(self, *found: Order, now: datetime) -> actions.Looked:
        data = actions.Look(order_ids=tuple(one.pk for one in found))
        return actions.look(watch("test"), data, now=now)

    def late(self, order: Order, *, now: datetime = NOW + 4 * DAY) -> Delay:
        """Let nothing happen until the promise is not likely to hold."""
        self.look(order, now=now)
        return self.delay(order)

    def delay(self, order: Order) -> Delay:
        return Delay.objects.get(order=order, state__in=LIVE)

    def offer(self, delay: Delay, *, now: datetime = NOW + 4 * DAY, by: str = "director", **more: Any) -> Offer:
        data = actions.OfferChoices.model_validate({"delay_id": delay.pk, **more})
        made = actions.offer(getattr(self.company, by), data, now=now)
        return Offer.objects.get(pk=made.offer_id)

    def answer(self, offer: Offer, key: str, *, now: datetime = NOW + 4 * DAY, **more: Any) -> actions.Answered:
        seal = more.pop("seal", None) or self.seal(offer, key, now=now)
        data = {"token": orders.token_for(offer.order_id), "offer_id": offer.pk, "key": key, "seal": seal, **more}
        return actions.answer(self.company.nobody, actions.Answer.model_validate(data), now=now)

    def seal(self, offer: Offer, key: str, *, now: datetime) -> str:
        from storecrew.shop.delays import reads  # noqa: PLC0415  only here

        query = reads.OwnQuery(token=orders.token_for(offer.order_id), offer_id=offer.pk)
        (own,) = reads.own(self.company.nobody, query, now=now).items
        return next((one.seal for one in own.choices if one.key == key), "?" * 16)

    def keys(self, offer: Offer) -> Sequence[str]:
        return [one["key"] for one in offer.choices]

    def hear(self, now: datetime = NOW + 4 * DAY) -> None:
        drain(now)

    def supplier(self, *, variant_id: int, pieces: int = 20) -> Site:
        """Return the warehouse of a supplier who offers a lamp, and says that so many lie there."""
        from storecrew.shop.availability import actions as availability  # noqa: PLC0415  only where it is needed

        buyer, number = self.company.warehouse, Site.objects.count() + 1
        form = supply.SupplierForm.model_validate(
            {"code": f"ZS-{number}", "name": f"中山灯饰 {number}", "country": "CN", "currency": "CNY"}
        )
        supplier_id = supply.add_supplier(buyer, form, now=NOW).supplier_id
        site = supply.open_site(
            buyer,
            supply.OpenSite.model_validate(
                {
                    "supplier_id": supplier_id,
                    "code": f"ZS{number}",
                    "name": f"中山 {number} 仓",
                    "place": {"country": "CN", "region": "广东省", "city": "中山市"},
                }
            ),
            now=NOW,
        )
        offer = supply.make_offer(
            buyer,
            supply.MakeOffer.model_validate(
                {"supplier_id": supplier_id, "variant_id": variant_id, "sku": "ZS-LAMP", "cost": Money(4000, "CNY")}
            ),
            now=NOW,
        )
        said = availability.TakeSaid(
            stream="feed:7", site_id=site.site_id, observed_at=NOW, rows=((offer.offer_id, pieces, 2),)
        )
        availability.take_said(buyer, said, now=NOW)
        return Site.objects.get(pk=site.site_id)

    def from_supplier(self, order: Order, site: Site) -> None:
        """Promise all of an order from a supplier's warehouse."""
        lines = tuple(
            Wanted(variant_id=line.variant_id, quantity=line.open, line=line.key, warehouse_id=site.warehouse_id)
            for line in order.lines.all()
            if line.variant_id
        )
        stock.reserve(self.company.warehouse, stock.Reserve(owner=order.subject, lines=lines), now=NOW)

    def promised_from(self, order: Order) -> set[int]:
        query = stock_reads.ReservationsQuery(owners=(order.subject,))
        rows = stock_reads.reservations(self.company.warehouse, query, now=NOW).items
        return {row.warehouse_id for row in rows}


@pytest.fixture(scope="module")
def lasting_desk(lasting_company: Company) -> Desk:
    return open_desk(lasting_company)


@pytest.fixture
def desk(lasting_desk: Desk, company: Company) -> Desk:
    return copy.deepcopy(lasting_desk)


@pytest.fixture
def committed_desk(company: Company) -> Desk:
    """Return what tests need that commit: the module `desk` is of keeps its rows to itself."""
    return open_desk(company)


def open_desk(company: Company) -> Desk:
    shop = open_shop(company)
    return Desk(company, House(company, shop, shop.warehouse_id))


@pytest.fixture(scope="module")
def lasting_lone(lasting_desk: Desk) -> Order:
    """A paid order for one lamp, of which everybody has heard."""
    found = lasting_desk.order()
    drain(NOW)
    return found


@pytest.fixture
def lone(lasting_lone: Order, desk: Desk) -> Order:
    return copy.deepcopy(lasting_lone)
