"""Money goes back to the cent, never more than came in, once."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Parked, Refused
from storecrew.kernel.approvals.actions import SetRule, set_rule
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.models import Payment, Refund
from storecrew.shop.returns import actions
from storecrew.shop.returns.models import State
from storecrew.shop.returns.seats import clerk
from storecrew.shop.returns.tests.conftest import LATER, NOW, Desk, House

pytestmark = pytest.mark.django_db


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def test_the_price_of_what_came_goes_back_and_the_order_knows(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    given = desk.refund(row)
    assert (given.total, given.state) == (cny(10000), State.SETTLED)
    desk.settle()
    assert desk.fresh(row).state == State.CLOSED
    order = Order.objects.get(pk=desk.order.pk)
    assert (order.refunded_minor, order.balance_minor, order.payment) == (10000, 0, "part_refunded")
    assert order.lines.order_by("pk")[0].returned == 1


def test_nothing_goes_back_before_something_came(desk: Desk) -> None:
    row = desk.approved(desk.piece(1))
    with pytest.raises(Refused) as refused:
        desk.refund(row)
    assert refused.value.code == "returns.not_due"


def test_it_goes_back_once(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    version = row.version
    desk.refund(row, version=version)
    with pytest.raises(Refused):
        desk.refund(row, version=version)
    assert desk.paid_back() == 10000


def test_what_was_taken_off_does_not_go_back_and_parts_come_to_the_whole(house: House) -> None:
    order = house.order(Want(house.lamp("GLOBE", bin_code="G-1"), 3, off=100))  # 3 × 100.00 less 1.00
    house.ship(house.pack(order))
    desk = Desk(house.company, house, order)
    sums = []
    for _ in range(3):
        row = desk.receive(desk.approved(desk.piece(1)))
        sums.append(desk.refund(row, shipping_rule="none").total.minor)
    assert sums == [9966, 9967, 9967]
    assert sum(sums) == 29900


@pytest.mark.parametrize(
    ("reason", "pieces", "total"),
    [
        ("too_small", (1, 0), 10000),  # a part, mind changed: delivery stays
        ("damaged", (1, 0), 10000 + 1200 * 10000 // 35000),  # our fault: its share
        ("too_small", (2, 3), 36200),  # everything: delivery too
    ],
)
def test_delivery_goes_back_as_the_policy_says(desk: Desk, reason: str, pieces: tuple[int, int], total: int) -> None:
    asked = [desk.piece(n, reason, line=place) for place, n in enumerate(pieces) if n]
    row = desk.receive(desk.approved(*asked))
    assert desk.refund(row).total == cny(total)


def test_restocking_is_kept_only_for_changed_minds(desk: Desk) -> None:
    rules = {"window_days": 14, "claim_days": 730, "send_days": 14, "restocking_percent": 10}
    actions.set_policy(desk.company.director, actions.Rules.model_validate(rules), now=LATER)
    mind = desk.receive(desk.approved(desk.piece(1, "changed_mind")))
    assert desk.refund(mind).total == cny(9000)
    fault = desk.receive(desk.approved(desk.piece(1, "defective")))
    assert desk.refund(fault, shipping_rule="none").total == cny(10000)


def test_never_more_than_the_payments_can_give(desk: Desk) -> None:
    payment = Payment.objects.get(payable=desk.order.subject)
    already = payments.RefundMoney(payment_id=payment.pk, amount=cny(30000), key="goodwill")
    payments.refund(desk.company.finance, already, now=LATER)
    row = desk.receive(desk.approved(desk.piece(2)))
    assert desk.refund(row).total == cny(36200 - 30000)
    assert desk.paid_back() == 36200


def test_several_payments_are_asked_the_newest_first(house: House) -> None:
    order = house.shop.place(quote_of(Want(house.lamp("GLOBE", bin_code="G-1"), 1)), checkout="two")
    house.shop.pay(order, 8000, reference="A")
    house.shop.pay(order, reference="B")
    house.ship(house.pack(order))
    order.refresh_from_db()
    desk = Desk(house.company, house, order)
    row = desk.receive(desk.approved(desk.piece(1)))
    desk.refund(row)
    by_payment = list(Refund.objects.order_by("pk").values_list("payment__amount_minor", "amount_minor"))
    assert by_payment == [(3200, 3200), (8000, 8000)]
    assert len(set(Refund.objects.values_list("key", flat=True))) == 1
    desk.settle()
    assert desk.fresh(row).state == State.CLOSED


def test_another_sum_than_was_shown_is_refused(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    with pytest.raises(Refused) as refused:
        desk.refund(row, expected=cny(9999))
    assert refused.value.code == "returns.other_sum"
    assert desk.refund(row, expected=cny(10000)).total == cny(10000)


def test_more_delivery_than_was_paid_is_no_delivery(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    with pytest.raises(InvalidInput):
        desk.refund(row, shipping=cny(1201))
    assert desk.refund(row, shipping=cny(1200), goodwill=cny(300)).total == cny(11500)


def test_above_a_limit_somebody_else_has_to_agree(desk: Desk) -> None:
    rule = SetRule(action="returns.refund", currency="CNY", from_minor=15000, seat="finance")
    set_rule(desk.company.director, rule, now=NOW)
    first = desk.receive(desk.approved(desk.piece(1)))
    desk.refund(first)
    second = desk.receive(desk.approved(desk.piece(1)))
    with pytest.raises(Parked):  # 100.00 each, but together above the limit
        desk.refund(second)
    assert desk.paid_back() == 10000


def test_a_sum_instead_of_taking_it_back(desk: Desk) -> None:
    row = desk.approved(desk.piece(1, "damaged"))
    data = actions.GiveGoodwill(return_id=row.pk, amount=cny(4000))
    given = actions.make_good(desk.company.service, data, now=LATER)
    assert (given.total, given.state) == (cny(4000), State.SETTLED)
    too_much = desk.approved(desk.piece(1, "damaged"))
    with pytest.raises(InvalidInput):
        more = actions.GiveGoodwill(return_id=too_much.pk, amount=cny(10001))
        actions.make_good(desk.company.service, more, now=LATER)


def test_what_failed_on_its_way_is_due_again(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    desk.refund(row)
    part = row.refunds.get().parts.get()
    failed = actions.TakeInRefund(payment_id=part.payment_id, key=part.key, settled=False)
    for _ in range(2):
        actions.take_in_refund(clerk("test"), failed, now=LATER)
    row = desk.fresh(row)
    assert (row.state, desk.lines(row)[0].refunded) == (State.RECEIVED, 0)


def test_who_has_no_seat_for_it_gives_nothing_back(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    for actor in (desk.company.warehouse, desk.company.nobody, desk.company.analyst):
        with pytest.raises(Denied):
            actions.refund(actor, actions.GiveBack(return_id=row.pk), now=LATER)
