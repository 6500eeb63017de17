"""Two warehouses and a few things that lie in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.stock import actions, reads
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level
from storecrew.shop.stock.types import Availability, Wanted

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


@dataclass
class Shop:
    """The warehouse seat of a small shop, and its two warehouses; `main` is asked first."""

    keeper: Actor
    web: Actor
    main: int
    east: int

    def variant(self, sku: str, **policy: object) -> int:
        """Make a product with one counted variant of that SKU."""
        draft = {"title": sku, "language": "en", "variants": ({"sku": sku, "prices": ()},)}
        catalogue.create(self.web, catalogue.ProductDraft.model_validate(draft))
        variant = Variant.objects.get(sku=sku)
        actions.set_policy(self.keeper, actions.Policy.model_validate({"variant_ids": (variant.pk,), **policy}))
        return variant.pk

    def receive(self, variant_id: int, quantity: int, *, at: int = 0, cost: int | None = 1000, **more: object) -> None:
        """Book pieces in; `cost` is that of one, in fen."""
        line = {"variant_id": variant_id, "quantity": quantity, **more}
        if cost is not None:
            line["cost"] = Money(cost, "CNY")
        form = {"warehouse_id": at or self.main, "lines": (line,)}
        actions.receive(self.keeper, actions.Receive.model_validate(form), now=NOW)

    def hold(self, owner: str, *wants: Wanted, until: datetime = LATER, now: datetime = NOW) -> actions.Promised:
        """Hold for a while."""
        return actions.hold(self.keeper, actions.Hold(owner=owner, lines=wants, until=until), now=now)

    def reserve(self, owner: str, *wants: Wanted, now: datetime = NOW) -> actions.Promised:
        """Promise firmly."""
        return actions.reserve(self.keeper, actions.Reserve(owner=owner, lines=wants), now=now)

    def confirm(self, owner: str, to: str, *, now: datetime = NOW) -> actions.Promised:
        """Turn holds into firm promises."""
        return actions.confirm(self.keeper, actions.Confirm(owner=owner, to=to), now=now)

    def release(self, owner: str, *wants: Wanted, now: datetime = NOW) -> actions.Released:
        """Give back what is named, or all."""
        return actions.release(self.keeper, actions.Release(owner=owner, lines=wants or None), now=now)

    def availability(self, variant_id: int, *, now: datetime = NOW) -> Availability:
        """Say what can be sold."""
        query = reads.AvailabilityQuery(variant_ids=(variant_id,))
        return reads.availability(self.keeper, query, now=now).items[0]

    def level(self, variant_id: int, warehouse_id: int = 0) -> Level:
        """Return the level in a warehouse, the main one if none is named."""
        return Level.objects.get(item_id=variant_id, warehouse_id=warehouse_id or self.main)


type Make = Callable[..., int]


@pytest.fixture
def shop(request: pytest.FixtureRequest, company: Company) -> Shop:
    """Return a shop with two warehouses: the one its module begins with, else an empty one."""
    return request.node.getparent(pytest.Module).stash.get(_LASTING, None) or open_shop(company)


@pytest.fixture(scope="module")
def lasting_shop(request: pytest.FixtureRequest, lasting_company: Company) -> Shop:
    """Return the shop for what all tests of a module begin with; `shop` is this one from then on."""
    request.node.stash[_LASTING] = open_shop(lasting_company)
    return request.node.stash[_LASTING]


_LASTING = pytest.StashKey[Shop]()


def open_shop(company: Company) -> Shop:
    """Open two empty warehouses."""

    def opened(code: str, name: str) -> int:
        return actions.open_warehouse(company.warehouse, actions.WarehouseForm(code=code, name=name)).warehouse_id

    return Shop(company.warehouse, company.web, opened("FS", "佛山"), opened("JX", "嘉兴"))


@pytest.fixture
def agreed() -> Callable[[], None]:
    """Return a check that every number follows from its rows."""

    def check() -> None:
        assert list(drifts()) == []

    return check


def want(variant_id: int, quantity: int = 1, line: str = "", at: int | None = None) -> Wanted:
    """Wish for pieces."""
    return Wanted(variant_id=variant_id, quantity=quantity, line=line, warehouse_id=at)


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """Return a browser in which somebody has signed in."""

    def client_of(actor: Actor, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return client_of
