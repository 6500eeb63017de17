"""What leaves for customers and comes back: levels, cost layers, bins, lots, serial numbers."""

from datetime import date

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.events.models import Event
from storecrew.kernel.money.types import Money
from storecrew.shop.stock import actions
from storecrew.shop.stock.conftest import NOW, want
from storecrew.shop.stock.models import Bin, Move, Pile, Serial
from storecrew.shop.stock.types import Coming, Leaving


def leave(shop, owner: str, *lines: dict, document: str = "parcel:1") -> actions.Dispatched:
    rows = tuple(Leaving.model_validate({"warehouse_id": shop.main, **line}) for line in lines)
    return actions.dispatch(shop.keeper, actions.Dispatch(owner=owner, document=document, lines=rows), now=NOW)


def come(shop, *lines: dict, document: str = "return:1") -> actions.TakenBack:
    rows = tuple(Coming.model_validate({"warehouse_id": shop.main, **line}) for line in lines)
    return actions.take_back(shop.keeper, actions.TakeBack(document=document, lines=rows), now=NOW)


def test_what_was_promised_leaves_and_is_promised_no_more(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5, cost=1000)
    shop.reserve("order:1", want(mug, 3, "line:1"))
    (cost,) = leave(shop, "order:1", {"variant_id": mug, "quantity": 2, "line": "line:1"}).costs
    assert cost.cost == Money(2000, "CNY")
    level = shop.level(mug)
    assert (level.on_hand, level.committed, level.available) == (3, 1, 2)
    move = Move.objects.get(reason="sale")
    assert (move.from_place, move.to_place, move.document, move.owner) == ("shelf", "customer", "parcel:1", "order:1")
    told = Event.objects.get(name="stock.StockDispatched")
    assert (told.payload["pieces"], told.payload["cost_minor"]) == (2, 2000)
    agreed()


def test_the_oldest_pieces_leave_first_and_no_cent_is_lost(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 3, cost=333)
    shop.receive(mug, 3, cost=500)
    first = leave(shop, "order:1", {"variant_id": mug, "quantity": 4}).costs[0]
    second = leave(shop, "order:2", {"variant_id": mug, "quantity": 2}).costs[0]
    assert (first.cost, second.cost) == (Money(999 + 500, "CNY"), Money(1000, "CNY"))
    agreed()


def test_a_cost_that_nobody_knows_is_not_made_up(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1, cost=None)
    shop.receive(mug, 1, cost=500)
    assert leave(shop, "order:1", {"variant_id": mug, "quantity": 2}).costs[0].cost is None
    agreed()


def test_what_is_promised_to_others_does_not_leave(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 2)
    shop.reserve("order:1", want(mug, 2))
    with pytest.raises(Refused):
        leave(shop, "order:2", {"variant_id": mug, "quantity": 1})
    agreed()


def test_what_does_not_lie_there_does_not_leave(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=5)
    shop.receive(mug, 1)
    shop.reserve("order:1", want(mug, 3))
    with pytest.raises(Refused) as refused:
        leave(shop, "order:1", {"variant_id": mug, "quantity": 3})
    assert refused.value.code == "stock.not_there"
    agreed()


def test_a_hold_beyond_its_time_does_not_stop_a_parcel(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    shop.hold("cart:a", want(mug), until=NOW.replace(minute=1), now=NOW)
    form = actions.Dispatch(
        owner="order:9",
        document="parcel:9",
        lines=(Leaving(variant_id=mug, quantity=1, warehouse_id=shop.main),),
    )
    actions.dispatch(shop.keeper, form, now=NOW.replace(minute=2))
    agreed()


def test_a_return_comes_in_at_what_it_had_cost(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1, cost=700)
    shop.receive(mug, 5, cost=900)
    leave(shop, "order:1", {"variant_id": mug, "quantity": 1, "line": "line:1"})
    leave(shop, "order:2", {"variant_id": mug, "quantity": 1, "line": "line:2"})
    (back,) = come(shop, {"variant_id": mug, "quantity": 1, "line": "line:1"}).costs
    assert back.cost == Money(700, "CNY")
    assert shop.level(mug).on_hand == 5
    agreed()


@pytest.mark.parametrize(
    ("disposition", "on_hand", "available", "kind"),
    [
        ("restock", 3, 3, None),
        ("second_choice", 3, 2, "other"),
        ("to_supplier", 3, 2, "other"),
        ("quality", 3, 2, "quality"),
        ("destroy", 2, 2, None),
    ],
)
def test_a_return_goes_where_its_disposition_says(shop, agreed, disposition, on_hand, available, kind) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 3)
    leave(shop, "order:1", {"variant_id": mug, "quantity": 1, "line": "line:1"})
    come(shop, {"variant_id": mug, "quantity": 1, "line": "line:1", "disposition": disposition})
    level = shop.level(mug)
    assert (level.on_hand, level.available) == (on_hand, available)
    if kind:
        assert getattr(level, kind) == 1
    agreed()


def test_pieces_are_taken_from_bins_in_the_order_they_are_walked(shop, agreed) -> None:
    mug = shop.variant("MUG")
    actions.add_bins(shop.keeper, actions.AddBins(warehouse_id=shop.main, codes=("A-02", "A-01")))
    first, second = Bin.objects.order_by("code")
    shop.receive(mug, 5, bin_id=second.pk)
    shop.receive(mug, 4)
    form = actions.PutAway(variant_id=mug, warehouse_id=shop.main, quantity=3, to_bin_id=first.pk)
    actions.put_away(shop.keeper, form, now=NOW)
    leave(shop, "order:1", {"variant_id": mug, "quantity": 4})
    assert {pile.bin.code: pile.quantity for pile in Pile.objects.select_related("bin")} == {"A-02": 4}
    leave(shop, "order:1", {"variant_id": mug, "quantity": 5})
    assert not Pile.objects.exists()
    assert shop.level(mug).on_hand == 0
    agreed()


def test_more_than_lies_loose_cannot_be_put_away(shop, agreed) -> None:
    mug = shop.variant("MUG")
    actions.add_bins(shop.keeper, actions.AddBins(warehouse_id=shop.main, codes=("A-01",)))
    shop.receive(mug, 2)
    bin = Bin.objects.get()
    form = actions.PutAway(variant_id=mug, warehouse_id=shop.main, quantity=2, to_bin_id=bin.pk)
    actions.put_away(shop.keeper, form, now=NOW)
    with pytest.raises(Refused):
        actions.put_away(shop.keeper, form, now=NOW)
    with pytest.raises(Refused):
        leave(shop, "order:1", {"variant_id": mug, "quantity": 3, "bin_id": bin.pk})
    agreed()


def test_what_expires_first_leaves_first(shop, agreed) -> None:
    tea = shop.variant("TEA", tracing="lot")
    shop.receive(tea, 2, lot="L2", expires_on=date(2027, 6, 1))
    shop.receive(tea, 2, lot="L1", expires_on=date(2027, 3, 1))
    leave(shop, "order:1", {"variant_id": tea, "quantity": 3})
    assert [(move.lot.code, move.quantity) for move in Move.objects.filter(reason="sale").order_by("pk")] == [
        ("L1", 2),
        ("L2", 1),
    ]
    agreed()


def test_a_lot_is_asked_for_where_it_is_told_apart(shop) -> None:
    tea = shop.variant("TEA", tracing="lot")
    with pytest.raises(InvalidInput) as refused:
        shop.receive(tea, 2)
    assert list(refused.value.fields) == ["lines.0.lot"]


def test_single_pieces_are_followed_by_their_numbers(shop, agreed) -> None:
    lamp = shop.variant("LAMP", tracing="serial")
    with pytest.raises(Refused):
        shop.receive(lamp, 2, serials=("S1",))
    shop.receive(lamp, 2, serials=("S1", "S2"))
    with pytest.raises(Refused):
        leave(shop, "order:1", {"variant_id": lamp, "quantity": 1, "serials": ("S9",)})
    leave(shop, "order:1", {"variant_id": lamp, "quantity": 1, "serials": ("S2",)})
    assert {row.code: row.level_id is not None for row in Serial.objects.all()} == {"S1": True, "S2": False}
    come(shop, {"variant_id": lamp, "quantity": 1, "serials": ("S2",)})
    assert Serial.objects.filter(level__isnull=False).count() == 2
    agreed()


def test_what_is_not_counted_passes(shop) -> None:
    voucher = shop.variant("VOUCHER", tracked=False)
    (cost,) = leave(shop, "order:1", {"variant_id": voucher, "quantity": 7}).costs
    assert (cost.quantity, cost.cost) == (7, None)
    assert not Move.objects.exists()


def test_only_the_warehouse_lets_goods_leave(shop, company) -> None:
    mug = shop.variant("MUG")
    rows = (Leaving(variant_id=mug, quantity=1, warehouse_id=shop.main),)
    for who in (company.marketing, company.stranger):
        with pytest.raises(Denied):
            actions.dispatch(who, actions.Dispatch(owner="order:1", document="parcel:1", lines=rows))


def test_a_key_used_twice_moves_goods_once(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    form = actions.Dispatch(
        owner="order:1", document="parcel:1", lines=(Leaving(variant_id=mug, quantity=1, warehouse_id=shop.main),)
    )
    for _ in range(2):
        actions.dispatch(shop.keeper, form, key="parcel:1", now=NOW)
    assert shop.level(mug).on_hand == 4
    agreed()
