"""What left and what came back, told by the rooms above."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.events.models import Event
from storecrew.kernel.money.types import Money
from storecrew.shop.orders import actions, reads
from storecrew.shop.orders.tests.conftest import NOW, ROOMS_ABOVE, Shop
from storecrew.shop.orders.tests.making import Want, quote_of


def test_parcels_count_once_and_the_order_closes_when_all_is_sent_and_paid(shop: Shop) -> None:
    lamp, mug = shop.lamp("LAMP"), shop.lamp("MUG")
    order = shop.pay(shop.place(quote_of(Want(lamp, 2), Want(mug, 1))))
    first, second = order.lines.all()
    shop.ship(order, {first.pk: 1}, parcel="parcel:1")
    assert (order.fulfilment, order.state) == ("part", "open")
    assert shop.promised(order) == {"line:1": 1, "line:2": 1}
    again = actions.RecordShipped(
        order_id=order.pk, parcel="parcel:1", lines=(actions.Moved(line_id=first.pk, quantity=1),)
    )
    assert actions.record_shipped(ROOMS_ABOVE, again, now=NOW).counted is False
    shop.ship(order, {first.pk: 1, second.pk: 1}, parcel="parcel:2")
    assert (order.fulfilment, order.state, shop.promised(order)) == ("done", "closed", {})
    assert Event.objects.filter(name__in=["orders.OrderFulfilled", "orders.OrderClosed"]).count() == 2


def test_more_than_is_open_is_refused(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    line = order.lines.get()
    lines = (actions.Moved(line_id=line.pk, quantity=3),)
    with pytest.raises(Refused, match="only 2 are still to be sent"):
        actions.record_shipped(ROOMS_ABOVE, actions.RecordShipped(order_id=order.pk, parcel="parcel:1", lines=lines))
    with pytest.raises(Refused, match="only 0 can come back"):
        actions.record_returned(
            ROOMS_ABOVE, actions.RecordReturned(order_id=order.pk, document="return:1", lines=lines)
        )


def test_held_and_cancelled_orders_do_not_leave(shop: Shop, company: Company) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    lines = (actions.Moved(line_id=order.lines.get().pk, quantity=1),)
    ship = actions.RecordShipped(order_id=order.pk, parcel="parcel:1", lines=lines)
    actions.hold(company.service, actions.HoldThem(order_ids=(order.pk,), reason="risk"))
    with pytest.raises(Refused, match="on hold"):
        actions.record_shipped(ROOMS_ABOVE, ship)
    actions.unhold(company.service, actions.ReleaseThem(order_ids=(order.pk,)))
    actions.cancel(company.service, actions.Cancel(order_id=order.pk, reason="buyer"), now=NOW)
    with pytest.raises(Refused, match="cancelled"):
        actions.record_shipped(ROOMS_ABOVE, ship)


def test_what_pieces_had_cost_is_kept_when_they_leave(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    line = order.lines.get()
    moved = actions.Moved(line_id=line.pk, quantity=1, cost=Money(4321, "CNY"))
    actions.record_shipped(ROOMS_ABOVE, actions.RecordShipped(order_id=order.pk, parcel="parcel:1", lines=(moved,)))
    line.refresh_from_db()
    assert (line.shipped, line.cost_minor) == (1, 4321)


def test_returns_count_once(shop: Shop) -> None:
    order = shop.ship(shop.pay(shop.place(quote_of(Want(shop.lamp(), 2)))))
    line = order.lines.get()
    shop.take_back(order, {line.pk: 1})
    shop.take_back(order, {line.pk: 1})
    line.refresh_from_db()
    assert (line.returned, order.state) == (1, "closed")


def test_cash_on_delivery_leaves_before_it_is_paid(shop: Shop) -> None:
    paid, door, waiting = (
        shop.place(quote_of(Want(shop.lamp(sku))), checkout=sku, ships_unpaid=sku == "DOOR")
        for sku in ("PAID", "DOOR", "WAIT")
    )
    shop.pay(paid)
    ready = reads.to_ship(shop.company.warehouse, reads.OpenQuery()).items
    assert [line.order_id for line in ready] == [paid.pk, door.pk]
    assert waiting.pk not in {line.order_id for line in ready}
    shop.ship(door)
    assert (door.fulfilment, door.state, door.payment) == ("done", "open", "pending")
    shop.pay(door, reference="T-9")
    assert (door.state, door.payment) == ("closed", "paid")


def test_rooms_above_only(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    lines = (actions.Moved(line_id=order.lines.get().pk, quantity=1),)
    for actor in (company.warehouse, company.director, company.founder):
        with pytest.raises(Denied):
            actions.record_shipped(actor, actions.RecordShipped(order_id=order.pk, parcel="parcel:1", lines=lines))
