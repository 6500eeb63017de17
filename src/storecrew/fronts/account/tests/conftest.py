"""A browser whose owner has an account in a shop that sells, and a second buyer beside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storecrew.fronts.checkout.tests.conftest import Browser, furnished, shop
from storecrew.fronts.lab.furnishing import Furnished
from storecrew.fronts.storefront import pictures, site
from storecrew.kernel.events.drain import drain
from storecrew.shop.customers.models import Customer

__all__ = ["furnished", "shop"]

PASSWORD = "six cups before noon"  # noqa: S105  tests only
LIN = "lin@wan.example"


@dataclass
class Buyer(Browser):
    """Somebody with an e-mail address."""

    email: str = LIN
    client: Client = field(default_factory=lambda: Client(headers={"Sec-Fetch-Site": "same-origin"}))

    def text(self, path: str, status: int = 200) -> str:
        answer = self.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.headers.get("Location"))
        return answer.content.decode()

    def link(self, **more: str) -> str:
        """Ask for a link and return where it leads."""
        mail.outbox.clear()
        self.post("/account/link/", email=self.email, **more)
        return letter_to(self.email)

    def enter(self, path: str) -> str:
        """Press the button behind a link; returns where that leads."""
        page = self.client.get(path, follow=True)
        action = re.search(r'action="([^"]+/entered/[^"]+)"', page.content.decode())
        assert action is not None, page.content.decode()
        answer = self.post(action[1])
        assert answer.status_code == 302, answer.content.decode()
        return str(answer.headers["Location"])

    def sign_in(self, **more: str) -> str:
        return self.enter(self.link(**more))

    @property
    def row(self) -> Customer:
        return Customer.objects.get(email=self.email)


def letter_to(email: str) -> str:
    """Return the path of the link in the letter that has just been sent."""
    drain(timezone.now())
    found = [letter for letter in mail.outbox if letter.to == [email] and "/account/enter/" in str(letter.body)]
    assert len(found) == 1
    path = re.search(r"/account/enter/\S+", str(found[0].body))
    assert path is not None
    return path[0]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    site.forget()
    pictures.forget()
    cache.clear()


@pytest.fixture
def come(shop: Furnished) -> Callable[[str], Buyer]:
    """Return a function that lets another buyer in, with a browser of their own."""
    return lambda email: Buyer(shop.variants, email=email)


@pytest.fixture
def lin(come: Callable[[str], Buyer]) -> Buyer:
    """Return Lin before she signs in."""
    return come(LIN)


@pytest.fixture
def member(lin: Buyer) -> Buyer:
    """Return Lin, signed in."""
    lin.sign_in()
    return lin
