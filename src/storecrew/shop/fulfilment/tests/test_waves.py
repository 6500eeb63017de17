"""Walks through the warehouse: planned in bin order, picked by scan, short where something is missing."""

import pytest

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.events.models import Event as EventRow
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment import actions, reads
from storecrew.shop.fulfilment.actions.waves import slot_name
from storecrew.shop.fulfilment.handlers import drop_cancelled, mark_edited
from storecrew.shop.fulfilment.models import Parcel, Pick, Piece, Shortage, Tote, Wave
from storecrew.shop.fulfilment.reads.walking import WaveView
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.events import OrderCancelled, OrderEdited
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Bin, Level, Pile


def see(house: House, wave_id: int) -> WaveView:
    return reads.wave(house.packer, reads.OneWave(wave_id=wave_id), now=NOW)


def bin_of(code: str) -> int:
    return Bin.objects.get(code=code).pk


def take(house: House, wave_id: int, variant_id: int, quantity: int = 1, code: str = "A-01-1") -> actions.Taken:
    data = actions.Stop(wave_id=wave_id, variant_id=variant_id, bin_id=bin_of(code), quantity=quantity)
    return actions.pick(house.packer, data, now=NOW)


def test_a_walk_visits_each_bin_once_in_their_order(house: House) -> None:
    far, near = house.lamp("FAR", bin_code="C-09-1"), house.lamp("NEAR", bin_code="A-01-1")
    one, two = house.order(Want(far, 1), Want(near, 2, key="b")), house.order(Want(near, 1))
    view = see(house, house.wave(one, two))
    assert [(stop.place, stop.quantity) for stop in view.stops] == [("A-01-1", 3), ("C-09-1", 1)]
    assert [(share.slot, share.quantity) for share in view.stops[0].totes] == [("A", 2), ("B", 1)]
    assert (view.pieces, view.picked) == (4, 0)


def test_pieces_of_several_bins_are_split_over_them(house: House) -> None:
    lamp = house.lamp(on_hand=2, bin_code="A-01-1")
    stock.add_bins(house.packer, stock.AddBins(warehouse_id=house.warehouse_id, codes=("B-02-1",)), now=NOW)
    line = {"variant_id": lamp, "quantity": 5, "cost": Money(4000, "CNY"), "bin_id": bin_of("B-02-1")}
    receive = {"warehouse_id": house.warehouse_id, "lines": (line,)}
    stock.receive(house.packer, stock.Receive.model_validate(receive), now=NOW)
    view = see(house, house.wave(house.order(Want(lamp, 4))))
    assert [(stop.place, stop.quantity) for stop in view.stops] == [("A-01-1", 2), ("B-02-1", 2)]


def test_scans_fill_the_totes_in_their_order(house: House) -> None:
    lamp = house.lamp()
    one, two = house.order(Want(lamp, 1)), house.order(Want(lamp, 2))
    wave = house.wave(one, two)
    assert [take(house, wave, lamp).slot for _count in range(3)] == ["A", "B", "B"]
    with pytest.raises(Refused, match="Put it back"):
        take(house, wave, lamp)
    actions.finish_wave(house.packer, actions.OneWave(wave_id=wave), now=NOW)
    assert Wave.objects.get().state == "done"


def test_a_wrong_piece_is_refused(house: House) -> None:
    lamp, other = house.lamp(), house.lamp("OTHER", bin_code="B-01-1")
    wave = house.wave(house.order(Want(lamp, 1)))
    with pytest.raises(Refused, match="Put it back"):
        take(house, wave, other, code="B-01-1")


def test_picks_are_taken_back_from_the_last_tote(house: House) -> None:
    lamp = house.lamp()
    wave = house.wave(house.order(Want(lamp, 1)), house.order(Want(lamp, 1)))
    take(house, wave, lamp, 2)
    back = actions.Stop(wave_id=wave, variant_id=lamp, bin_id=bin_of("A-01-1"))
    assert actions.put_back(house.packer, back, now=NOW).slot == "B"
    assert [pick.picked for pick in Pick.objects.order_by("tote_id")] == [1, 0]
    with pytest.raises(Refused):
        actions.put_back(house.packer, back.model_copy(update={"quantity": 2}), now=NOW)


def test_an_order_is_in_one_open_wave(house: House) -> None:
    lamp = house.lamp()
    one, two = house.order(Want(lamp, 1)), house.order(Want(lamp, 1))
    house.wave(one)
    data = actions.PlanWave(warehouse_id=house.warehouse_id, order_ids=(one.pk, two.pk))
    assert actions.plan_wave(house.packer, data, now=NOW).left_out == (one.pk,)
    with pytest.raises(Refused, match="nothing can be picked"):
        house.wave(one)


def test_a_walk_takes_so_many_orders_at_most(house: House) -> None:
    actions.set_habits(house.packer, actions.HabitsForm(totes_in_wave=1), now=NOW)
    lamp = house.lamp()
    with pytest.raises(Refused, match="at most"):
        house.wave(house.order(Want(lamp, 1)), house.order(Want(lamp, 1)))


def test_a_called_off_walk_frees_its_orders(house: House) -> None:
    order = house.order(Want(house.lamp(), 1))
    wave = house.wave(order)
    actions.call_off_wave(house.packer, actions.OneWave(wave_id=wave), now=NOW)
    assert house.wave(order) != wave
    with pytest.raises(Refused, match="is over"):
        take(house, wave, house.lines(order)[0].variant_id or 0)


def test_an_unfinished_walk_does_not_end(house: House) -> None:
    wave = house.wave(house.order(Want(house.lamp(), 1)))
    with pytest.raises(Refused, match="still to be picked"):
        actions.finish_wave(house.packer, actions.OneWave(wave_id=wave), now=NOW)


def test_missing_pieces_set_the_books_right_and_go_onto_the_list(house: House) -> None:
    lamp = house.lamp(on_hand=3)
    one, two = house.order(Want(lamp, 1)), house.order(Want(lamp, 2))
    wave = house.wave(one, two)
    short = actions.Short(wave_id=wave, variant_id=lamp, bin_id=bin_of("A-01-1"), quantity=2)
    missed = actions.report_short(house.packer, short, now=NOW)
    assert (missed.orders, missed.left) == (1, 1)
    assert Shortage.objects.get().order == two  # the last tote misses them first
    assert house.on_hand(lamp)[0] == 1
    assert [(row.number, row.there, row.group) for row in house.ready()] == [
        (one.number, 1, "later"),
        (two.number, 0, "waiting"),
    ]
    assert EventRow.objects.filter(name="fulfilment.PiecesMissing").count() == 1
    with pytest.raises(InvalidInput):
        actions.report_short(house.packer, short, now=NOW)


def test_damaged_pieces_are_set_aside(house: House) -> None:
    lamp = house.lamp(on_hand=3)
    wave = house.wave(house.order(Want(lamp, 2)))
    short = {"wave_id": wave, "variant_id": lamp, "bin_id": bin_of("A-01-1"), "quantity": 1, "why": "damaged"}
    actions.report_short(house.packer, actions.Short.model_validate(short), now=NOW)
    level = Level.objects.get(item_id=lamp)
    assert (level.on_hand, level.damaged) == (3, 1)


def test_a_shortage_is_settled_once(house: House) -> None:
    lamp = house.lamp(on_hand=1)
    wave = house.wave(house.order(Want(lamp, 1)))
    short = actions.Short(wave_id=wave, variant_id=lamp, bin_id=bin_of("A-01-1"), quantity=1)
    actions.report_short(house.packer, short, now=NOW)
    data = actions.SettleShortage(shortage_id=Shortage.objects.get().pk, how="found again")
    actions.settle_shortage(house.company.service, data, now=NOW)
    assert Shortage.objects.get().settled_how == "found again"
    with pytest.raises(Refused, match="already"):
        actions.settle_shortage(house.company.service, data, now=NOW)


def test_what_was_picked_leaves_from_its_bin_and_the_tote_is_closed(house: House) -> None:
    lamp = house.lamp(on_hand=5)
    order = house.order(Want(lamp, 2))
    wave = house.wave(order)
    take(house, wave, lamp, 2)
    parcel = house.pack(order)
    assert parcel.wave_id == wave
    assert Piece.objects.get().bin_id == bin_of("A-01-1")
    assert not Tote.objects.get().open
    house.ship(parcel)
    assert Pile.objects.get().quantity == 3


def test_a_cancelled_order_leaves_its_wave(house: House) -> None:
    lamp = house.lamp()
    order = house.order(Want(lamp, 1))
    wave = house.wave(order)
    orders.cancel(house.company.service, orders.Cancel(order_id=order.pk, reason="buyer", refund="none"), now=NOW)
    fact = EventRow.objects.get(name="orders.OrderCancelled")
    event = OrderCancelled.model_validate(fact.payload)
    for _twice in range(2):
        drop_cancelled(event, _meta())
    assert see(house, wave).pieces == 0
    assert not Tote.objects.get().open


def test_a_changed_order_marks_its_tote(house: House) -> None:
    lamp = house.lamp()
    order = house.order(Want(lamp, 1))
    house.wave(order)
    event = OrderEdited(
        order_id=order.pk, number=order.number, kind="edit", difference=Money(0, "CNY"), total=Money(0, "CNY")
    )
    for _twice in range(2):
        mark_edited(event, _meta())
    assert Tote.objects.get().changed
    assert reads.packing(house.packer, reads.PackQuery(order_id=order.pk), now=NOW).changed


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (99, "CV")])
def test_totes_are_named_like_columns(number: int, name: str) -> None:
    assert slot_name(number) == name


def test_a_bundle_is_picked_by_its_components(house: House) -> None:
    cup, sets = house.lamp("CUP"), house.shop.lamp("SET", on_hand=0)
    parts = ({"variant_id": cup, "quantity": 2},)
    stock.set_bundle(house.packer, stock.Bundle.model_validate({"variant_id": sets, "parts": parts}), now=NOW)
    order = house.order(Want(sets, 2))
    wave = house.wave(order)
    take(house, wave, cup, 4)
    house.ship(house.pack(order))
    assert house.on_hand(cup) == (6, 0)
    assert Parcel.objects.get().state == "shipped"


def _meta() -> object:
    from types import SimpleNamespace  # noqa: PLC0415  only these tests hand one in

    return SimpleNamespace(now=NOW, id=1, cause="", at=NOW)
