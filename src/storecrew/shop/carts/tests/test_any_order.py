"""Two shoppers, a crew that changes prices, stock and coupons, and a clock: one cart stays one order, at the price seen."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storecrew.config.testing import examples
from storecrew.conftest import Company
from storecrew.fronts.lab.furnishing import Furnished
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.jobs import health
from storecrew.shop.carts import actions, reads
from storecrew.shop.carts.tests.conftest import HOME, NOW
from storecrew.shop.carts.tokens import new_token
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.discounts.models import Coupon
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Level

pytestmark = [pytest.mark.django_db, pytest.mark.long]

WHO = st.integers(0, 1)
SKUS = st.sampled_from(["MUG", "MUG", "MUG", "LAMP", "LAMP", "GONE"])
PIECES = st.integers(0, 4)


class _Undo(Exception):
    """Rolls one run of the machine back."""


@pytest.fixture
def machine(company: Company, shop: Furnished) -> type[RuleBasedStateMachine]:
    """A machine of two shoppers in one shop; every run begins from nothing."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.inside = transaction.atomic()
            self.inside.__enter__()
            self.now: datetime = NOW
            self.tokens = [new_token(), new_token()]
            self.seen: list[dict[str, Any] | None] = [None, None]
            self.orders: dict[str, int] = {}
            ten = {"title": "Ten", "kind": "percent", "percent": "10", "codes": ("TEN",), "total_limit": 2}
            discounts.create(company.marketing, discounts.CouponDraft.model_validate(ten), now=NOW)

        def teardown(self) -> None:
            wrong = [
                finding.message
                for report in health.examine(self.now, only=("stock", "orders", "discounts", "payments"))
                for finding in report.findings
                if finding.level == health.Level.BAD
            ]
            self.inside.__exit__(_Undo, _Undo(), None)
            assert wrong == []

        def attempt(self, act: Any, actor: Any, data: Any) -> Any:
            try:
                return act(actor, data, now=self.now)
            except ActionError:
                return None

        @rule(who=WHO, sku=SKUS, pieces=st.integers(1, 4))
        def put(self, who: int, sku: str, pieces: int) -> None:
            data = {"token": self.tokens[who], "variant_id": shop.variants[sku], "quantity": pieces}
            more = {"currency": "CNY", "language": "zh-hans"}
            self.attempt(actions.put, company.nobody, actions.Put.model_validate(data | more))

        @rule(who=WHO, sku=SKUS, pieces=PIECES)
        def change(self, who: int, sku: str, pieces: int) -> None:
            data = actions.Change(token=self.tokens[who], variant_id=shop.variants[sku], quantity=pieces)
            self.attempt(actions.change, company.nobody, data)

        @rule(who=WHO, on=st.booleans())
        def use_the_code(self, who: int, on: bool) -> None:
            act = actions.apply_code if on else actions.drop_code
            self.attempt(act, company.nobody, actions.Code(token=self.tokens[who], code="TEN"))

        @rule(who=WHO, provider=st.sampled_from(["cash", "transfer"]))
        def go_to_the_checkout(self, who: int, provider: str) -> None:
            self.attempt(actions.begin_checkout, company.nobody, actions.Begin(token=self.tokens[who]))
            filled = {"token": self.tokens[who], "email": f"s{who}@shop.example", "ship_to": HOME, "provider": provider}
            self.attempt(actions.fill_in, company.nobody, actions.FillIn.model_validate(filled))

        @rule(who=WHO)
        def look(self, who: int) -> None:
            cart = self.attempt(reads.cart, company.nobody, reads.CartQuery(token=self.tokens[who]))
            if cart is not None and cart.quote is not None:
                self.seen[who] = {
                    "uid": cart.uid,
                    "fingerprint": cart.quote.fingerprint,
                    "total": cart.quote.totals.total.minor,
                }

        @rule(who=WHO, sku=SKUS, code=st.booleans())
        def go_up_to_the_last_click(self, who: int, sku: str, code: bool) -> None:
            self.put(who, sku, 1)
            if code:
                self.use_the_code(who, on=True)
            self.go_to_the_checkout(who, "cash")
            self.look(who)

        @rule(who=WHO, times=st.integers(1, 2))
        def order_what_was_seen(self, who: int, times: int) -> None:
            seen = self.seen[who]
            if seen is None:
                return
            form = {
                "token": self.tokens[who],
                "cart_uid": seen["uid"],
                "fingerprint": seen["fingerprint"],
                "return_url": f"/order/{actions.TOKEN_HERE}/",
                "accepted_terms": True,
            }
            for _time in range(times):
                done = self.attempt(actions.complete, company.nobody, actions.Complete.model_validate(form))
                if done is None:
                    continue
                assert self.orders.setdefault(seen["uid"], done.order_id) == done.order_id
                assert Order.objects.get(pk=done.order_id).placed_total_minor == seen["total"]
                self.tokens[who] = new_token()  # as the browser does; what was seen can still be sent again

        @rule(minutes=st.sampled_from([1, 9, 16, 3 * 24 * 60]))
        def time_passes(self, minutes: int) -> None:
            self.now += timedelta(minutes=minutes)

        @rule(sku=SKUS, minor=st.sampled_from([4_900, 9_800, 12_300]))
        def the_crew_sets_a_price(self, sku: str, minor: int) -> None:
            variant = Variant.objects.get(pk=shop.variants[sku])
            price = catalogue.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=minor)
            self.attempt(
                catalogue.set_prices,
                company.web,
                catalogue.SetPrices(product_id=variant.product_id, prices=(price,)),
            )

        @rule(sku=SKUS, change=st.sampled_from([-3, -1, 2]))
        def the_warehouse_finds_another_number(self, sku: str, change: int) -> None:
            line = {"variant_id": shop.variants[sku], "change": change}
            data = {"warehouse_id": shop.warehouse_id, "reason": "found" if change > 0 else "theft", "lines": (line,)}
            self.attempt(stock.adjust, company.warehouse, stock.Adjust.model_validate(data))

        @rule()
        def service_cancels_the_newest_order(self) -> None:
            newest = Order.objects.order_by("-pk").first()
            if newest is not None:
                data = orders.Cancel.model_validate({"order_id": newest.pk, "reason": "buyer"})
                self.attempt(orders.cancel, company.service, data)

        @invariant()
        def nothing_is_promised_that_is_not_there(self) -> None:
            for level in Level.objects.all():
                assert level.held >= 0
                assert level.committed >= 0
                assert level.on_hand >= 0

        @invariant()
        def a_code_is_used_as_often_as_it_may(self) -> None:
            for coupon in Coupon.objects.exclude(total_limit=None):
                assert coupon.used <= coupon.total_limit

        @invariant()
        def one_cart_is_one_order(self) -> None:
            assert Order.objects.count() == len(self.orders)

    return Machine


def test_whatever_shoppers_and_crew_do(machine: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(20), stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
