"""A supplier, somebody who works there, and links they were given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.access import actions, doorway
from storecrew.shop.supply.access.types import Given
from storecrew.shop.supply.tests.conftest import NOW, Buying, buying, lasting_buying, signed_in

__all__ = ["NOW", "Letting", "buying", "lasting_buying", "letting", "signed_in"]


@dataclass
class Letting:
    """What a buyer does with links, and what those who hold them do."""

    buying: Buying
    contact_id: int

    def give(self, *, now: datetime = NOW, **values: Any) -> Given:
        data = {"supplier_id": self.buying.supplier_id, "contact_id": self.contact_id} | values
        return actions.give_key(self.buying.buyer, actions.GiveKey.model_validate(data), now=now)

    def supplier(self, address: str = "203.0.113.7") -> Actor:
        return outsider(f"supplier:{self.buying.supplier_id}", surface=Surface.PORTAL, address=address)

    def use(self, given: Given, *, now: datetime, address: str = "203.0.113.7") -> None:
        actions.use_key(self.supplier(address), actions.UseKey(token=given.token, device="WeChat"), now=now)

    def revoke(self, given: Given, *, now: datetime = NOW) -> None:
        actions.revoke_key(self.buying.buyer, actions.RevokeKey(key_id=given.key_id), now=now)


@pytest.fixture
def letting(buying: Buying) -> Iterator[Letting]:
    contact = {"supplier_id": buying.supplier_id, "name": "林姐", "language": "zh-hans"}
    contact["channels"] = [{"kind": "email", "address": "lin@zs.example"}]
    made = supply.add_contact(buying.buyer, supply.AddContact.model_validate(contact), now=NOW)
    served = list(doorway._served)
    doorway.served(lambda token, what: f"https://shop.example/portal/{token}/{what}")
    yield Letting(buying, made.contact_id)
    doorway._served[:] = served
