"""A shop with a few goods, and a supplier of lamps in Zhongshan with one warehouse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.supply import actions, reads
from storecrew.shop.supply.types import OfferView

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Tuesday 10:00 in Shanghai."""
GOODS = (("LAMP-OAT", "Oat table lamp"), ("LAMP-INK", "Ink table lamp"), ("MUG", "Stone mug 300 ml"))


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


@dataclass
class Buying:
    """What a buyer does all day."""

    company: Company
    goods: dict[str, int]
    supplier_id: int
    site_id: int
    warehouse_id: int

    @property
    def buyer(self) -> Actor:
        return self.company.warehouse

    def supplier(self, code: str, **values: Any) -> int:
        return add_supplier(self.buyer, code, **values)

    def site(self, supplier_id: int, code: str, **values: Any) -> actions.SiteId:
        return actions.open_site(self.buyer, site_form(supplier_id, code, **values), now=NOW)

    def offer(self, goods: str, /, *, supplier_id: int | None = None, now: datetime = NOW, **values: Any) -> int:
        data = {"supplier_id": supplier_id or self.supplier_id, "variant_id": self.goods[goods], "sku": f"ZS-{goods}"}
        return actions.make_offer(
            self.buyer, actions.MakeOffer.model_validate(data | {"cost": yuan(4000)} | values), now=now
        ).offer_id

    def edit(self, offer_id: int, *, now: datetime = NOW, **values: Any) -> actions.OfferId:
        view = reads.offers_by_id([offer_id])[offer_id]
        same = ("sku", "title", "barcode", "cost", "minimum", "pack_size", "handling_days", "valid_from", "valid_until")
        data = {name: getattr(view, name) for name in same} | {"offer_id": offer_id}
        data["breaks"] = [{"quantity": one.quantity, "cost": one.cost} for one in view.breaks]
        return actions.edit_offer(self.buyer, actions.EditOffer.model_validate(data | values), now=now)

    def view(self, offer_id: int) -> OfferView:
        return reads.offers_by_id([offer_id])[offer_id]


def add_supplier(buyer: Actor, code: str, **values: Any) -> int:
    data = {"code": code, "name": f"{code} Trading", "country": "CN", "currency": "CNY"} | values
    return actions.add_supplier(buyer, actions.SupplierForm.model_validate(data), now=NOW).supplier_id


def site_form(supplier_id: int, code: str, **values: Any) -> actions.OpenSite:
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    return actions.OpenSite.model_validate(
        {"supplier_id": supplier_id, "code": code, "name": f"{code} warehouse", "place": place} | values
    )


@pytest.fixture(scope="module")
def lasting_buying(lasting_company: Company) -> Buying:
    return buy_for(lasting_company)


@pytest.fixture
def buying(lasting_buying: Buying, company: Company) -> Buying:
    return lasting_buying


@pytest.fixture
def committed_buying(company: Company) -> Buying:
    """Return what tests need that commit: the module `buying` is of keeps its rows to itself."""
    return buy_for(company)


def buy_for(company: Company) -> Buying:
    rows = [
        {
            "title": title,
            "language": "en",
            "slug": sku.lower(),
            "variants": [{"sku": sku, "prices": [{"currency": "CNY", "price_minor": 12_900}]}],
        }
        for sku, title in GOODS
    ]
    for row in rows:
        catalogue.create(company.web, catalogue.ProductDraft.model_validate(row), now=NOW)
    supplier_id = add_supplier(company.warehouse, "ZS-LAMP", name="中山灯饰")
    site = actions.open_site(company.warehouse, site_form(supplier_id, "ZS1", cut_off="16:00"), now=NOW)
    goods = dict(Variant.objects.values_list("sku", "pk"))
    return Buying(company, goods, supplier_id, site.site_id, site.warehouse_id)


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    def sign_in(actor: Actor, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return sign_in
