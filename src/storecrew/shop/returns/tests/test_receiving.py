"""What comes in is counted once, by return, order and stock together."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.shop.orders.models import Line
from storecrew.shop.returns import actions
from storecrew.shop.returns.health import money_is_what_payments_say, pieces_came_once, stock_has_what_came
from storecrew.shop.returns.models import ReturnLine, State
from storecrew.shop.returns.tests.conftest import LATER, Desk
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level

pytestmark = pytest.mark.django_db


def level(desk: Desk) -> Level:
    line = Line.objects.get(pk=desk.line_ids[0])
    return Level.objects.get(item_id=line.variant_id, warehouse_id=desk.house.warehouse_id)


def test_a_part_may_come_first(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(2)), 1)
    assert (row.state, desk.lines(row)[0].awaited) == (State.PART_RECEIVED, 1)
    assert level(desk).on_hand == 9
    row = desk.receive(row, 1)
    assert (row.state, level(desk).on_hand) == (State.RECEIVED, 10)
    assert Line.objects.get(pk=desk.line_ids[0]).returned == 2


@pytest.mark.parametrize(
    ("disposition", "on_hand", "free"),
    [("restock", 9, 9), ("second_choice", 9, 8), ("quality", 9, 8), ("to_supplier", 9, 8), ("destroy", 8, 8)],
)
def test_goods_go_where_they_are_said_to_go(desk: Desk, disposition: str, on_hand: int, free: int) -> None:
    desk.receive(desk.approved(desk.piece(1)), 1, disposition=disposition)
    found = level(desk)
    unavailable = found.damaged + found.quality + found.other
    assert (found.on_hand, found.on_hand - unavailable) == (on_hand, free)
    assert list(drifts()) == []
    assert [one.level for one in stock_has_what_came(LATER)] == ["good"]


def test_more_than_was_asked_for_does_not_come_in(desk: Desk) -> None:
    row = desk.approved(desk.piece(1))
    with pytest.raises(InvalidInput):
        desk.receive(row, 2)
    desk.receive(row, 1)
    with pytest.raises(Refused):
        desk.receive(row, 1)
    assert level(desk).on_hand == 9


def test_what_will_not_come_is_given_up_and_not_paid_for(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(2)), 1, rest_missing=True)
    assert (row.state, desk.lines(row)[0].missing) == (State.RECEIVED, 1)
    assert desk.refund(row).total.minor == 10000
    assert desk.ask(desk.piece(1)).pk  # what never came can be asked for again


def test_nothing_comes_in_before_it_was_granted(desk: Desk) -> None:
    row = desk.ask(desk.piece(1))
    with pytest.raises(Refused):
        desk.receive(row, 1)


def test_who_has_no_seat_for_it_takes_nothing_in(desk: Desk) -> None:
    row = desk.approved(desk.piece(1))
    arrived = (actions.Arrived(return_line_id=desk.lines(row)[0].pk, quantity=1),)
    for actor in (desk.company.finance, desk.company.nobody):
        with pytest.raises(Denied):
            actions.receive(actor, actions.Receive(return_id=row.pk, lines=arrived), now=LATER)


def test_a_lost_parcel_is_made_good_without_anything_back(desk: Desk) -> None:
    row = desk.approved(desk.piece(1, "lost"))
    assert row.nothing_back
    with pytest.raises(Refused):
        desk.receive(row, 1)
    assert desk.refund(row, shipping_rule="none").total.minor == 10000
    assert level(desk).on_hand == 8


def test_the_doctor_finds_what_was_written_past_the_actions(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(2)), 1)
    desk.refund(row)
    for check in (pieces_came_once, stock_has_what_came, money_is_what_payments_say):
        assert [one.level for one in check(LATER)] == ["good"], check
    ReturnLine.objects.filter(ret=row).update(received=2)
    assert [one.level for one in pieces_came_once(LATER)] == ["bad"]
