"""A supplier of lamps with one warehouse, three offers, and somebody who tells us what they say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from storecrew.kernel.actions.types import Actor
from storecrew.shop.availability import actions, reads
from storecrew.shop.availability.health import levels_are_what_was_said
from storecrew.shop.availability.models import Said
from storecrew.shop.availability.types import Source
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.conftest import want
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level
from storecrew.shop.supply.tests.conftest import NOW, Buying, buying, lasting_buying, signed_in

__all__ = ["NOW", "Telling", "buying", "lasting_buying", "signed_in"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Telling:
    """What suppliers say, and what becomes of it in stock."""

    buying: Buying
    offers: dict[str, int]

    @property
    def teller(self) -> Actor:
        return self.buying.buyer

    @property
    def site_id(self) -> int:
        return self.buying.site_id

    def say(
        self,
        quantities: dict[str, int | None],
        *,
        at: datetime = NOW,
        stream: str = "feed:7",
        now: datetime | None = None,
        site_id: int | None = None,
    ) -> actions.TakenSaid:
        rows = tuple((self.offers[goods], quantity, n) for n, (goods, quantity) in enumerate(quantities.items(), 2))
        form = actions.TakeSaid(stream=stream, site_id=site_id or self.site_id, observed_at=at, rows=rows)
        return actions.take_said(self.teller, form, now=now or at)

    def confirm(self, *, at: datetime, stream: str = "feed:7", now: datetime | None = None) -> actions.Confirmed:
        form = actions.ConfirmStream(stream=stream, site_id=self.site_id, observed_at=at)
        return actions.confirm_stream(self.teller, form, now=now or at)

    def age(self, now: datetime) -> actions.Aged:
        return actions.age(self.teller, actions.Age(), now=now)

    def found(self, goods: str, wanted: int, had: int, *, at: datetime, document: str = "") -> actions.Learned:
        form = actions.RecordOutcome(
            offer_id=self.offers[goods], site_id=self.site_id, wanted=wanted, had=had, at=at, document=document
        )
        return actions.record_outcome(self.teller, form, now=at)

    def source(self, goods: str, now: datetime) -> Source:
        query = reads.SellableQuery(variant_ids=(self.buying.goods[goods],))
        return reads.sellable(self.teller, query, now=now).items[0]

    def said(self, goods: str) -> Said:
        return Said.objects.get(offer_id=self.offers[goods], site_id=self.site_id)

    def level(self, goods: str) -> Level:
        return Level.objects.get(item_id=self.buying.goods[goods], warehouse_id=self.buying.warehouse_id)

    def sell(self, goods: str, pieces: int, order: str, *, now: datetime, send: bool = False) -> None:
        lines = (want(self.buying.goods[goods], pieces, "line:1"),)
        stock.reserve(self.teller, stock.Reserve(owner=order, lines=lines), now=now)
        if send:
            leaving = {"variant_id": self.buying.goods[goods], "quantity": pieces, "line": "line:1"}
            leaving["warehouse_id"] = self.buying.warehouse_id
            form = {"owner": order, "document": f"parcel:{order}", "lines": (leaving,)}
            stock.dispatch(self.teller, stock.Dispatch.model_validate(form), now=now)


@pytest.fixture
def telling(buying: Buying) -> Telling:
    return Telling(buying, {goods: buying.offer(goods) for goods in buying.goods})


@pytest.fixture
def agreed() -> Callable[[datetime], None]:
    """Return a check that levels are what was said, and that stock agrees with itself."""

    def check(now: datetime = NOW) -> None:
        assert list(drifts()) == []
        assert [found.message for found in levels_are_what_was_said(now) if found.level != "good"] == []

    return check
