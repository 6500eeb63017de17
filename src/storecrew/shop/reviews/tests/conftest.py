"""A mug that was bought, sent, and can be talked about."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.shop.carts.tests.conftest import NOW, Shopper, arrive, furnished, shop, shopper
from storecrew.shop.fulfilment import actions as fulfilment
from storecrew.shop.orders import reads as orders
from storecrew.shop.reviews import actions

__all__ = ["arrive", "furnished", "shop", "shopper"]
LATER = NOW + timedelta(days=3)


@dataclass
class Buyer:
    """Who bought the mug; `token` opens the order."""

    actor: Actor
    token: str
    order_id: int
    line_id: int

    def write(self, stars: int = 5, text: str = "杯子捧着不烫手。", **more: str) -> actions.Written:
        data = {"token": self.token, "line_id": self.line_id, "stars": stars, "text": text, **more}
        return actions.write(self.actor, actions.Write.model_validate(data), now=LATER)


@pytest.fixture
def waiting(company: Company, shopper: Shopper) -> Buyer:
    """Return a buyer whose mug has not been sent yet."""
    shopper.put("MUG")
    shopper.fill_in(provider="cash")
    done = shopper.complete()
    order = orders.find(done.order_id)
    assert order is not None
    return Buyer(company.nobody, orders.token_for(done.order_id), done.order_id, order.lines[0].line_id)


@pytest.fixture
def buyer(company: Company, waiting: Buyer) -> Buyer:
    """Return a buyer whose mug is on its way."""
    lines = (fulfilment.PackLine(line_id=waiting.line_id, quantity=1),)
    packed = fulfilment.pack(company.warehouse, fulfilment.Pack(order_id=waiting.order_id, lines=lines), now=NOW)
    fulfilment.ship(company.warehouse, fulfilment.Ship(parcel_id=packed.parcel_id, sure=True), now=NOW)
    return waiting
