"""An order's promises at suppliers become drop shipments, and stay what the order says."""

import pytest

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.mail.models import Message
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.models import Answer, DropShipment
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.supply import actions as supply


def test_a_paid_order_becomes_one_drop_shipment_for_each_warehouse_of_a_supplier(trade: Trade) -> None:
    order = trade.order(Want(trade.lamp, 2), Want(trade.cup, key="line:2"))
    trade.promise(order, trade.near, trade.far)
    trade.settle()
    rows = list(DropShipment.objects.order_by("pk"))
    assert [(row.warehouse_id, row.state) for row in rows] == [
        (trade.near.warehouse_id, "new"),
        (trade.far.warehouse_id, "new"),
    ]
    assert [row.number for row in rows] == [f"DS-{order.number.partition('-')[2]}-{n}" for n in (1, 2)]
    line = rows[0].lines.get()
    assert (line.wanted, line.sku, line.unit_minor) == (2, f"NEAR-{trade.lamp}", 4000)
    assert line.offer_id == trade.near.offers[trade.lamp]


def test_planned_twice_nothing_is_made_twice(trade: Trade) -> None:
    order = trade.order()
    first, again = trade.plan(order), trade.plan(order)
    assert first.dropship_ids == again.dropship_ids
    assert (first.made, again.made, again.less) == (1, 0, 0)


def test_an_order_that_is_not_paid_gets_none_unless_it_ships_unpaid(trade: Trade) -> None:
    assert trade.plan(trade.order(paid=False)).dropship_ids == ()
    assert len(trade.plan(trade.order(paid=False, ships_unpaid=True)).dropship_ids) == 1


def test_it_has_to_leave_by_the_cut_off_after_the_handling_days_of_the_site(trade: Trade) -> None:
    near = trade.order()
    trade.plan(near)
    row = DropShipment.objects.get(order=near)
    assert row.ship_by is not None
    assert row.ship_by.isoformat() == "2026-11-26T08:00:00+00:00"  # Wednesday morning, one working day, 16:00 there


def test_more_pieces_are_asked_for_and_fewer_taken_back(trade: Trade) -> None:
    order = trade.order(Want(trade.lamp, 3))
    trade.plan(order)
    line = order.lines.get()
    orders.edit(
        trade.company.service,
        orders.Edit.model_validate(
            {
                "order_id": order.pk,
                "version": order.version,
                "quantities": [{"line_id": line.pk, "quantity": 1}],
                "refund": "none",
            }
        ),
        now=NOW,
    )
    trade.settle()
    view = trade.view(DropShipment.objects.get())
    assert (view.lines[0].wanted, view.lines[0].cancelled, view.open) == (3, 2, 1)


def test_a_cancelled_order_takes_back_what_was_not_sent_and_asks_to_stop_what_was(trade: Trade) -> None:
    unsent = trade.order()
    trade.plan(unsent)
    sent = trade.asked()
    for order in (unsent, sent.order):
        trade.cancel(order)
    trade.settle()
    first, second = DropShipment.objects.order_by("pk")
    assert (first.state, first.cancel_asked_at) == ("cancelled", None)
    assert (second.state, second.cancel_asked_at is not None, second.cancel_agreed_at) == ("cancelled", True, None)
    assert trade.view(second).step == "hear"
    assert "stopped" in set(Answer.objects.filter(dropship=second).values_list("kind", flat=True))


def test_what_is_on_hold_is_not_sent_until_it_is_released(trade: Trade) -> None:
    mail_to(trade, trade.near.supplier_id)
    order = trade.order()
    orders.hold(trade.company.service, orders.HoldThem(order_ids=(order.pk,), reason="address"), now=NOW)
    trade.settle()
    assert DropShipment.objects.get().state == "new"
    assert not Message.objects.filter(subject__startswith="dropship:").exists()
    orders.unhold(trade.company.service, orders.ReleaseThem(order_ids=(order.pk,)), now=NOW)
    trade.settle()
    assert DropShipment.objects.get().state == "sent"


def test_with_an_address_there_it_is_sent_at_once_by_mail_in_their_language_without_prices(trade: Trade) -> None:
    mail_to(trade, trade.near.supplier_id)
    order = trade.order(Want(trade.lamp, 2, unit=12345))
    trade.settle()
    row = DropShipment.objects.get()
    assert (row.state, row.way, row.revision) == ("sent", "mail", 1)
    letter = Message.objects.get(subject=row.subject)
    assert letter.to == "orders@near.example"
    assert f"NEAR-{trade.lamp}" in letter.text
    assert "× 2" in letter.text
    assert "桂城街道灯湖路8号" in letter.text
    assert row.number in letter.title
    assert "123.45" not in letter.text
    assert "123.45" not in letter.html
    assert order.ship_to["phone"] in letter.text


def test_a_new_address_is_told_to_a_supplier_who_was_asked_once(trade: Trade) -> None:
    mail_to(trade, trade.near.supplier_id)
    order = trade.order()
    trade.settle()
    address = {**order.ship_to, "line1": "新桂路1号"}
    order.refresh_from_db()
    form = {"order_id": order.pk, "version": order.version, "ship_to": address}
    orders.change_address(trade.company.service, orders.ChangeAddress.model_validate(form), now=NOW)
    trade.settle()
    trade.plan(order)
    letters = Message.objects.filter(subject=DropShipment.objects.get().subject).order_by("pk")
    assert len(letters) == 2
    assert "新桂路1号" in letters[1].text


@pytest.mark.parametrize("seat", ["finance", "service", "stranger"])
def test_only_those_who_send_may_plan(trade: Trade, seat: str) -> None:
    with pytest.raises(Denied):
        actions.plan(getattr(trade.company, seat), actions.Plan(order_id=trade.order().pk), now=NOW)


def mail_to(trade: Trade, supplier_id: int) -> None:
    channels = ({"kind": "email", "address": "orders@near.example"},)
    form = {"supplier_id": supplier_id, "name": "Lin", "channels": channels, "language": "zh-hans"}
    supply.add_contact(trade.crew, supply.AddContact.model_validate(form), now=NOW)
