"""Stripe against localstripe, another project's likeness: test cards, 3-D Secure, capture, refund."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Refused
from storecrew.shop.payments import actions
from storecrew.shop.payments.models import Payment, Provider
from storecrew.shop.payments.tests.conftest import cny
from storecrew.shop.payments.tests.test_stripe import fresh, set_up, work
from storecrew.shop.payments.types import State

pytestmark = pytest.mark.django_db
type Begin = Callable[..., Payment]


@pytest.fixture(scope="module")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run localstripe on a free port, with an empty memory."""
    pytest.importorskip("localstripe")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("localstripe")
    process = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _try in range(100):
            try:
                urlopen(url, timeout=1)
                break
            except HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


class TestAgainstLocalstripe:
    """What another project's likeness of Stripe can do: pay with its test cards, 3-D Secure, capture, refund."""

    @pytest.fixture
    def stripe(self, company: Company, localstripe: str) -> Provider:
        return set_up(company, localstripe)

    @pytest.fixture
    def begin(self, company: Company, stripe: Provider, monkeypatch: pytest.MonkeyPatch) -> Begin:
        from storecrew.shop.payments.providers.stripe import adapter  # noqa: PLC0415

        real = adapter._start

        def known(deal: Any) -> Any:
            unknown_there = {"automatic_payment_methods", "description"}
            return {name: value for name, value in real(deal).items() if name not in unknown_there}

        monkeypatch.setattr(adapter, "_start", known)

        def one(minor: int = 10_000, capture: str = "now") -> Payment:
            data = actions.Begin.model_validate(
                {"payable": "order:1", "amount": cny(minor), "provider": "stripe", "capture": capture}
            )
            begun = actions.begin(company.nobody, data, now=timezone.now())
            actions.carry_out_now(begun.payment_id)
            return Payment.objects.get(pk=begun.payment_id)

        return one

    @staticmethod
    def shopper(url: str, path: str, **sent: str) -> Any:
        """Do what Stripe's form does in the shopper's browser."""
        body = "&".join(f"{name}={value}" for name, value in sent.items()).encode()
        request = Request(f"{url}/v1/{path}", body, {"Authorization": "Bearer sk_test_12345"})
        try:
            return json.loads(urlopen(request, timeout=10).read())
        except HTTPError as error:
            return json.loads(error.read())

    def pay(self, url: str, payment: Payment, number: str) -> Any:
        card = {"card[number]": number, "card[exp_month]": "12", "card[exp_year]": "2050", "card[cvc]": "123"}
        method = self.shopper(url, "payment_methods", type="card", **card)
        self.shopper(url, f"payment_intents/{payment.reference}", payment_method=method["id"])
        return self.shopper(url, f"payment_intents/{payment.reference}/confirm")

    def test_a_card_pays_and_a_part_goes_back(self, company: Company, begin: Begin, localstripe: str) -> None:
        payment = begin()
        assert (payment.state, actions.look_now(payment.pk).next.kind) == (State.WAITING, "form")
        self.pay(localstripe, payment, "4242424242424242")
        assert actions.look_now(payment.pk).state == State.CAPTURED
        assert fresh(payment).captured_minor == 10_000
        back = actions.RefundMoney(payment_id=payment.pk, amount=cny(4_000), reason="x")
        actions.refund(company.finance, back)
        work()
        assert (fresh(payment).refunded_minor, fresh(payment).refunding_minor) == (4_000, 0)
        too_much = actions.RefundMoney(payment_id=payment.pk, amount=cny(6_001), reason="x")
        with pytest.raises(Refused):
            actions.refund(company.finance, too_much)

    def test_a_bank_that_asks_back(self, begin: Begin, localstripe: str) -> None:
        payment = begin()
        asked = self.pay(localstripe, payment, "4000002500003155")
        assert asked["status"] == "requires_action"
        assert actions.look_now(payment.pk).state == State.WAITING
        self.shopper(
            localstripe,
            f"payment_intents/{payment.reference}/_authenticate",
            client_secret=asked["client_secret"],
            success="true",
        )
        assert actions.look_now(payment.pk).state == State.CAPTURED

    def test_a_declined_card(self, begin: Begin, localstripe: str) -> None:
        payment = begin()
        self.pay(localstripe, payment, "4000000000000341")
        assert actions.look_now(payment.pk).state == State.FAILED
        assert fresh(payment).captured_minor == 0

    def test_set_aside_then_taken_in_part(self, company: Company, begin: Begin, localstripe: str) -> None:
        payment = begin(capture="later")
        self.pay(localstripe, payment, "4242424242424242")
        assert actions.look_now(payment.pk).state == State.AUTHORISED
        actions.capture(company.finance, actions.Capture(payment_id=payment.pk, amount=cny(6_000)))
        work()
        actions.look_now(payment.pk)  # it books what is released as a refund, as old versions of the interface did
        payment = fresh(payment)
        assert (payment.state, payment.captured_minor - payment.refunded_minor) == (State.CAPTURED, 6_000)

    def test_let_go(self, company: Company, begin: Begin, localstripe: str) -> None:
        payment = begin()
        actions.void(company.finance, actions.VoidPayment(payment_id=payment.pk))
        work()
        assert fresh(payment).state == State.VOIDED
