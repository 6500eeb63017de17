"""A shop with an own shelf and two suppliers: the near one is dear, the far one cheap and slow."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.availability.tests.conftest import NOW, Telling, lasting_buying, signed_in
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Product
from storecrew.shop.shipping import actions as shipping
from storecrew.shop.sourcing import actions, reads
from storecrew.shop.sourcing.types import Need, Option, Plan
from storecrew.shop.stock import actions as stock
from storecrew.shop.supply.tests.conftest import Buying, yuan

__all__ = ["NOW", "Trade", "lasting_buying", "signed_in", "yuan"]
HOUR = timedelta(hours=1)
HANGZHOU = Address(country="CN", region="浙江省", city="杭州市", line1="1")


@dataclass
class Trade:
    """Warehouses by what they are called here, and what can be done with them."""

    telling: Telling
    ways: dict[str, int]
    own: int
    near: int
    far: int
    far_site: int
    far_supplier: int

    @property
    def goods(self) -> dict[str, int]:
        return self.telling.buying.goods

    @property
    def keeper(self) -> Actor:
        return self.telling.teller

    def offer_far(self, goods: str, cost: int = 3000, quantity: int = 9, **values: Any) -> int:
        """Let the far supplier offer it, and say that they have some."""
        offer = self.telling.buying.offer(goods, supplier_id=self.far_supplier, cost=yuan(cost), **values)
        before, self.telling.offers[goods] = self.telling.offers[goods], offer
        self.telling.say({goods: quantity}, site_id=self.far_site, stream="feed:8")
        self.telling.offers[goods] = before
        return offer

    def receive(self, goods: str, pieces: int, cost: int = 3500) -> None:
        """Put pieces on the own shelf."""
        line = {"variant_id": self.goods[goods], "quantity": pieces, "cost": Money(cost, "CNY")}
        form = {"warehouse_id": self.own, "lines": (line,)}
        stock.receive(self.keeper, stock.Receive.model_validate(form), now=NOW)

    def rules(self, **values: Any) -> None:
        plain = {"own": "cost", "late_day": yuan(0), "parcel": yuan(0), "missing": yuan(0)}
        actions.set_rules(self.keeper, actions.SetRules.model_validate(plain | values), now=NOW)

    def plan(self, *wants: tuple[str, int], **more: Any) -> Plan:
        needs = [Need(key=goods, variant_id=self.goods[goods], quantity=pieces) for goods, pieces in wants]
        return reads.plan(needs, **({"ship_to": HANGZHOU, "currency": "CNY", "now": NOW} | more))

    def taken(self, *wants: tuple[str, int], **more: Any) -> dict[str, dict[str | None, int]]:
        """Return for each of the goods from where how many would be taken, places by the names they have here."""
        names = {self.own: "own", self.near: "near", self.far: "far", None: None}
        found: dict[str, dict[str | None, int]] = {}
        for share in self.plan(*wants, **more).shares:
            found.setdefault(share.key, {})[names[share.warehouse_id]] = share.quantity
        return found

    def options(self, goods: str, **more: Any) -> dict[int, Option]:
        asked = {"ship_to": HANGZHOU, "currency": "CNY", "now": NOW} | more
        return {one.warehouse_id: one for one in reads.options([self.goods[goods]], **asked).get(self.goods[goods], ())}


@pytest.fixture(scope="module")
def lasting_trade(lasting_buying: Buying) -> Trade:
    buyer, company = lasting_buying.buyer, lasting_buying.company
    telling = Telling(lasting_buying, {goods: lasting_buying.offer(goods) for goods in lasting_buying.goods})
    for pk in Product.objects.values_list("pk", flat=True):
        catalogue.publish(company.web, catalogue.OneProduct(product_id=pk), now=NOW)
    own = stock.open_warehouse(buyer, stock.WarehouseForm(code="FS", name="Foshan")).warehouse_id
    policy = {"variant_ids": tuple(lasting_buying.goods.values())}
    stock.set_policy(buyer, stock.Policy.model_validate(policy), now=NOW)
    far_supplier = lasting_buying.supplier("UR-FAR")
    far = lasting_buying.site(far_supplier, "UR1", handling_days=4)
    return Trade(
        telling,
        ways=_ways(buyer),
        own=own,
        near=lasting_buying.warehouse_id,
        far=far.warehouse_id,
        far_site=far.site_id,
        far_supplier=far_supplier,
    )


@pytest.fixture
def trade(lasting_trade: Trade, company: Company) -> Trade:
    return lasting_trade


def _ways(keeper: Actor) -> dict[str, int]:
    """Make two ways to send something inside China: 12.00 and 25.00."""
    area = (shipping.AreaDraft(country="CN"),)
    zone = shipping.create_zone(keeper, shipping.ZoneDraft(name="Mainland", areas=area), now=NOW)
    made = {}
    for name, price in (("Standard", 1200), ("Express", 2500)):
        prices = (shipping.PricesDraft(currency="CNY", tiers=(shipping.TierDraft(price_minor=price),)),)
        draft = shipping.MethodDraft(zone_id=zone.zone_id, names={"en": name}, prices=prices, transit_max=3)
        made[name] = shipping.create_method(keeper, draft, now=NOW).method_id
    return made
