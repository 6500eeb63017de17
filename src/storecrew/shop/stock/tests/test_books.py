"""Books set right, goods between warehouses, and the first stock from an import."""

from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Parked, Refused
from storecrew.kernel.approvals.actions import SetRule, set_rule
from storecrew.kernel.events.models import Event
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.models import ReportedStock, Variant
from storecrew.shop.stock import actions
from storecrew.shop.stock.conftest import NOW, want
from storecrew.shop.stock.models import Item, Layer, Move, Transfer
from storecrew.shop.stock.reads.worth import ValueQuery, value
from storecrew.shop.stock.types import SoldOut


def adjust(shop, variant: int, change: int, *, reason: str = "count", by=None, **line: object) -> actions.Corrected:
    form = {
        "warehouse_id": shop.main,
        "reason": reason,
        "lines": ({"variant_id": variant, "change": change, **line},),
    }
    return actions.adjust(by or shop.keeper, actions.Adjust.model_validate(form), now=NOW)


def test_a_loss_is_booked_at_what_it_had_cost(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5, cost=700)
    assert adjust(shop, mug, -2, reason="theft").cost == Money(-1400, "CNY")
    assert shop.level(mug).on_hand == 3
    told = Event.objects.get(name="stock.StockAdjusted")
    assert (told.payload["change"], told.payload["cost_minor"], told.payload["reason"]) == (-2, -1400, "theft")
    agreed()


def test_what_turns_up_comes_in_at_the_newest_known_cost(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5, cost=700)
    shop.receive(mug, 5, cost=900)
    assert adjust(shop, mug, 1, reason="found").cost == Money(900, "CNY")
    agreed()


def test_a_loss_of_what_is_promised_is_recorded_and_sells_nothing_more(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    shop.reserve("order:1", want(mug, 5))
    adjust(shop, mug, -2)
    level = shop.level(mug)
    assert (level.available, level.short) == (-2, 2)
    with pytest.raises(SoldOut):
        shop.reserve("order:2", want(mug))
    shop.receive(mug, 2)
    assert shop.level(mug).short == 0
    agreed()


def test_no_more_can_be_lost_than_was_there(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    with pytest.raises(Refused):
        adjust(shop, mug, -2)
    agreed()


def test_a_sale_is_no_reason_for_a_correction(shop) -> None:
    mug = shop.variant("MUG")
    with pytest.raises(InvalidInput):
        adjust(shop, mug, 1, reason="sale")


def test_a_large_correction_waits_for_somebody_else(shop, company) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 100, cost=10_000)
    set_rule(company.founder, SetRule(action="stock.adjust", currency="CNY", from_minor=100_000, seat="director"))
    adjust(shop, mug, -1)
    with pytest.raises(Parked):
        adjust(shop, mug, -50)
    assert shop.level(mug).on_hand == 99


def test_only_who_keeps_the_stock_corrects_it(shop, company) -> None:
    mug = shop.variant("MUG")
    for who in (company.marketing, company.finance, company.stranger):
        with pytest.raises(Denied):
            adjust(shop, mug, 1, by=who)


def test_what_is_damaged_is_on_hand_and_not_for_sale(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    form = {"variant_id": mug, "warehouse_id": shop.main, "quantity": 2, "target": "damaged"}
    actions.set_aside(shop.keeper, actions.SetAside.model_validate(form), now=NOW)
    level = shop.level(mug)
    assert (level.on_hand, level.damaged, level.available) == (5, 2, 3)
    adjust(shop, mug, -2, reason="damage", place="damaged")
    assert shop.level(mug).on_hand == 3
    assert Move.objects.get(reason="damage").to_place == "destroyed"
    agreed()


def send(shop, *lines: dict) -> int:
    form = {"source_id": shop.main, "target_id": shop.east, "lines": lines}
    return actions.send(shop.keeper, actions.Send.model_validate(form), now=NOW).transfer_id


def arrive(shop, number: int, *lines: dict, rest: str = "open") -> str:
    form = {"transfer_id": number, "lines": lines, "rest": rest}
    return actions.arrive(shop.keeper, actions.Arrive.model_validate(form), now=NOW).state


def test_what_is_on_the_way_is_incoming_and_arrives_in_parts_at_what_it_had_cost(shop, agreed) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 3, cost=333)
    shop.receive(mug, 3, cost=500)
    number = send(shop, {"variant_id": mug, "quantity": 4})
    there = shop.level(mug, shop.east)
    assert (shop.level(mug).on_hand, there.on_hand, there.incoming) == (2, 0, 4)
    agreed()
    assert arrive(shop, number, {"variant_id": mug, "quantity": 3}) == "part"
    agreed()
    assert arrive(shop, number, {"variant_id": mug, "quantity": 1}) == "done"
    there = shop.level(mug, shop.east)
    assert (there.on_hand, there.incoming) == (4, 0)
    layers = Layer.objects.filter(warehouse_id=shop.east).order_by("since", "pk")
    assert [(row.quantity, row.cost_minor) for row in layers] == [(3, 999), (1, 500)]
    agreed()
    with pytest.raises(Refused):
        arrive(shop, number, {"variant_id": mug, "quantity": 1})


def test_what_is_promised_does_not_go_elsewhere(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=9)
    shop.receive(mug, 5)
    shop.reserve("order:1", want(mug, 4))
    with pytest.raises(Refused):
        send(shop, {"variant_id": mug, "quantity": 2})
    assert not Transfer.objects.exists()
    agreed()


@pytest.mark.parametrize(("rest", "main", "loss"), [("lost", 2, [-900]), ("back", 4, [])])
def test_what_never_arrives_is_lost_or_came_back(shop, agreed, rest, main, loss) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5, cost=450)
    number = send(shop, {"variant_id": mug, "quantity": 3})
    assert arrive(shop, number, {"variant_id": mug, "quantity": 1}, rest=rest) == "done"
    assert (shop.level(mug).on_hand, shop.level(mug, shop.east).incoming) == (main, 0)
    told = Event.objects.filter(name="stock.StockAdjusted")
    assert [row.payload["cost_minor"] for row in told] == loss
    agreed()


def test_more_cannot_arrive_than_was_sent(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    number = send(shop, {"variant_id": mug, "quantity": 3})
    with pytest.raises(InvalidInput):
        arrive(shop, number, {"variant_id": mug, "quantity": 4})


def test_an_announced_delivery_is_incoming_until_it_is_here_or_called_off(shop, agreed) -> None:
    mug, lamp = shop.variant("MUG"), shop.variant("LAMP")
    lines = ({"variant_id": mug, "quantity": 10, "cost": Money(500, "CNY")}, {"variant_id": lamp, "quantity": 4})
    form = actions.Expect.model_validate({"warehouse_id": shop.main, "supplier": "锦川", "lines": lines})
    number = actions.expect(shop.keeper, form, now=NOW).receipt_id
    assert (shop.level(mug).incoming, shop.availability(mug).sellable) == (10, 0)
    agreed()

    def receive(*lines: dict, finish: bool = False) -> str:
        form = {"receipt_id": number, "lines": lines, "finish": finish}
        return actions.receive(shop.keeper, actions.Receive.model_validate(form), now=NOW).state

    assert receive({"variant_id": mug, "quantity": 6, "damaged": 1}) == "part"
    level = shop.level(mug)
    assert (level.on_hand, level.damaged, level.incoming, level.available) == (6, 1, 4, 5)
    agreed()
    assert receive({"variant_id": mug, "quantity": 7}) == "part"  # three more than announced
    assert shop.level(mug).incoming == 0
    assert sum(row.cost_minor for row in Layer.objects.filter(item_id=mug)) == 13 * 500
    agreed()
    assert actions.call_off(shop.keeper, actions.OneReceipt(receipt_id=number), now=NOW).state == "done"
    assert shop.level(lamp).incoming == 0
    agreed()
    with pytest.raises(Refused):
        receive({"variant_id": mug, "quantity": 1})


def test_the_value_of_any_past_day_can_be_asked_for(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 10, cost=500)
    later = NOW + timedelta(days=3)
    form = {"warehouse_id": shop.main, "reason": "theft", "lines": ({"variant_id": mug, "change": -4},)}
    actions.adjust(shop.keeper, actions.Adjust.model_validate(form), now=later)

    def worth(at) -> int:
        return sum(row.value.minor for row in value(shop.keeper, ValueQuery(at=at), now=later).items if row.value)

    assert worth(NOW - timedelta(days=1)) == 0
    assert worth(NOW) == 5000
    assert worth(later) == 3000


def test_an_import_s_report_becomes_opening_stock_once(shop, agreed) -> None:
    from storecrew.shop.catalogue import actions as catalogue  # noqa: PLC0415  only here

    for sku, quantity, tracked, keep in (("A", 7, True, False), ("B", -2, True, True), ("C", None, False, False)):
        draft = {"title": sku, "language": "en", "variants": ({"sku": sku, "prices": ()},)}
        catalogue.create(shop.web, catalogue.ProductDraft.model_validate(draft))
        ReportedStock.objects.create(
            variant=Variant.objects.get(sku=sku),
            quantity=quantity,
            tracked=tracked,
            keep_selling=keep,
            source="shopify",
            reported_at=NOW,
        )
    done = actions.take_over(shop.keeper, actions.TakeOver(warehouse_id=shop.main), now=NOW)
    assert (done.variants, done.pieces, done.left) == (3, 7, 0)
    rows = {row.variant.sku: row for row in Item.objects.select_related("variant")}
    assert (rows["A"].backorder_limit, rows["B"].backorder_limit, rows["C"].tracked) == (0, None, False)
    agreed()
    again = actions.take_over(shop.keeper, actions.TakeOver(warehouse_id=shop.main), now=NOW)
    assert (again.variants, again.pieces) == (0, 0)


def test_a_warehouse_that_sells_no_more_takes_its_goods_off_sale(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=2)
    shop.receive(mug, 3)
    form = {"warehouse_id": shop.main, "code": "FS", "name": "佛山", "sells": False}
    actions.edit_warehouse(shop.keeper, actions.EditWarehouse.model_validate(form), now=NOW)
    assert shop.availability(mug).sellable == 0
    told = Event.objects.filter(name="stock.AvailabilityChanged").order_by("pk").last()
    assert told is not None
    assert (told.payload["was"], told.payload["sellable"]) == (5, 0)
    agreed()


def test_the_order_of_warehouses_decides_who_is_asked_and_who_carries_the_limit(shop, agreed) -> None:
    mug = shop.variant("MUG", backorder_limit=2)
    shop.receive(mug, 3)
    shop.receive(mug, 3, at=shop.east)
    actions.arrange_warehouses(shop.keeper, actions.Arrange(warehouse_ids=(shop.east, shop.main)), now=NOW)
    assert (shop.level(mug, shop.east).beyond, shop.level(mug).beyond) == (2, 0)
    (taken,) = shop.hold("cart:a", want(mug)).taken
    assert taken.warehouse_id == shop.east
    agreed()


def test_a_warehouse_is_closed_only_when_it_is_empty(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1, at=shop.east)
    with pytest.raises(Refused):
        actions.close_warehouse(shop.keeper, actions.OneWarehouse(warehouse_id=shop.east), now=NOW)
