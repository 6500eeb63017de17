"""What is promised to carts and orders: all of it or nothing, for a while or firmly."""

from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.events.models import Event
from storecrew.shop.stock import actions
from storecrew.shop.stock.conftest import LATER, NOW, want
from storecrew.shop.stock.models import Reservation
from storecrew.shop.stock.types import SoldOut


def test_a_hold_takes_from_what_is_available(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    (taken,) = shop.hold("cart:a", want(mug, 2)).taken
    assert (taken.warehouse_id, taken.quantity, taken.backordered) == (shop.main, 2, 0)
    seen = shop.availability(mug)
    assert (seen.on_hand, seen.held, seen.available, seen.sellable) == (5, 2, 3, 3)
    agreed()


def test_what_is_not_there_is_not_promised_and_nothing_is_changed(shop, agreed) -> None:
    mug, lamp = shop.variant("MUG"), shop.variant("LAMP")
    shop.receive(mug, 5)
    shop.receive(lamp, 1)
    with pytest.raises(SoldOut) as refused:
        shop.hold("cart:a", want(mug, 2), want(lamp, 3))
    assert [(row.variant_id, row.wanted, row.sellable) for row in refused.value.shorts] == [(lamp, 3, 1)]
    assert refused.value.code == "stock.sold_out"
    assert "LAMP" in refused.value.message
    assert not Reservation.objects.exists()
    assert shop.availability(mug).available == 5
    agreed()


def test_a_hold_becomes_exactly_the_lines_it_is_given_next(shop, agreed) -> None:
    mug, lamp = shop.variant("MUG"), shop.variant("LAMP")
    shop.receive(mug, 5)
    shop.receive(lamp, 5)
    shop.hold("cart:a", want(mug, 5))
    shop.hold("cart:a", want(mug, 3), want(lamp, 1))
    assert (shop.availability(mug).held, shop.availability(lamp).held) == (3, 1)
    shop.hold("cart:a")
    assert (shop.availability(mug).held, shop.availability(lamp).held) == (0, 0)
    agreed()


def test_a_hold_that_fails_leaves_what_was_held(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    shop.hold("cart:a", want(mug, 4))
    with pytest.raises(SoldOut):
        shop.hold("cart:a", want(mug, 6))
    assert shop.availability(mug).held == 4
    agreed()


def test_the_same_hold_again_only_lasts_longer(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    shop.hold("cart:a", want(mug, 4))
    before = Reservation.objects.get().pk
    shop.hold("cart:a", want(mug, 4), until=LATER + timedelta(hours=1))
    after = Reservation.objects.get()
    assert (after.pk, after.held_until) == (before, LATER + timedelta(hours=1))


def test_a_hold_whose_time_is_over_is_free_for_the_next_buyer(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    shop.hold("cart:a", want(mug))
    over = LATER + timedelta(seconds=1)
    assert shop.availability(mug, now=LATER - timedelta(seconds=1)).sellable == 0
    assert shop.availability(mug, now=over).sellable == 1
    shop.hold("cart:b", want(mug), until=over + timedelta(minutes=15), now=over)
    assert shop.level(mug).held == 1
    agreed()


def test_a_confirmed_hold_is_committed(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 3)
    shop.hold("cart:a", want(mug, 2, "line:1"))
    taken = shop.confirm("cart:a", "order:1").taken
    assert [(row.variant_id, row.quantity, row.line) for row in taken] == [(mug, 2, "line:1")]
    level = shop.level(mug)
    assert (level.held, level.committed) == (0, 2)
    assert shop.confirm("cart:a", "order:1").taken == taken
    agreed()


def test_a_late_confirmation_takes_again_what_is_still_there(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 2)
    shop.hold("cart:a", want(mug))
    over = LATER + timedelta(minutes=1)
    shop.hold("cart:b", want(mug), until=over + timedelta(minutes=15), now=over)  # gives back what a held
    assert Reservation.objects.get(owner="cart:a").lapsed_at == over
    shop.confirm("cart:a", "order:1", now=over)
    level = shop.level(mug)
    assert (level.held, level.committed) == (1, 1)
    agreed()


def test_a_late_confirmation_is_refused_when_somebody_else_has_it(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    shop.hold("cart:a", want(mug))
    over = LATER + timedelta(minutes=1)
    shop.hold("cart:b", want(mug), until=over + timedelta(minutes=15), now=over)
    with pytest.raises(SoldOut):
        shop.confirm("cart:a", "order:1", now=over)
    agreed()


def test_a_late_confirmation_keeps_what_nobody_else_asked_for(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    shop.hold("cart:a", want(mug))
    shop.confirm("cart:a", "order:1", now=LATER + timedelta(days=1))
    assert shop.level(mug).committed == 1
    agreed()


def test_a_firm_promise_follows_the_order_and_stays_where_it_is(shop, agreed) -> None:
    mug, lamp = shop.variant("MUG"), shop.variant("LAMP")
    shop.receive(mug, 5, at=shop.east)
    shop.reserve("order:1", want(mug, 2, "line:1"))
    shop.receive(mug, 5)
    shop.receive(lamp, 5)
    taken = shop.reserve("order:1", want(mug, 3, "line:1"), want(lamp, 1, "line:2")).taken
    assert sorted((row.variant_id, row.warehouse_id, row.quantity) for row in taken) == sorted(
        [(mug, shop.east, 2), (mug, shop.main, 1), (lamp, shop.main, 1)]
    )
    agreed()


def test_what_is_given_back_can_be_sold_again(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    shop.reserve("order:1", want(mug, 4, "line:1"), want(mug, 1, "line:2"))
    assert shop.release("order:1", want(mug, 3, "line:1")).pieces == 3
    assert shop.availability(mug).available == 3
    assert shop.release("order:1", want(mug, 9, "line:1")).pieces == 1  # no more than was promised
    assert shop.release("order:1").pieces == 1
    assert shop.release("order:1").pieces == 0
    assert shop.availability(mug).available == 5
    agreed()


def test_backorders_stop_at_their_limit(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=3)
    shop.receive(mug, 2)
    assert shop.availability(mug).sellable == 5
    (taken,) = shop.reserve("order:1", want(mug, 4)).taken
    assert taken.backordered == 2
    with pytest.raises(SoldOut) as refused:
        shop.reserve("order:2", want(mug, 2))
    assert refused.value.shorts[0].sellable == 1
    assert shop.availability(mug).available == -2
    agreed()


def test_the_limit_counts_once_over_all_warehouses(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=3)
    shop.receive(mug, 1)
    shop.receive(mug, 1, at=shop.east)
    assert shop.availability(mug).sellable == 5
    with pytest.raises(SoldOut):
        shop.reserve("order:1", want(mug, 6))
    shop.reserve("order:1", want(mug, 5))
    agreed()


def test_without_a_limit_there_is_no_end(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=None)
    assert shop.availability(mug).sellable is None
    shop.reserve("order:1", want(mug, 1000))
    agreed()


def test_a_smaller_limit_stops_sales_and_undoes_none(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=5)
    shop.reserve("order:1", want(mug, 4))
    actions.set_policy(shop.keeper, actions.Policy(variant_ids=(mug,), backorder_limit=1))
    level = shop.level(mug)
    assert (level.available, level.beyond, level.short) == (-4, 1, 3)
    with pytest.raises(SoldOut):
        shop.reserve("order:2", want(mug))
    agreed()
    shop.release("order:1")
    assert shop.level(mug).short == 0
    shop.reserve("order:2", want(mug))
    agreed()


def test_one_warehouse_that_has_everything_is_chosen_before_a_split(shop) -> None:
    mug, lamp = shop.variant("MUG"), shop.variant("LAMP")
    shop.receive(mug, 5)
    shop.receive(mug, 5, at=shop.east)
    shop.receive(lamp, 5, at=shop.east)
    taken = shop.hold("cart:a", want(mug), want(lamp)).taken
    assert {row.warehouse_id for row in taken} == {shop.east}


def test_lines_are_split_where_no_warehouse_has_enough(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 2)
    shop.receive(mug, 3, at=shop.east)
    taken = shop.hold("cart:a", want(mug, 4)).taken
    assert [(row.warehouse_id, row.quantity) for row in taken] == [(shop.main, 2), (shop.east, 2)]
    agreed()


def test_a_named_warehouse_wins(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 2)
    shop.receive(mug, 1, at=shop.east)
    (taken,) = shop.hold("cart:a", want(mug, at=shop.east)).taken
    assert taken.warehouse_id == shop.east
    with pytest.raises(SoldOut):
        shop.hold("cart:b", want(mug, at=shop.east))


def test_bundles_are_checked_per_component_over_the_whole_basket(shop, agreed) -> None:
    cup, plate, box, other = (shop.variant(sku) for sku in ("CUP", "PLATE", "BOX", "OTHER"))
    shop.receive(cup, 4)
    shop.receive(plate, 9)
    parts = (actions.Part(variant_id=cup, quantity=2), actions.Part(variant_id=plate, quantity=1))
    actions.set_bundle(shop.keeper, actions.Bundle(variant_id=box, parts=parts))
    assert shop.availability(box).sellable == 2
    with pytest.raises(SoldOut) as refused:
        shop.hold("cart:a", want(box, 2), want(cup, 1))
    assert [(row.variant_id, row.wanted, row.sellable) for row in refused.value.shorts] == [(cup, 5, 4)]
    taken = shop.hold("cart:a", want(box, 1), want(cup, 2)).taken
    assert {row.variant_id: row.quantity for row in taken} == {cup: 4, plate: 1}
    assert shop.availability(box).sellable == 0
    assert other not in {row.variant_id for row in taken}
    agreed()


def test_what_is_not_counted_is_always_for_sale(shop) -> None:
    voucher = shop.variant("VOUCHER", tracked=False)
    assert shop.hold("cart:a", want(voucher, 1000)).taken == ()
    assert shop.availability(voucher).tracked is False
    assert shop.availability(999_999).tracked is False


def test_crossing_nought_is_announced_once_each_way(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 2)
    shop.hold("cart:a", want(mug, 1))
    shop.hold("cart:b", want(mug, 1))
    shop.release("cart:b")
    told = Event.objects.filter(name="stock.AvailabilityChanged", subject=f"variant:{mug}").order_by("pk")
    assert [(row.payload["was"], row.payload["sellable"]) for row in told] == [(0, 2), (1, 0), (0, 1)]


def test_a_bundle_announces_its_own_crossings(shop) -> None:
    cup, box = shop.variant("CUP"), shop.variant("BOX")
    parts = (actions.Part(variant_id=cup, quantity=2),)
    actions.set_bundle(shop.keeper, actions.Bundle(variant_id=box, parts=parts))
    shop.receive(cup, 3)
    shop.hold("cart:a", want(cup, 2))  # one cup is left, and no pair of cups
    told = Event.objects.filter(name="stock.AvailabilityChanged", subject=f"variant:{box}").order_by("pk")
    assert [(row.payload["was"], row.payload["sellable"]) for row in told] == [(0, 1), (1, 0)]


def test_holds_in_the_past_are_not_understood(shop) -> None:
    mug = shop.variant("MUG")
    with pytest.raises(InvalidInput):
        shop.hold("cart:a", want(mug), until=NOW)


def test_who_holds_no_seat_promises_nothing(shop, company) -> None:
    for act, form in (
        (actions.hold, actions.Hold(owner="cart:a", lines=(), until=LATER)),
        (actions.reserve, actions.Reserve(owner="order:1", lines=())),
        (actions.confirm, actions.Confirm(owner="cart:a", to="order:1")),
        (actions.release, actions.Release(owner="order:1")),
    ):
        for who in (company.stranger, company.marketing):
            with pytest.raises(Denied):
                act(who, form, now=NOW)


def test_the_tidier_gives_back_what_is_over_and_forgets_it_after_a_week(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    shop.hold("cart:a", want(mug))
    assert actions.tidy(shop.keeper, actions.Tidy(), now=LATER).given_back == 1
    assert shop.level(mug).held == 0
    assert actions.tidy(shop.keeper, actions.Tidy(), now=LATER).given_back == 0
    assert actions.tidy(shop.keeper, actions.Tidy(), now=LATER + timedelta(days=8)).forgotten == 1
    agreed()
