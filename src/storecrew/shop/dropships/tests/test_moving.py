"""Goods are taken from another source, called off, and sometimes leave all the same: the debt is right in every case."""

from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.money.types import Money
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.models import DropParcel, DropShipment
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.dropships.tests.test_answering import balance, wrong
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.orders import actions as orders
from storecrew.shop.sourcing import actions as sourcing
from storecrew.shop.sourcing import reads as sourcing_reads
from storecrew.shop.stock.drift import drifts

LATER = NOW + timedelta(hours=5)


def refuse(trade: Trade, row: DropShipment) -> None:
    actions.refuse(trade.near.actor, actions.Refuse(dropship_id=row.pk), now=NOW)


def move(trade: Trade, row: DropShipment, **how: object) -> actions.Moved:
    return actions.move(trade.crew, actions.Move.model_validate({"dropship_id": row.pk, **how}), now=NOW)


def test_refused_goods_go_to_the_next_source_in_one_step(trade: Trade, two: DropShipment) -> None:
    refuse(trade, two)
    moved = move(trade, two)
    other = DropShipment.objects.get(pk=moved.to_id)
    assert (other.warehouse_id, other.state, other.lines.get().wanted) == (trade.far.warehouse_id, "new", 2)
    assert trade.promised(two.order) == {trade.far.warehouse_id: 2}
    view = trade.view(two)
    assert (view.state, view.stuck, view.step, view.cancel_asked_at) == ("moved", 0, "none", None)
    assert (moved.choice.extra, list(drifts())) == (Money(800, "CNY"), [])
    assert wrong() == []


def test_the_choices_say_cost_margin_and_day_before_anything_is_done(trade: Trade, two: DropShipment) -> None:
    refuse(trade, two)
    (choice,) = reads.choices(trade.crew, reads.ChoicesQuery(dropship_id=two.pk), now=NOW).items
    assert (choice.warehouse_id, choice.fits, choice.cost, choice.extra) == (
        trade.far.warehouse_id,
        True,
        Money(8800, "CNY"),
        Money(800, "CNY"),
    )
    assert choice.margin == Money(17699 - 8800, "CNY")  # 200 yuan less 13 % tax, less what it costs there
    preview = actions.move.preview(trade.crew, actions.Move(dropship_id=two.pk), now=NOW)
    assert preview.result.choice == choice
    assert trade.promised(two.order) == {trade.near.warehouse_id: 2}


def test_where_nothing_is_left_the_order_stays_visibly_stuck(trade: Trade, two: DropShipment) -> None:
    trade.say(trade.far, 0, at=NOW - timedelta(minutes=1))
    refuse(trade, two)
    with pytest.raises(Refused) as refused:
        move(trade, two)
    assert refused.value.code == "dropships.no_source"
    assert trade.view(two).step == "choose"
    assert trade.promised(two.order) == {trade.near.warehouse_id: 2}


def test_within_the_owner_s_limits_it_happens_by_itself(trade: Trade) -> None:
    limits(trade, percent=20, days=9)
    row = trade.asked()
    refuse(trade, row)
    trade.settle()
    assert trade.promised(row.order) == {trade.far.warehouse_id: 1}
    assert trade.fresh(row).state == "moved"


def test_beyond_the_limits_it_waits_for_a_person(trade: Trade) -> None:
    limits(trade, percent=5, days=9)
    row = trade.asked()
    refuse(trade, row)
    trade.settle()
    assert (trade.view(row).step, trade.promised(row.order)) == ("choose", {trade.near.warehouse_id: 1})


def test_a_silent_supplier_is_asked_to_stop_when_it_is_moved(trade: Trade, one: DropShipment) -> None:
    move(trade, one)
    one = trade.fresh(one)
    assert (one.state, one.cancel_asked_at, trade.view(one).step) == ("moved", NOW, "hear")
    actions.agree_to_stop(trade.near.actor, actions.AgreeToStop(dropship_id=one.pk), now=LATER)
    assert trade.view(one).step == "none"


def test_one_who_ships_after_the_move_counts_for_the_order_while_the_replacement_can_be_stopped(
    trade: Trade, two: DropShipment, books: None
) -> None:
    to_id = move(trade, two).to_id
    actions.send(trade.crew, actions.Send(dropship_id=to_id or 0, by_hand=True), now=NOW)
    woken = trade.ship(two, now=LATER)
    assert (woken.surprise, woken.parcel_id, Parcel.objects.count()) == ("moved", None, 0)
    assert trade.view(two).step == "settle"
    settle = actions.SettleSurprise(drop_parcel_id=woken.drop_parcel_id, settlement="counted")
    assert actions.settle_surprise(trade.crew, settle, now=LATER).parcel_id
    trade.settle(LATER)
    two.order.refresh_from_db()
    assert (two.order.fulfilment, trade.promised(two.order)) == ("done", {})
    other = DropShipment.objects.get(pk=to_id)
    assert (other.state, other.cancel_asked_at) == ("cancelled", LATER)
    assert (balance(trade, "2020"), reads.owed(trade.far.supplier_id).pieces) == (-8000, 0)
    assert (wrong(), list(drifts())) == ([], [])


def test_once_the_replacement_has_left_the_buyer_has_two(trade: Trade, one: DropShipment, books: None) -> None:
    to_id = move(trade, one).to_id
    other = DropShipment.objects.get(pk=to_id)
    actions.send(trade.crew, actions.Send(dropship_id=other.pk, by_hand=True), now=NOW)
    trade.ship(other, "SF1316582044877", by=trade.far.actor)
    woken = trade.ship(one, now=LATER)
    counted = actions.SettleSurprise(drop_parcel_id=woken.drop_parcel_id, settlement="counted")
    with pytest.raises(Refused):
        actions.settle_surprise(trade.crew, counted, now=LATER)
    kept = actions.SettleSurprise(drop_parcel_id=woken.drop_parcel_id, settlement="kept")
    assert actions.settle_surprise(trade.crew, kept, now=LATER).owed  # nobody there had agreed to stop
    trade.settle(LATER)
    assert balance(trade, "2020") == -8400
    assert wrong() == []


@pytest.mark.parametrize(
    ("agreed", "settlement", "owed"), [(True, "kept", 0), (False, "kept", 4000), (False, "back", 0)]
)
def test_what_is_owed_for_a_cancelled_order_s_parcel(
    trade: Trade, one: DropShipment, books: None, agreed: bool, settlement: str, owed: int
) -> None:
    trade.cancel(one.order)
    trade.settle()
    if agreed:
        actions.agree_to_stop(trade.near.actor, actions.AgreeToStop(dropship_id=one.pk), now=NOW)
    woken = trade.ship(one, now=LATER)
    assert woken.surprise == "cancelled"
    assert DropParcel.objects.get().owed is False
    form = {"drop_parcel_id": woken.drop_parcel_id, "settlement": settlement, "claim": Money(500, "CNY")}
    actions.settle_surprise(trade.crew, actions.SettleSurprise.model_validate(form), now=LATER)
    with pytest.raises(Refused):
        actions.settle_surprise(trade.crew, actions.SettleSurprise.model_validate(form), now=LATER)
    trade.settle(LATER)
    assert balance(trade, "2020") == -owed
    assert sum(money.minor for money in reads.owed(trade.near.supplier_id).amounts) == owed
    assert wrong() == []


def test_what_left_while_the_order_was_on_hold_counts_after_it_is_released(trade: Trade, one: DropShipment) -> None:
    orders.hold(trade.company.service, orders.HoldThem(order_ids=(one.order_id,), reason="risk"), now=NOW)
    woken = trade.ship(one)
    assert woken.surprise == "held"
    settle = actions.SettleSurprise(drop_parcel_id=woken.drop_parcel_id, settlement="counted")
    with pytest.raises(Refused):
        actions.settle_surprise(trade.crew, settle, now=NOW)
    orders.unhold(trade.company.service, orders.ReleaseThem(order_ids=(one.order_id,)), now=NOW)
    actions.settle_surprise(trade.crew, settle, now=NOW)
    assert (trade.fresh(one).state, Parcel.objects.count(), list(drifts())) == ("shipped", 1, [])


def test_called_off_by_hand_it_waits_for_another_source_and_too_late_is_an_answer(
    trade: Trade, one: DropShipment
) -> None:
    off = actions.Cancel(dropship_id=one.pk, reason="three days without a word")
    assert actions.cancel(trade.company.service, off, now=NOW).counted
    assert not actions.cancel(trade.company.service, off, now=NOW).counted
    trade.settle()
    trade.plan(one.order)
    assert (DropShipment.objects.filter(order=one.order).count(), trade.view(one).step) == (1, "choose")
    shipped = trade.ship(one, now=LATER)
    assert (shipped.surprise, trade.fresh(one).state) == ("", "shipped")


@pytest.mark.parametrize("seat", ["finance", "stranger", "marketing"])
def test_only_those_who_send_may_move_and_settle(trade: Trade, one: DropShipment, seat: str) -> None:
    actor = getattr(trade.company, seat)
    with pytest.raises(Denied):
        actions.move(actor, actions.Move(dropship_id=one.pk), now=NOW)
    with pytest.raises(Denied):
        actions.cancel(actor, actions.Cancel(dropship_id=one.pk, reason="no"), now=NOW)
    with pytest.raises(Denied):
        actions.settle_surprise(actor, actions.SettleSurprise(drop_parcel_id=1, settlement="kept"), now=NOW)


def limits(trade: Trade, *, percent: int, days: int) -> None:
    rules = sourcing_reads.rules()
    form = rules.model_dump() | {"automatic": True, "most_extra_percent": percent, "most_days": days}
    sourcing.set_rules(trade.company.director, sourcing.SetRules.model_validate(form), now=NOW)
