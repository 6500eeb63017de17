"""Whatever is done in whatever order: no piece comes back twice, no cent too much, and every state is legal."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import ActionError
from storecrew.shop.fulfilment.tests.test_races import at_once
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.payments.models import Payment
from storecrew.shop.returns import actions
from storecrew.shop.returns.health import money_is_what_payments_say, pieces_came_once, stock_has_what_came
from storecrew.shop.returns.models import Receipt, Refund, Return, ReturnLine, State
from storecrew.shop.returns.rules import LEGAL
from storecrew.shop.returns.tests.conftest import LATER, Desk, House
from storecrew.shop.returns.tests.conftest import committed_desk as desk
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level

__all__ = ["desk"]
ACTS = ["ask", "approve", "decline", "cancel", "sent", "receive", "rest", "refund", "goodwill", "settle", "close"]
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(1, 3)), max_size=14)
REASONS = ("too_small", "damaged", "lost", "changed_mind")


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
@pytest.mark.django_db
def test_any_sequence_keeps_pieces_money_and_states(house: House, steps: list[tuple[str, int, int]]) -> None:
    lamp = house.lamp(f"L{house.orders}", bin_code=f"Z-{house.orders}")
    order = house.order(Want(lamp, 3, off=100))
    house.ship(house.pack(order))
    desk = Desk(house.company, house, order)
    for act, which, pieces in steps:
        rows = list(Return.objects.filter(order=order).order_by("pk"))
        row = rows[which % len(rows)] if rows else None
        was = row.state if row else ""
        with suppress(ActionError):
            _do(desk, act, row, which, pieces)
        if row is not None:
            now = desk.fresh(row).state
            assert now == was or now in LEGAL[State(was)] or act in {"refund", "goodwill", "settle"}, (act, was, now)
        _holds(desk, lamp)


def _do(desk: Desk, act: str, row: Return | None, which: int, pieces: int) -> None:
    service = desk.company.service
    if act == "ask":
        desk.ask(desk.piece(pieces, REASONS[which]))
    elif row is None:
        return
    elif act == "approve":
        desk.approve(row)
    elif act == "decline":
        actions.decline(service, actions.DeclineIt(return_id=row.pk, reason="used"), now=LATER)
    elif act == "cancel":
        actions.cancel(service, actions.OneReturn(return_id=row.pk), now=LATER)
    elif act == "sent":
        actions.sent(desk.company.nobody, actions.SentIt(token=desk.token, return_id=row.pk), now=LATER)
    elif act == "receive":
        desk.receive(row, pieces)
    elif act == "rest":
        actions.give_up_rest(desk.company.warehouse, actions.OnlyMissing(return_id=row.pk), now=LATER)
    elif act == "refund":
        desk.refund(row)
    elif act == "goodwill":
        data = actions.GiveGoodwill(return_id=row.pk, amount=row.money(1000 * pieces))
        actions.make_good(service, data, now=LATER)
    elif act == "settle":
        desk.settle()
    elif act == "close":
        actions.close(service, actions.CloseIt(return_id=row.pk), now=LATER)


def _holds(desk: Desk, lamp: int) -> None:
    line = Line.objects.get(order=desk.order)
    mine = ReturnLine.objects.filter(ret__order=desk.order)
    received = sum(mine.values_list("received", flat=True))
    live = mine.exclude(ret__state__in=[State.DECLINED, State.CANCELLED])
    assert line.returned == received <= line.shipped
    assert sum(one.quantity - one.missing for one in live) <= line.shipped
    payment = Payment.objects.get(payable=desk.order.subject)
    gone = payment.refunded_minor + payment.refunding_minor
    refunds = Refund.objects.filter(ret__order=desk.order).exclude(state="failed")
    assert gone == sum(refunds.values_list("total_minor", flat=True)) <= payment.captured_minor
    assert Level.objects.get(item_id=lamp).on_hand == 10 - 3 + received
    assert list(drifts()) == []
    for check in (pieces_came_once, stock_has_what_came, money_is_what_payments_say):
        assert [one.level for one in check(LATER)] == ["good"], check


@pytest.mark.django_db(transaction=True)
def test_two_who_give_money_back_at_once_give_it_once(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    found = at_once(*[lambda: desk.refund(row)] * 4)
    assert sum(isinstance(one, actions.GivenBack) for one in found) == 1, found
    assert desk.paid_back() == 10000


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_in_at_once_count_it_once(desk: Desk) -> None:
    row = desk.approved(desk.piece(2))
    found = at_once(*[lambda: desk.receive(row, 2)] * 4)
    assert sum(isinstance(one, Return) for one in found) == 1, found
    assert Receipt.objects.count() == 1
    assert Order.objects.get().lines.order_by("pk")[0].returned == 2


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_ask_for_the_same_pieces_are_one_return(desk: Desk) -> None:
    act: Callable[[], Return] = lambda: desk.ask(desk.piece(2))  # noqa: E731  named for the list below
    found = at_once(act, act, act)
    assert sum(isinstance(one, Return) for one in found) == 1, found
    assert Return.objects.count() == 1
