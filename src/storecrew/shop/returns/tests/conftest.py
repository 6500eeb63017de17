"""A shop that sends lamps to buyers who have paid, and takes them back."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.events.drain import drain
from storecrew.shop.fulfilment.tests.conftest import House
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, Shop, open_shop
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.models import Payment, Refund
from storecrew.shop.returns import actions
from storecrew.shop.returns.models import Return, ReturnLine

LATER = NOW + timedelta(days=3)


@dataclass
class Desk:
    """What tests do at the desk of returns."""

    company: Company
    house: House
    order: Order

    @property
    def token(self) -> str:
        return orders.token_for(self.order.pk)

    @property
    def line_ids(self) -> list[int]:
        return [line.pk for line in self.house.lines(self.order)]

    def piece(self, quantity: int = 1, reason: str = "too_small", *, line: int = 0, **more: Any) -> dict[str, Any]:
        return {"line_id": self.line_ids[line], "quantity": quantity, "reason": reason, **more}

    def ask(self, *pieces: dict[str, Any], now: datetime = LATER, **more: Any) -> Return:
        data = {"token": self.token, "lines": pieces or (self.piece(),), **more}
        made = actions.request(self.company.nobody, actions.Request.model_validate(data), now=now)
        return Return.objects.get(pk=made.return_id)

    def approve(self, row: Return, *, now: datetime = LATER, **more: Any) -> Return:
        actions.approve(self.company.service, actions.Approve(return_id=row.pk, **more), now=now)
        return self.fresh(row)

    def approved(self, *pieces: dict[str, Any], **more: Any) -> Return:
        return self.approve(self.ask(*pieces, **more))

    def lines(self, row: Return) -> list[ReturnLine]:
        return list(row.lines.order_by("pk"))

    def receive(self, row: Return, *quantities: int, now: datetime = LATER, **more: Any) -> Return:
        """Take so many of each line in, or everything."""
        lines = self.lines(row)
        wanted: Sequence[int] = quantities or [line.awaited for line in lines]
        how = {name: more.pop(name) for name in ("disposition", "condition") if name in more}
        arrived = [
            {"return_line_id": line.pk, "quantity": pieces, **how}
            for line, pieces in zip(lines, wanted, strict=True)
            if pieces
        ]
        data = {"return_id": row.pk, "lines": arrived, **more}
        actions.receive(self.company.warehouse, actions.Receive.model_validate(data), now=now)
        return self.fresh(row)

    def refund(self, row: Return, *, now: datetime = LATER, **more: Any) -> actions.GivenBack:
        data = {"return_id": row.pk, **more}
        return actions.refund(self.company.service, actions.GiveBack.model_validate(data), now=now)

    def settle(self) -> None:
        """Pay by hand what is to be paid by hand, and let everybody hear of it."""
        for refund in Refund.objects.filter(state="to_do").order_by("pk"):
            data = payments.SettleRefund(refund_id=refund.pk, reference=f"B-{refund.pk}")
            payments.settle_refund(self.company.finance, data, now=LATER)
        drain(LATER)

    def fresh(self, row: Return) -> Return:
        return Return.objects.get(pk=row.pk)

    def paid_back(self) -> int:
        rows = Payment.objects.filter(payable=self.order.subject)
        return sum(row.refunded_minor + row.refunding_minor for row in rows)


@pytest.fixture(scope="module")
def lasting_desk(lasting_company: Company) -> Desk:
    return open_desk(lasting_company)


@pytest.fixture
def desk(lasting_desk: Desk, company: Company) -> Desk:
    """Return a desk with one paid order of two lamps at 100.00 and three at 50.00, sent with 12.00 delivery."""
    return copy.deepcopy(lasting_desk)


@pytest.fixture
def committed_desk(company: Company) -> Desk:
    """Return the same for tests that commit."""
    return open_desk(company)


@pytest.fixture
def house(desk: Desk) -> House:
    return desk.house


@pytest.fixture
def shop(house: House) -> Shop:
    return house.shop


def open_desk(company: Company) -> Desk:
    shop = open_shop(company)
    house = House(company, shop, shop.warehouse_id)
    order = house.order(Want(house.lamp("LAMP"), 2), Want(house.lamp("BULB", bin_code="B-1"), 3, unit=5000))
    house.ship(house.pack(order))
    order.refresh_from_db()
    return Desk(house.company, house, order)
