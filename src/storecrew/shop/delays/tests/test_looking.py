"""Promises that will not hold are noticed before their day, with the reason; and what became of them is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.events.models import Event
from storecrew.shop.delays import actions, reads
from storecrew.shop.delays.gathering import Setting, cases_of
from storecrew.shop.delays.models import Delay, Outcome, State
from storecrew.shop.delays.reasons import Reason
from storecrew.shop.delays.tests.conftest import DAY, NOW, Desk
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Bin

pytestmark = pytest.mark.django_db


def test_a_promise_that_holds_is_no_delay(desk: Desk, lone: Order) -> None:
    assert desk.look(lone, now=NOW).begun == 0
    assert not Delay.objects.exists()


def test_what_has_not_left_in_time_is_foreseen_before_its_day(desk: Desk, lone: Order) -> None:
    day = lone.promised_until
    found = next(n for n in range(12) if desk.look(lone, now=NOW + n * DAY).begun)
    row = desk.delay(lone)
    assert day is not None
    assert (NOW + found * DAY).date() <= day
    assert row.reason == Reason.NOT_SENT
    assert row.chance < 60
    assert row.expected_likely is not None
    assert row.expected_likely > day
    assert row.pieces == 1
    assert row.stake_minor == 10000
    assert row.cost_minor > 0


def test_looking_twice_finds_the_same(desk: Desk, lone: Order) -> None:
    row = desk.late(lone)
    again = desk.look(lone, now=NOW + 4 * DAY)
    assert (again.begun, again.over) == (0, 0)
    assert Delay.objects.get() == row
    assert Delay.objects.get().version == row.version


def test_it_announces_what_it_foresees_once(desk: Desk, lone: Order) -> None:
    desk.late(lone)
    desk.look(lone, now=NOW + 5 * DAY)
    assert Event.objects.filter(name="delays.DelayForeseen").count() == 1


def test_the_day_over_leaves_no_chance(desk: Desk, lone: Order) -> None:
    row = desk.late(lone, now=NOW + 20 * DAY)
    assert row.chance == 0


def test_a_held_order_says_so(desk: Desk, lone: Order) -> None:
    orders.hold(desk.company.service, orders.HoldThem(order_ids=(lone.pk,), reason="risk"), now=NOW)
    row = desk.late(lone, now=NOW + 3 * DAY)
    assert Reason.HELD in [why["code"] for why in row.whys]


def test_a_parcel_that_arrives_late_breaks_the_promise_and_says_by_how_many_days(desk: Desk, lone: Order) -> None:
    parcel = desk.house.ship(desk.house.pack(lone), now=NOW + DAY)
    row = desk.late(lone, now=NOW + 9 * DAY)
    assert row.reason == Reason.SLOW
    desk.house.hear(parcel, "delivered", after=9 * DAY + DAY / 2)
    desk.hear(NOW + 10 * DAY)
    row.refresh_from_db()
    assert (row.state, row.outcome) == (State.SETTLED, Outcome.BROKEN)
    assert row.days == (NOW + 9 * DAY + DAY / 2).date().toordinal() - row.promised_until.toordinal()
    assert Event.objects.filter(name="delays.PromiseBroken").count() == 1


def test_a_parcel_in_trouble_is_known_at_once(desk: Desk, lone: Order) -> None:
    parcel = desk.house.ship(desk.house.pack(lone), now=NOW)
    desk.house.hear(parcel, "exception", text="wet")
    desk.hear(NOW + DAY)
    assert desk.delay(lone).reason == Reason.LOST


def test_what_leaves_in_time_after_all_goes_away(desk: Desk, lone: Order) -> None:
    orders.hold(desk.company.service, orders.HoldThem(order_ids=(lone.pk,), reason="risk"), now=NOW)
    begun = next(n for n in range(8) if desk.look(lone, now=NOW + n * DAY / 2).begun)
    now = NOW + begun * DAY / 2
    orders.unhold(desk.company.service, orders.ReleaseThem(order_ids=(lone.pk,)), now=now)
    desk.house.ship(desk.house.pack(lone), now=now)
    desk.hear(now)
    row = Delay.objects.get()
    assert (row.state, row.outcome) == (State.GONE, Outcome.RECOVERED)


def test_a_cancelled_order_ends_its_delay(desk: Desk, lone: Order) -> None:
    row = desk.late(lone)
    orders.cancel(desk.company.service, orders.Cancel(order_id=lone.pk, reason="buyer"), now=NOW + 4 * DAY)
    desk.hear()
    row.refresh_from_db()
    assert (row.state, row.outcome) == (State.SETTLED, Outcome.CANCELLED)


def test_goods_that_are_not_there_are_a_reason(desk: Desk) -> None:
    lamp = desk.lamp(on_hand=1)
    order = desk.order(Want(lamp))
    bin_id = Bin.objects.latest("pk").pk
    gone = {"variant_id": lamp, "change": -1, "bin_id": bin_id}
    form = {"warehouse_id": desk.house.warehouse_id, "reason": "theft", "lines": (gone,)}
    stock.adjust(desk.company.warehouse, stock.Adjust.model_validate(form), now=NOW)
    row = desk.late(order, now=NOW + 2 * DAY)
    assert row.reason == Reason.SHORT
    assert row.whys[0]["n"] == 1


def test_strangers_do_not_look(desk: Desk, lone: Order) -> None:
    with pytest.raises(Denied):
        actions.look(desk.company.stranger, actions.Look(order_ids=(lone.pk,)), now=NOW)


def test_the_list_is_in_the_order_of_what_it_costs(desk: Desk, lone: Order) -> None:
    dear = desk.order(Want(desk.lamp(), 5))
    desk.look(lone, dear, now=NOW + 4 * DAY)
    assert [one.order_id for one in reads.at_risk(NOW + 4 * DAY)] == [dear.pk, lone.pk]


def test_many_orders_cost_the_same_questions_as_one(desk: Desk) -> None:
    lamp = desk.lamp(on_hand=50)
    found = [desk.order(Want(lamp)) for _n in range(3)]
    now = NOW + 4 * DAY
    setting = Setting(now)
    with CaptureQueriesContext(connection) as few:
        cases_of([found[0].pk], setting)
    with CaptureQueriesContext(connection) as many:
        cases_of([one.pk for one in found], setting)
    assert len(many) == len(few)


def test_how_good_warnings_were_is_counted(desk: Desk, lone: Order) -> None:
    desk.late(lone, now=NOW + 4 * DAY)
    parcel = desk.house.ship(desk.house.pack(lone), now=NOW + 5 * DAY)
    desk.house.hear(parcel, "delivered", after=20 * DAY)
    desk.hear(NOW + 20 * DAY)
    found = reads.measures(NOW + 21 * DAY)
    assert (found.broken, found.foreseen) == (1, 1)
    assert found.ahead is not None
    assert found.right == 1.0
