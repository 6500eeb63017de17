"""A store that takes money: the test bank, transfers, cash at the door; and hands to pay with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.events.drain import drain
from storecrew.kernel.money.types import Money
from storecrew.shop.payments import actions
from storecrew.shop.payments.jobs import bring_notices
from storecrew.shop.payments.models import Payment, Provider
from storecrew.shop.payments.providers.test.adapter import server
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.types import Begun

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BANK = {"holder": "Lamphour Ltd", "account": "6222 0000 1111", "bank": "ICBC Shenzhen", "bic": "", "currencies": ""}

type Pay = Callable[..., Payment]


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


@pytest.fixture
def bank(settings: Any, tmp_path: Path) -> Server:
    """The test bank, with an empty memory."""
    settings.DATA = tmp_path
    return server()


@pytest.fixture
def providers(company: Company, bank: Server) -> dict[str, Provider]:
    """Three ways to pay, switched on by finance."""
    for place, (code, values) in enumerate({"test": {}, "transfer": BANK, "cash": {}}.items()):
        data = actions.SetUpProvider(code=code, kind=code, values=values, position=place)
        actions.set_up_provider(company.finance, data, now=NOW)
        actions.enable(company.finance, actions.Enable(code=code, on=True), now=NOW)
    return {row.code: row for row in Provider.objects.all()}


@pytest.fixture
def begin(company: Company, providers: dict[str, Provider]) -> Callable[..., Begun]:
    """Begin a payment as a stranger does; a provider that has to be asked is asked by the worker."""

    def one(minor: int = 10_000, *, payable: str = "order:1", now: datetime = NOW, **more: Any) -> Begun:
        values = {"provider": "test", "return_url": "/order/x", "key": "", **more}
        begun = actions.begin(company.nobody, actions.Begin(payable=payable, amount=cny(minor), **values), now=now)
        drain(now + timedelta(minutes=1))
        return begun

    return one


@pytest.fixture
def pay(begin: Callable[..., Begun], bank: Server) -> Pay:
    """Begin a payment at the test bank, pay with a card, and let the notices arrive."""

    def one(minor: int = 10_000, *, card: str = "tok_pays", now: datetime = NOW, **more: Any) -> Payment:
        begun = begin(minor, now=now, **more)
        payment = Payment.objects.get(pk=begun.payment_id)
        bank.confirm(payment.reference, card=card, now=now)
        return pass_on(payment, now)

    return one


def pass_on(payment: Payment, now: datetime = NOW) -> Payment:
    """Let the bank do what is due and tell us, and let us ask; returns the payment as it is then."""
    server().tick(now)
    bring_notices(now)
    drain(now + timedelta(minutes=1))
    return Payment.objects.get(pk=payment.pk)
