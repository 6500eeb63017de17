"""In whatever order things happen: states are legal, money adds up, what is kept is what has not left."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.money.types import Money
from storecrew.shop.orders import actions, rules
from storecrew.shop.orders.models import Line, Order, State
from storecrew.shop.orders.tests.conftest import NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.models import Payment, Refund

shared: dict[str, object] = {}
PIECES = st.integers(1, 3)


class Trade(RuleBasedStateMachine):
    """One order of two lines, its payments, parcels and returns, in every order."""

    @initialize(first=PIECES, second=PIECES, off=st.integers(0, 999), inclusive=st.booleans())
    def begin(self, first: int, second: int, off: int, inclusive: bool) -> None:
        self.shop: Shop = shared["shop"]  # type: ignore[assignment]
        self.number = shared["number"] = int(str(shared.get("number", 0))) + 1
        lamp, mug = (self.shop.lamp(f"{sku}-{self.number}", on_hand=30, price=777) for sku in ("LAMP", "MUG"))
        self.mug = mug
        wants = (
            Want(lamp, first, unit=3333, off=off, key=f"line:{self.number}-a"),
            Want(mug, second, unit=777, key=f"line:{self.number}-b"),
        )
        self.order = self.shop.place(quote_of(*wants, inclusive=inclusive), checkout=f"m{self.number}")
        self.was = State(self.order.state)
        self.documents = 0

    def line(self, which: int) -> Line:
        lines = list(self.order.lines.all())
        return lines[which % len(lines)]

    def attempt(self, act: object, data: object) -> bool:
        try:
            act(self.shop.company.service, data, now=NOW)  # type: ignore[operator]
        except ActionError:
            return False
        return True

    @rule(share=st.sampled_from((1, 2, 4)))
    def pay(self, share: int) -> None:
        self.order.refresh_from_db()
        owed = max(self.order.balance_minor, 0) // share or 500
        self.documents += 1
        self.shop.pay(self.order, owed, reference=f"T-{self.number}-{self.documents}")

    @rule(which=st.integers(0, 3), pieces=PIECES)
    def cancel_pieces(self, which: int, pieces: int) -> None:
        part = {"line_id": self.line(which).pk, "quantity": pieces}
        data = {"order_id": self.order.pk, "reason": "buyer", "lines": (part,)}
        self.attempt(actions.cancel, actions.Cancel.model_validate(data))

    @rule(back=st.sampled_from(("due", "none")))
    def cancel_all(self, back: str) -> None:
        data = {"order_id": self.order.pk, "reason": "other", "refund": back}
        self.attempt(actions.cancel, actions.Cancel.model_validate(data))

    @rule(which=st.integers(0, 3), pieces=st.integers(0, 4), add=st.booleans())
    def edit(self, which: int, pieces: int, add: bool) -> None:
        self.order.refresh_from_db()
        data = {
            "order_id": self.order.pk,
            "version": self.order.version,
            "quantities": ({"line_id": self.line(which).pk, "quantity": pieces},),
            "add": ({"variant_id": self.mug},) if add else (),
        }
        self.attempt(actions.edit, actions.Edit.model_validate(data))

    @rule(which=st.integers(0, 3), pieces=PIECES)
    def ship(self, which: int, pieces: int) -> None:
        self.order.refresh_from_db()
        line = self.line(which)
        if self.order.state == State.OPEN and not self.order.held and line.open:
            self.documents += 1
            parcel = f"parcel:{self.number}-{self.documents}"
            self.shop.ship(self.order, {line.pk: min(pieces, line.open)}, parcel=parcel)

    @rule(which=st.integers(0, 3), pieces=PIECES)
    def take_back(self, which: int, pieces: int) -> None:
        line = self.line(which)
        out = line.shipped - line.returned
        if out:
            self.documents += 1
            document = f"return:{self.number}-{self.documents}"
            self.shop.take_back(self.order, {line.pk: min(pieces, out)}, document=document)

    @rule(minor=st.integers(1, 2000))
    def goodwill(self, minor: int) -> None:
        for payment in Payment.objects.filter(payable=self.order.subject).order_by("-pk")[:1]:
            self.documents += 1
            amount = Money(minor, "CNY")
            key = f"g{self.number}-{self.documents}"
            data = payments.RefundMoney(payment_id=payment.pk, amount=amount, reason="goodwill", key=key)
            self.attempt(payments.refund, data)

    @rule()
    def money_goes_back(self) -> None:
        for refund in Refund.objects.filter(payment__payable=self.order.subject, state="to_do"):
            data = payments.SettleRefund(refund_id=refund.pk, reference=f"R-{refund.pk}")
            payments.settle_refund(self.shop.company.finance, data, now=NOW)
        self.shop.hear(self.order)

    @rule()
    def hold_or_release(self) -> None:
        if not self.attempt(actions.hold, actions.HoldThem(order_ids=(self.order.pk,), reason="risk")):
            self.attempt(actions.unhold, actions.ReleaseThem(order_ids=(self.order.pk,)))

    @invariant()
    def it_adds_up(self) -> None:
        if not hasattr(self, "order"):
            return
        order = Order.objects.get(pk=self.order.pk)
        lines, charges = list(order.lines.all()), list(order.charges.all())
        assert order.total_minor == sum(row.total_minor for row in (*lines, *charges))
        assert order.tax_minor == sum(tax.amount_minor for tax in order.taxes.all())
        assert order.discount_minor == sum(off.amount_minor for off in order.discounts.all())

    @invariant()
    def the_state_is_legal_and_follows(self) -> None:
        if not hasattr(self, "order"):
            return
        order = Order.objects.get(pk=self.order.pk)
        state = State(order.state)
        assert state == self.was or state in rules.LEGAL[self.was] or self._by_way(state)
        self.was = state
        lines = list(order.lines.all())
        assert order.payment == rules.payment_of(order)
        assert order.fulfilment == rules.fulfilment_of(order, lines)
        assert rules.settle(order, lines, NOW) == ()
        assert order.state == state

    def _by_way(self, state: State) -> bool:
        """Tell whether one action may have led there by way of another state (edited open, and done again at once)."""
        return any(state in rules.LEGAL[between] for between in rules.LEGAL[self.was])

    @invariant()
    def money_is_what_payments_say(self) -> None:
        if not hasattr(self, "order"):
            return
        order = self.shop.hear(Order.objects.get(pk=self.order.pk))
        rows = Payment.objects.filter(payable=order.subject)
        captured = sum(row.captured_minor for row in rows)
        refunded = sum(row.refunded_minor for row in rows)
        assert (order.captured_minor, order.refunded_minor) == (captured, refunded)
        assert order.balance_minor + (captured - refunded) == order.total_minor - order.credited_minor

    @invariant()
    def what_is_kept_is_what_has_not_left(self) -> None:
        if not hasattr(self, "order"):
            return
        kept = self.shop.promised(self.order)
        wanted = {line.key: line.open for line in Line.objects.filter(order=self.order) if line.open}
        assert kept == wanted


@pytest.mark.django_db
def test_no_sequence_of_actions_makes_an_order_illegal(shop: Shop) -> None:
    shared["shop"] = shop
    run_state_machine_as_test(
        Trade,
        settings=settings(
            max_examples=examples(6),
            stateful_step_count=20,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
