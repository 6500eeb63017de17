"""What suppliers say: yes, packed, no, shipped; each answer is evidence, and nobody answers for somebody else."""

from datetime import date, timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.types import outsider
from storecrew.shop.availability.models import Outcome
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.health import adds_up, owed_is_booked, promises_have_documents
from storecrew.shop.dropships.models import Answer, DropParcel, DropShipment
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.ledger.reads.balances import TrialBalanceQuery, trial_balance
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.stock.drift import drifts

LATER = NOW + timedelta(hours=5)


def test_a_supplier_says_yes_with_a_day_and_says_another_one_later(trade: Trade, one: DropShipment) -> None:
    yes = actions.Acknowledge(dropship_id=one.pk, ships_on=date(2026, 11, 26), contact_id=None)
    assert actions.acknowledge(trade.near.actor, yes, now=NOW).counted
    assert not actions.acknowledge(trade.near.actor, yes, now=LATER).counted
    moved = actions.Acknowledge(dropship_id=one.pk, ships_on=date(2026, 11, 27), note="货车坏了")
    assert actions.acknowledge(trade.near.actor, moved, now=LATER).counted
    one = trade.fresh(one)
    assert (one.state, one.ships_on, one.ack_at) == ("acknowledged", date(2026, 11, 27), NOW)
    assert list(Answer.objects.filter(kind="acknowledged").values_list("actor", "means", "text")) == [
        (f"supplier:{trade.near.supplier_id}", "portal", ""),
        (f"supplier:{trade.near.supplier_id}", "portal", "货车坏了"),
    ]


def test_a_day_that_is_over_is_no_day_to_ship_on(trade: Trade, one: DropShipment) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.acknowledge(
            trade.near.actor, actions.Acknowledge(dropship_id=one.pk, ships_on=date(2026, 11, 20)), now=NOW
        )
    assert set(refused.value.fields) == {"ships_on"}


def test_nobody_answers_for_another_supplier_nor_without_a_seat(trade: Trade, one: DropShipment) -> None:
    others = (trade.far.actor, outsider("customer:1"), trade.company.stranger, trade.company.finance)
    for actor in others:
        for action, data in (
            (actions.acknowledge, actions.Acknowledge(dropship_id=one.pk)),
            (actions.pack, actions.MarkPacked(dropship_id=one.pk)),
            (actions.refuse, actions.Refuse(dropship_id=one.pk)),
            (actions.ship, actions.Ship(dropship_id=one.pk)),
            (actions.agree_to_stop, actions.AgreeToStop(dropship_id=one.pk)),
        ):
            with pytest.raises(Denied):
                action(actor, data, now=NOW)
    assert trade.fresh(one).state == "sent"


def test_what_was_not_sent_cannot_be_answered(trade: Trade) -> None:
    order = trade.order()
    (number,) = trade.plan(order).dropship_ids
    with pytest.raises(Refused):
        actions.acknowledge(trade.crew, actions.Acknowledge(dropship_id=number), now=NOW)
    with pytest.raises(Refused):
        actions.ship(trade.crew, actions.Ship(dropship_id=number), now=NOW)


def test_shipping_makes_the_order_s_parcel_lets_stock_leave_and_owes_the_supplier(
    trade: Trade, two: DropShipment, books: None
) -> None:
    shipped = trade.ship(two)
    again = trade.ship(two, now=LATER)
    assert (shipped.counted, again.counted, again.drop_parcel_id) == (True, False, shipped.drop_parcel_id)
    trade.settle()
    trade.settle()
    order = two.order
    order.refresh_from_db()
    assert (order.fulfilment, trade.fresh(two).state) == ("done", "shipped")
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.warehouse_id, parcel.tracking_number) == (
        "shipped",
        trade.near.warehouse_id,
        "SF1316582044876",
    )
    assert (trade.on_hand(trade.near), trade.promised(order), list(drifts())) == (8, {}, [])
    assert order.lines.get().cost_minor == 4000
    owed = reads.owed(trade.near.supplier_id)
    assert ([money.minor for money in owed.amounts], owed.pieces) == ([8000], 2)
    assert balance(trade, "5010") == 8000
    assert balance(trade, "2020") == -8000
    assert wrong() == []


def test_a_supplier_may_have_what_their_last_word_did_not_name(trade: Trade, one: DropShipment) -> None:
    trade.say(trade.near, 0, at=NOW + timedelta(minutes=5))
    assert trade.on_hand(trade.near) == 0
    trade.ship(one, now=LATER)
    assert (trade.fresh(one).state, trade.on_hand(trade.near), list(drifts())) == ("shipped", 0, [])


def test_it_may_leave_in_parts(trade: Trade) -> None:
    row = trade.asked(Want(trade.lamp, 3))
    line = row.lines.get()
    trade.ship(row, "SF1316582044876", lines=({"line_id": line.pk, "quantity": 1},))
    assert trade.fresh(row).state == "part_shipped"
    trade.ship(row, "SF1316582044877")
    assert trade.fresh(row).state == "shipped"
    assert sorted(DropParcel.objects.values_list("pieces__quantity", flat=True)) == [1, 2]
    with pytest.raises(Refused):
        trade.ship(row, "SF1316582044878", lines=({"line_id": line.pk, "quantity": 1},))


def test_a_refusal_stays_visible_with_its_reason_until_somebody_decides(trade: Trade, two: DropShipment) -> None:
    no = actions.Refuse(dropship_id=two.pk, reason="out_of_stock", note="上周卖完了")
    assert actions.refuse(trade.near.actor, no, now=NOW).state == "refused"
    assert not actions.refuse(trade.near.actor, no, now=NOW).counted
    view = trade.view(two)
    assert (view.step, view.stuck, view.lines[0].reason) == ("choose", 2, "out_of_stock")
    trade.settle()
    outcome = Outcome.objects.get()
    assert (outcome.wanted, outcome.had, outcome.document) == (2, 0, f"dropship:{two.pk}")
    assert trade.on_hand(trade.near) == 0
    assert wrong() == []


def test_part_of_it_may_be_refused_and_a_yes_takes_a_no_back(trade: Trade) -> None:
    row = trade.asked(Want(trade.lamp, 3))
    line = row.lines.get()
    part = ({"line_id": line.pk, "quantity": 2},)
    actions.refuse(trade.near.actor, actions.Refuse.model_validate({"dropship_id": row.pk, "lines": part}), now=NOW)
    assert (trade.view(row).open, trade.view(row).stuck) == (1, 2)
    actions.acknowledge(trade.near.actor, actions.Acknowledge(dropship_id=row.pk), now=LATER)
    assert (trade.view(row).open, trade.view(row).stuck, trade.fresh(row).state) == (3, 0, "acknowledged")


def test_what_was_shipped_was_there_and_the_record_says_so(trade: Trade, two: DropShipment) -> None:
    trade.ship(two)
    trade.settle()
    assert list(Outcome.objects.values_list("wanted", "had")) == [(2, 2)]


def test_facts_are_one_question_and_leave_out_what_we_called_off(
    trade: Trade, two: DropShipment, django_assert_num_queries
) -> None:
    trade.ship(two, now=LATER)
    with django_assert_num_queries(1):
        found = reads.facts(trade.near.supplier_id, NOW - timedelta(days=1), NOW + timedelta(days=1))
    (fact,) = (one for one in found if one.shipped)
    assert (fact.wanted, fact.shipped, fact.refused, fact.sent_at, fact.shipped_at) == (2, 2, 0, NOW, LATER)
    assert reads.facts(trade.far.supplier_id, NOW - timedelta(days=1), NOW + timedelta(days=1)) == []


def test_what_is_late_comes_first_with_a_next_step(trade: Trade, one: DropShipment) -> None:
    assert trade.view(one).step == "wait"
    next_week = NOW + timedelta(days=7)
    view = trade.view(one, next_week)
    assert (view.late, view.step) == (True, "remind")
    assert one.pk in [late.dropship_id for late in reads.late(next_week)]
    actions.remind(trade.crew, actions.Remind(dropship_id=one.pk), now=next_week)
    assert Answer.objects.filter(kind="reminded").exists()


def balance(trade: Trade, account: str) -> int:
    query = TrialBalanceQuery(at=NOW.date() + timedelta(days=2))
    rows = trial_balance(trade.company.finance, query, now=NOW).rows
    return sum(row.balance_minor for row in rows if row.code == account)


def wrong() -> list[str]:
    checks = (*promises_have_documents(NOW), *owed_is_booked(NOW), *adds_up(NOW))
    return [found.message for found in checks if found.level != "good"]
