"""A shop with a mug, a lamp, and something sold out; people who wish and wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from storecrew.conftest import Company
from storecrew.fronts.lab.furnishing import Furnished
from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.kernel.money.types import Money
from storecrew.shop.carts.tests.conftest import NOW, furnished, shop
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.customers import actions as customers
from storecrew.shop.stock import actions as stock
from storecrew.shop.wishes import actions, reads
from storecrew.shop.wishes.models import StockAlert
from storecrew.shop.wishes.tokens import new_token
from storecrew.shop.wishes.types import ListView

__all__ = ["NOW", "CLERK", "Store", "Wisher", "furnished", "shop", "store", "wisher"]

CLERK = Actor("system", name=actions.CLERK, reason="a test", surface=Surface.WORKER)


@dataclass
class Store:
    """What the crew does."""

    company: Company
    shop: Furnished

    def receive(self, sku: str, pieces: int, *, now: Any = NOW) -> None:
        line = stock.ReceivedLine(variant_id=self.shop.variants[sku], quantity=pieces, cost=Money(1000, "CNY"))
        data = stock.Receive(warehouse_id=self.shop.warehouse_id, lines=(line,))
        stock.receive(self.company.warehouse, data, now=now)

    def take(self, sku: str, pieces: int, owner: str = "order:1") -> None:
        line = {"variant_id": self.shop.variants[sku], "quantity": pieces, "line": "x"}
        stock.reserve(self.company.warehouse, stock.Reserve.model_validate({"owner": owner, "lines": (line,)}), now=NOW)

    def price(self, sku: str, minor: int) -> None:
        product = Variant.objects.get(pk=self.shop.variants[sku]).product_id
        price = {"variant_id": self.shop.variants[sku], "currency": "CNY", "price_minor": minor}
        catalogue.set_prices(
            self.company.web, catalogue.SetPrices.model_validate({"product_id": product, "prices": [price]}), now=NOW
        )

    def wait(self, sku: str, *people: str, after: int = 0) -> list[StockAlert]:
        """Let people ask for a notice, one a minute."""
        for minute, email in enumerate(people, after):
            data = actions.AskForNotice(variant_id=self.shop.variants[sku], email=email, language="en")
            actions.ask_for_notice(self.company.nobody, data, now=NOW + timedelta(minutes=minute))
        return list(StockAlert.objects.order_by("pk"))

    def tell(self, sku: str, *, now: Any = NOW + timedelta(hours=1)) -> actions.Told:
        return actions.tell_back(CLERK, actions.BackAgain(variant_id=self.shop.variants[sku]), now=now)


@dataclass
class Wisher:
    """Somebody with a browser, signed in or not."""

    actor: Actor
    token: str
    goods: dict[str, int]

    def wish(self, sku: str, *, currency: str = "CNY", now: Any = NOW) -> actions.WishResult:
        data = actions.WishFor(token=self.token, variant_id=self.goods[sku], currency=currency, language="en")
        return actions.wish(self.actor, data, now=now)

    def unwish(self, sku: str) -> actions.WishResult:
        return actions.unwish(self.actor, actions.Unwish(token=self.token, variant_id=self.goods[sku]), now=NOW)

    def look(self, *, currency: str = "CNY") -> ListView:
        return reads.wishes(self.actor, reads.ListQuery(token=self.token, language="en", currency=currency), now=NOW)

    def titles(self) -> list[str]:
        return [one.title for one in self.look().items]


@pytest.fixture
def store(company: Company, shop: Furnished) -> Store:
    cache.clear()
    return Store(company, shop)


@pytest.fixture
def wisher(company: Company, store: Store) -> Callable[..., Wisher]:
    """Return a function that lets somebody in: a guest, or (with an address) a customer."""

    def make(email: str = "", *, token: str | None = None) -> Wisher:
        actor = company.nobody
        if email:
            known = customers.recognise(
                company.service, customers.Recognise(email=email, language="en", country="CN"), now=NOW
            )
            actor = outsider(f"customer:{known.customer_id}")
        return Wisher(actor, new_token() if token is None else token, store.shop.variants)

    return make
