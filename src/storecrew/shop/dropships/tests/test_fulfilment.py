"""The warehouse packs its own share of an order and never sees what a supplier sends."""

import pytest

from storecrew.kernel.actions.errors import Refused
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.models import DropShipment
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.fulfilment import actions as fulfilment
from storecrew.shop.fulfilment import reads
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.stock import actions as stock


def ready(trade: Trade) -> list[tuple[int, int | None, int]]:
    found = reads.ready(trade.crew, reads.ReadyQuery(), now=NOW).items
    return [(row.order_id, row.warehouse_id, row.pieces) for row in found]


def test_each_sends_what_lies_there_and_the_order_is_done_when_both_have(trade: Trade) -> None:
    own = trade.shop.lamp("OWN", on_hand=5)
    order = trade.order(Want(trade.lamp, 2), Want(own, key="line:2"), at=trade.near, own={own: trade.shop.warehouse_id})
    trade.settle()
    row = DropShipment.objects.get()
    assert row.lines.get().variant_id == trade.lamp
    assert ready(trade) == [(order.pk, trade.shop.warehouse_id, 1)]
    lamps, mine = order.lines.order_by("position")
    with pytest.raises(Refused):
        pack(trade, order.pk, lamps.pk)
    parcel = pack(trade, order.pk, mine.pk)
    fulfilment.ship(trade.crew, fulfilment.Ship(parcel_id=parcel), now=NOW)
    order.refresh_from_db()
    assert (order.fulfilment, ready(trade)) == ("part", [])
    send(trade, row)
    trade.ship(row)
    order.refresh_from_db()
    assert order.fulfilment == "done"


def test_a_bundle_is_asked_for_by_its_components_and_leaves_in_whole_sets(trade: Trade) -> None:
    bundle = trade.shop.lamp("SET", on_hand=0)
    parts = ({"variant_id": trade.lamp, "quantity": 1}, {"variant_id": trade.cup, "quantity": 2})
    stock.set_bundle(trade.crew, stock.Bundle.model_validate({"variant_id": bundle, "parts": parts}), now=NOW)
    order = trade.order(Want(bundle, 2))
    trade.plan(order)
    row = DropShipment.objects.get()
    lamp, cup = row.lines.order_by("variant_id")
    assert [(line.wanted, line.each) for line in (lamp, cup)] == [(2, 1), (4, 2)]
    send(trade, row)
    with pytest.raises(Refused) as apart:
        trade.ship(row, lines=({"line_id": lamp.pk, "quantity": 1},))
    assert apart.value.code == "dropships.set_apart"
    trade.ship(row, lines=({"line_id": lamp.pk, "quantity": 1}, {"line_id": cup.pk, "quantity": 2}))
    order.refresh_from_db()
    assert (order.fulfilment, order.lines.get().shipped, order.lines.get().cost_minor) == ("part", 1, 7000)


def pack(trade: Trade, order_id: int, line_id: int) -> int:
    form = {"order_id": order_id, "lines": [{"line_id": line_id, "quantity": 1}]}
    return fulfilment.pack(trade.crew, fulfilment.Pack.model_validate(form), now=NOW).parcel_id


def send(trade: Trade, row: DropShipment) -> None:
    actions.send(trade.crew, actions.Send(dropship_id=row.pk, by_hand=True), now=NOW)
