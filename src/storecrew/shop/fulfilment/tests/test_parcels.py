"""Packed, handed over, undone: nothing twice, nothing beyond what is open, stock and order in step."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event as EventRow
from storecrew.shop.fulfilment import actions
from storecrew.shop.fulfilment.health import packed_adds_up
from storecrew.shop.fulfilment.models import Parcel, Progress, TrackingEvent
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Fulfilment, Order
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.shipping import actions as shipping
from storecrew.shop.stock import actions as stock

pytestmark = pytest.mark.usefixtures("lasting_lamp")


def facts(name: str) -> list[dict[str, object]]:
    return [row.payload for row in EventRow.objects.filter(name=f"fulfilment.{name}").order_by("pk")]


def test_a_packed_parcel_has_its_number_and_still_lies_here(house: House, order: Order) -> None:
    parcel = house.pack(order)
    assert (parcel.number, parcel.state, parcel.carrier) == (f"{order.number}-1", "packed", "")
    assert parcel.ship_to["name"] == "陈小鱼"
    assert house.on_hand(house.lines(order)[0].variant_id or 0) == (10, 2)


def test_handing_over_takes_from_stock_and_tells_the_order(house: House) -> None:
    lamp = house.lamp()
    order = house.order(Want(lamp, 2))
    parcel = house.ship(house.pack(order), tracking_number="SF1316582044876")
    order.refresh_from_db()
    line = house.lines(order)[0]
    assert (parcel.state, parcel.carrier) == ("shipped", "sf")
    assert (order.fulfilment, line.shipped, line.cost_minor) == (Fulfilment.DONE, 2, 4000)
    assert house.on_hand(lamp) == (8, 0)
    (fact,) = facts("ParcelShipped")
    assert (fact["lines"], fact["cost_minor"], fact["carrier"]) == ({str(line.pk): 2}, 8000, "sf")
    assert str(fact["tracking_url"]).endswith("SF1316582044876")


def test_handing_over_twice_happens_once(house: House) -> None:
    lamp = house.lamp()
    parcel = house.pack(house.order(Want(lamp, 2)))
    first = actions.ship(house.packer, actions.Ship(parcel_id=parcel.pk), now=NOW)
    again = actions.ship(house.packer, actions.Ship(parcel_id=parcel.pk), now=NOW)
    assert (first.counted, again.counted, again.fulfilment) == (True, False, "done")
    assert house.on_hand(lamp) == (8, 0)
    assert len(facts("ParcelShipped")) == 1
    assert TrackingEvent.objects.count() == 1


def test_the_same_pieces_are_packed_once(house: House, order: Order) -> None:
    house.pack(order)
    with pytest.raises(Refused) as caught:
        house.pack(order)
    assert caught.value.code == "fulfilment.beyond"
    assert Parcel.objects.count() == 1


def test_an_order_leaves_in_parts(house: House) -> None:
    lamp = house.lamp()
    order = house.order(Want(lamp, 3))
    house.ship(house.pack(order, 1))
    order.refresh_from_db()
    assert order.fulfilment == Fulfilment.PART
    second = house.pack(order, 2)
    assert second.number.endswith("-2")
    house.ship(second)
    order.refresh_from_db()
    assert order.fulfilment == Fulfilment.DONE
    assert house.on_hand(lamp) == (7, 0)


def test_unpacking_makes_it_free_to_be_packed_again(house: House, order: Order) -> None:
    parcel = house.pack(order)
    actions.unpack(house.packer, actions.OneParcel(parcel_id=parcel.pk), now=NOW)
    again = house.pack(order)
    assert again.number.endswith("-2")
    with pytest.raises(Refused, match="unpacked"):
        house.ship(parcel)
    assert Progress.objects.get().waiting == 2


def test_what_has_left_cannot_be_unpacked(house: House) -> None:
    parcel = house.ship(house.pack(house.order(Want(house.lamp(), 1))))
    with pytest.raises(Refused, match="left already"):
        actions.unpack(house.packer, actions.OneParcel(parcel_id=parcel.pk), now=NOW)


@pytest.mark.parametrize("quantity", [3, 99])
def test_more_than_is_open_is_refused(house: House, order: Order, quantity: int) -> None:
    with pytest.raises(Refused):
        house.pack(order, quantity)
    assert not Parcel.objects.exists()


def test_what_does_not_lie_there_is_not_packed(house: House) -> None:
    lamp = house.lamp("FEW", on_hand=3, bin_code="B-01-1")
    order = house.order(Want(lamp, 3))
    correction = {"warehouse_id": house.warehouse_id, "reason": "count", "lines": [{"variant_id": lamp, "change": -2}]}
    stock.adjust(house.packer, stock.Adjust.model_validate(correction), now=NOW)
    with pytest.raises(Refused) as caught:
        house.pack(order, 2)
    assert caught.value.code == "fulfilment.not_there"
    assert house.ship(house.pack(order, 1)).state == "shipped"


def test_unpaid_held_and_cancelled_orders_are_not_packed(house: House) -> None:
    lamp = house.lamp()
    unpaid = house.order(Want(lamp, 1), paid=False, provider="bank")
    type(unpaid).objects.filter(pk=unpaid.pk).update(ships_unpaid=False)
    with pytest.raises(Refused, match="not paid"):
        house.pack(unpaid)
    held = house.order(Want(lamp, 1))
    hold = orders.HoldThem.model_validate({"order_ids": [held.pk], "reason": "risk"})
    orders.hold(house.company.service, hold, now=NOW)
    with pytest.raises(Refused, match="on hold"):
        house.pack(held)
    gone = house.order(Want(lamp, 1))
    orders.cancel(house.company.service, orders.Cancel(order_id=gone.pk, reason="buyer", refund="none"), now=NOW)
    with pytest.raises(Refused, match="not open"):
        house.pack(gone)


def test_a_parcel_of_an_order_that_was_cancelled_meanwhile_does_not_leave(house: House) -> None:
    lamp = house.lamp()
    order = house.order(Want(lamp, 1))
    parcel = house.pack(order)
    orders.cancel(house.company.service, orders.Cancel(order_id=order.pk, reason="buyer", refund="none"), now=NOW)
    with pytest.raises(Refused, match="cancelled"):
        house.ship(parcel)
    parcel.refresh_from_db()
    assert parcel.state == "packed"
    assert house.on_hand(lamp)[0] == 10


@pytest.mark.parametrize("seat", ["service", "finance", "marketing", "stranger"])
def test_others_are_denied(house: House, order: Order, seat: str) -> None:
    with pytest.raises(Denied):
        house.pack(order, by=house.company.holding(seat))
    assert Entry.objects.filter(action="fulfilment.pack", outcome="denied").count() == 1


def test_the_same_key_packs_once(house: House, order: Order) -> None:
    line = actions.PackLine(line_id=house.lines(order)[0].pk, quantity=1)
    data = actions.Pack(order_id=order.pk, lines=(line,))
    first = actions.pack(house.packer, data, key="k", now=NOW)
    assert actions.pack(house.packer, data, key="k", now=NOW) == first
    assert Parcel.objects.count() == 1


def test_a_preview_packs_nothing(house: House, order: Order) -> None:
    line = actions.PackLine(line_id=house.lines(order)[0].pk, quantity=1)
    actions.pack.preview(house.packer, actions.Pack(order_id=order.pk, lines=(line,)), now=NOW)
    assert not Parcel.objects.exists()
    assert not Progress.objects.exists()


def test_lines_of_other_orders_and_lines_named_twice_are_refused(house: House) -> None:
    lamp = house.lamp()
    one, other = house.order(Want(lamp, 1)), house.order(Want(lamp, 1))
    foreign = actions.PackLine(line_id=house.lines(other)[0].pk, quantity=1)
    with pytest.raises(Missing):
        actions.pack(house.packer, actions.Pack(order_id=one.pk, lines=(foreign,)), now=NOW)
    own = actions.PackLine(line_id=house.lines(one)[0].pk, quantity=1)
    with pytest.raises(InvalidInput):
        actions.pack(house.packer, actions.Pack(order_id=one.pk, lines=(own, own)), now=NOW)


def test_a_bundle_leaves_by_its_components(house: House) -> None:
    cup, saucer, sets = house.lamp("CUP"), house.lamp("SAUCER"), house.shop.lamp("SET", on_hand=0)
    parts = ({"variant_id": cup, "quantity": 2}, {"variant_id": saucer})
    stock.set_bundle(house.packer, stock.Bundle.model_validate({"variant_id": sets, "parts": parts}), now=NOW)
    order = house.order(Want(sets, 3))
    house.ship(house.pack(order, 2))
    assert house.on_hand(cup) == (6, 2)
    assert house.on_hand(saucer) == (8, 1)
    house.ship(house.pack(order, 1))
    assert house.on_hand(cup) == (4, 0)
    assert house.lines(order)[0].cost_minor == 3 * 4000


def test_what_is_not_counted_is_packed_and_leaves(house: House) -> None:
    lamp = house.shop.lamp("MADE-TO-ORDER", on_hand=0)
    policy = stock.Policy.model_validate({"variant_ids": (lamp,), "tracked": False})
    stock.set_policy(house.packer, policy, now=NOW)
    order = house.order(Want(lamp, 2))
    house.ship(house.pack(order))
    order.refresh_from_db()
    assert order.fulfilment == Fulfilment.DONE


def test_the_scales_say_when_something_is_wrong(house: House) -> None:
    box = shipping.PackageKindDraft(name="S", length_mm=200, width_mm=150, height_mm=100, tare_g=100)
    kind = shipping.create_package_kind(house.packer, box, now=NOW).package_kind_id
    order = house.order(Want(house.lamp(), 2))
    weight = house.lines(order)[0].weight_g or 0
    data = {"order_id": order.pk, "package_kind_id": kind, "weight_g": 2 * weight + 110}
    line = {"line_id": house.lines(order)[0].pk, "quantity": 1}
    light = actions.pack(house.packer, actions.Pack.model_validate(data | {"lines": [line]}), now=NOW)
    assert (light.expected_g, light.weight_off) == (weight + 100, weight > 30)
    heavy = actions.pack(
        house.packer, actions.Pack.model_validate(data | {"lines": [line], "weight_g": weight + 90}), now=NOW
    )
    assert not heavy.weight_off


def test_tracking_numbers_are_checked_and_belong_to_one_parcel(house: House) -> None:
    lamp = house.lamp()
    one, two = house.pack(house.order(Want(lamp, 1))), house.pack(house.order(Want(lamp, 1)))
    wrong = actions.SetTracking(parcel_id=one.pk, carrier="ups", tracking_number="1Z5R89390357567128")
    with pytest.raises(InvalidInput, match="check digit"):
        actions.set_tracking(house.packer, wrong, now=NOW)
    kept = actions.set_tracking(house.packer, wrong.model_copy(update={"sure": True}), now=NOW)
    assert kept.state == "wrong"
    foreign = actions.SetTracking(parcel_id=two.pk, carrier="zto", tracking_number="SF1316582044876")
    with pytest.raises(InvalidInput, match="SF Express"):
        actions.set_tracking(house.packer, foreign, now=NOW)
    right = actions.SetTracking(parcel_id=two.pk, tracking_number="sf 1316 5820 44876")
    assert actions.set_tracking(house.packer, right, now=NOW).carrier == "sf"
    again = actions.SetTracking(parcel_id=one.pk, carrier="sf", tracking_number="SF1316582044876", sure=True)
    with pytest.raises(Refused, match="Another parcel"):
        actions.set_tracking(house.packer, again, now=NOW)


def test_own_labels_are_made_for_what_lies_here(house: House) -> None:
    lamp = house.lamp()
    one, two = house.pack(house.order(Want(lamp, 1))), house.ship(house.pack(house.order(Want(lamp, 1))))
    made = actions.make_labels(house.packer, actions.MakeLabels(parcel_ids=(one.pk, two.pk)), now=NOW)
    one.refresh_from_db()
    assert (made.parcels, one.state, one.printed_at) == (1, "label_made", NOW)
    with pytest.raises(Refused):
        actions.make_labels(house.packer, actions.MakeLabels(parcel_ids=(two.pk,)), now=NOW)


def test_the_doctor_finds_packed_pieces_that_nobody_packed(house: House, order: Order) -> None:
    house.pack(order, 1)
    assert [finding.level for finding in packed_adds_up(NOW)] == ["good"]
    Progress.objects.update(waiting=2)
    assert [finding.level for finding in packed_adds_up(NOW)] == ["bad"]
