"""A supplier with a link, somebody else's supplier beside them, and a browser without cookies."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storecrew.fronts.storefront import pictures
from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.shop.availability import reads as availability
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.access import actions as access
from storecrew.shop.supply.tests.conftest import NOW, Buying, add_supplier, buying, signed_in, site_form

__all__ = ["NOW", "Portal", "buying", "portal", "signed_in"]
WECHAT = "Mozilla/5.0 (Linux; Android 7.1) AppleWebKit/537.36 Chrome/57.0 MicroMessenger/6.6"


@dataclass
class Portal:
    """What somebody of a supplier does with a telephone."""

    buying: Buying
    offers: dict[str, int]
    token: str
    contact_id: int
    other_supplier_id: int
    other_site_id: int
    other_token: str
    client: Client = field(default_factory=lambda: Client(headers={"user-agent": WECHAT}, enforce_csrf_checks=True))

    def get(self, path: str = "", **query: Any) -> Any:
        return self.client.get(f"/portal/{self.token}/{path}", query)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"/portal/{self.token}/{path}", data)

    def page(self, path: str = "", **query: Any) -> str:
        answer = self.get(path, **query)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def told(self, site_id: int | None = None) -> dict[str, int | None]:
        found = availability.told(site_id or self.buying.site_id)
        return {goods: found[pk][0] for goods, pk in self.offers.items() if pk in found}

    @property
    def actor(self) -> Actor:
        return outsider(f"supplier:{self.buying.supplier_id}", surface=Surface.PORTAL, address="203.0.113.7")


@pytest.fixture
def portal(buying: Buying) -> Iterator[Portal]:
    cache.clear()
    pictures.forget()
    offers = {goods: buying.offer(goods) for goods in buying.goods}
    other = add_supplier(buying.buyer, "OTHER", name="别家灯饰", language="en")
    site = supply.open_site(buying.buyer, site_form(other, "OT1"), now=NOW)
    person = {"supplier_id": buying.supplier_id, "name": "林姐", "language": "zh-hans"}
    contact = supply.add_contact(buying.buyer, supply.AddContact.model_validate(person), now=NOW)
    mine = access.GiveKey(supplier_id=buying.supplier_id, contact_id=contact.contact_id)
    given = access.give_key(buying.buyer, mine, now=timezone.now())
    theirs = access.give_key(buying.buyer, access.GiveKey(supplier_id=other), now=timezone.now())
    yield Portal(
        buying, offers, given.token, contact.contact_id, other_supplier_id=other, other_site_id=site.site_id,
        other_token=theirs.token,
    )  # fmt: skip
    cache.clear()
