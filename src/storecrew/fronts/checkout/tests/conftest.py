"""A browser in front of a shop that sells."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from storecrew.fronts.lab.furnishing import Furnished
from storecrew.fronts.storefront import pictures, site
from storecrew.shop.carts.tests.conftest import HOME, furnished, shop

__all__ = ["furnished", "shop"]


@dataclass
class Browser:
    """Somebody who buys by pages and forms alone."""

    goods: dict[str, int]
    client: Client = field(default_factory=lambda: Client(headers={"Sec-Fetch-Site": "same-origin"}))

    def get(self, path: str, **more: Any) -> HttpResponse:
        return self.client.get(path, **more)

    def post(self, path: str, **values: Any) -> HttpResponse:
        return self.client.post(path, values)

    def put(self, sku: str, quantity: int = 1) -> HttpResponse:
        return self.post("/cart/add/", variant=self.goods[sku], quantity=quantity)

    def form(self, **more: Any) -> dict[str, Any]:
        """Return what the checkout's form sends back as it stands."""
        page = self.get("/checkout/").content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(cart|fingerprint)" value="([^"]*)"', page))
        return {**hidden, "email": "lin@wan.example", "provider": "test", **HOME, **more}

    def buy(self, **more: Any) -> HttpResponse:
        self.post("/checkout/start/")
        self.post("/checkout/send/", **self.form(do="fill"))
        return self.post("/checkout/send/", **self.form(do="pay", **more))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    site.forget()
    pictures.forget()


@pytest.fixture
def browser(shop: Furnished) -> Browser:
    return Browser(shop.variants)
