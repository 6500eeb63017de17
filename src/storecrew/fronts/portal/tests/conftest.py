"""A supplier with a link, somebody else's supplier beside them, and a browser without cookies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from storecrew.fronts.portal.tests.holding import Holder, let_in
from storecrew.fronts.storefront import pictures
from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.shop.availability import reads as availability
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.tests.conftest import NOW, Buying, add_supplier, buying, lasting_buying, signed_in, site_form

__all__ = ["NOW", "Portal", "buying", "lasting_buying", "portal", "signed_in"]


@dataclass
class Portal:
    """A supplier with goods and a link, and another one beside them."""

    buying: Buying
    offers: dict[str, int]
    contact_id: int
    holder: Holder
    other_supplier_id: int
    other_site_id: int
    other: Holder

    @property
    def token(self) -> str:
        return self.holder.token

    @property
    def client(self) -> Client:
        return self.holder.client

    def get(self, path: str = "", **query: Any) -> Any:
        return self.holder.get(path, **query)

    def post(self, path: str, **data: Any) -> Any:
        return self.holder.post(path, **data)

    def page(self, path: str = "", **query: Any) -> str:
        return self.holder.page(path, **query)

    def told(self, site_id: int | None = None) -> dict[str, int | None]:
        found = availability.told(site_id or self.buying.site_id)
        return {goods: found[pk][0] for goods, pk in self.offers.items() if pk in found}

    @property
    def actor(self) -> Actor:
        return outsider(f"supplier:{self.buying.supplier_id}", surface=Surface.PORTAL, address="203.0.113.7")


@pytest.fixture(scope="module")
def lasting_portal(lasting_buying: Buying) -> Portal:
    buying = lasting_buying
    offers = {goods: buying.offer(goods) for goods in buying.goods}
    other = add_supplier(buying.buyer, "OTHER", name="别家灯饰", language="en")
    site = supply.open_site(buying.buyer, site_form(other, "OT1"), now=NOW)
    person = {"supplier_id": buying.supplier_id, "name": "林姐", "language": "zh-hans"}
    contact = supply.add_contact(buying.buyer, supply.AddContact.model_validate(person), now=NOW)
    return Portal(
        buying=buying,
        offers=offers,
        contact_id=contact.contact_id,
        holder=let_in(buying.buyer, buying.supplier_id, contact.contact_id),
        other_supplier_id=other,
        other_site_id=site.site_id,
        other=let_in(buying.buyer, other),
    )


@pytest.fixture
def portal(lasting_portal: Portal, buying: Buying) -> Iterator[Portal]:
    cache.clear()
    pictures.forget()
    holder, other = Holder(lasting_portal.token), Holder(lasting_portal.other.token)
    yield replace(lasting_portal, holder=holder, other=other)
    cache.clear()
