"""Something else instead: put aside at once, sent when the goods are here, the difference paid or given back."""

from typing import Any

import pytest

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.events.drain import drain
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.returns import actions
from storecrew.shop.returns.models import Exchange, ExchangeState, Return, State
from storecrew.shop.returns.tests.conftest import LATER, NOW, Desk, House
from storecrew.shop.shipping import actions as shipping
from storecrew.shop.stock import actions as stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sizes(house: House) -> dict[str, int]:
    """Return two sizes of one lamp, the large one ten yuan dearer, five of each on the shelf; and a way to send them."""
    prices = {"S": 10000, "M": 10000, "L": 11000, "XS": 9000}
    variants = [
        {"sku": sku, "values": [sku], "prices": [{"currency": "CNY", "price_minor": price}]}
        for sku, price in prices.items()
    ]
    options = [{"name": "Size", "values": [{"name": name} for name in prices]}]
    draft = {"title": "Lamp", "language": "en", "options": options, "variants": variants}
    made = catalogue.create(house.company.web, catalogue.ProductDraft.model_validate(draft))
    catalogue.publish(house.company.web, catalogue.OneProduct(product_id=made.product_id))
    found = dict(Variant.objects.filter(product=made.product_id).values_list("sku", "pk"))
    stock.set_policy(house.company.warehouse, stock.Policy(variant_ids=tuple(found.values())))
    lines = tuple({"variant_id": pk, "quantity": 5, "cost": Money(4000, "CNY")} for pk in found.values())
    receive = stock.Receive.model_validate({"warehouse_id": house.warehouse_id, "lines": lines})
    stock.receive(house.company.warehouse, receive, now=NOW)
    zone = shipping.create_zone(house.company.warehouse, shipping.ZoneDraft(name="All", everywhere_else=True), now=NOW)
    method: dict[str, Any] = {
        "zone_id": zone.zone_id,
        "names": {"en": "Standard"},
        "transit_min": 2,
        "transit_max": 4,
        "prices": [{"currency": "CNY", "tiers": [{"price_minor": 800}]}],
    }
    shipping.create_method(house.company.warehouse, shipping.MethodDraft.model_validate(method), now=NOW)
    return found


@pytest.fixture
def desk(house: House, sizes: dict[str, int]) -> Desk:
    """Return a desk with two small lamps sent, each 10 off at a coupon: 90.00 paid."""
    order = house.shop.place(quote_of(Want(sizes["S"], 2, off=2000), shipping=0), checkout="sizes")
    house.shop.pay(order, reference="first")
    house.ship(house.pack(order))
    order.refresh_from_db()
    return Desk(house.company, house, order)


def swap(desk: Desk, variant_id: int, quantity: int = 1) -> Return:
    return desk.ask(desk.piece(quantity, "too_small", variant_id=variant_id), wish="exchange")


def test_another_size_at_the_same_price_costs_nothing(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.approve(swap(desk, sizes["M"]))
    exchange = Exchange.objects.get(ret=row)
    order = exchange.order
    assert order is not None
    assert (exchange.state, exchange.credit_minor, exchange.due_minor) == (ExchangeState.KEPT, 9000, 0)
    assert (order.channel, order.total_minor, order.held) == ("exchange", 0, True)
    assert desk.house.shop.sellable(sizes["M"]) == 4  # put aside for them
    row = desk.receive(row)
    order.refresh_from_db()
    assert not order.held
    given = desk.refund(row)
    assert (given.total.minor, given.state) == (0, State.SETTLED)
    desk.house.ship(desk.house.pack(order))
    drain(LATER)
    assert desk.fresh(row).state == State.CLOSED
    assert desk.paid_back() == 0


def test_a_dearer_one_is_paid_before_it_leaves(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.approve(swap(desk, sizes["L"]))
    exchange = Exchange.objects.get(ret=row)
    order = exchange.order
    assert order is not None
    assert (exchange.credit_minor, exchange.due_minor, order.balance_minor) == (9000, 1000, 1000)
    assert order.pay_by is not None


def test_what_a_cheaper_one_leaves_over_goes_back(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.receive(desk.approve(swap(desk, sizes["XS"])))
    assert Exchange.objects.get(ret=row).credit_minor == 8000
    assert desk.refund(row).total.minor == 1000


def test_two_pieces_for_two(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.receive(desk.approve(swap(desk, sizes["M"], 2)))
    assert Exchange.objects.get(ret=row).credit_minor == 18000
    assert desk.refund(row).total.minor == 0


def test_what_is_not_there_cannot_be_promised(desk: Desk, sizes: dict[str, int]) -> None:
    desk.house.order(Want(sizes["M"], 5))
    row = swap(desk, sizes["M"])
    with pytest.raises(Refused):
        desk.approve(row)
    assert desk.fresh(row).state == State.REQUESTED
    assert Order.objects.filter(channel="exchange").count() == 0


def test_called_off_what_was_put_aside_is_free_again(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.approve(swap(desk, sizes["M"]))
    actions.cancel(desk.company.service, actions.OneReturn(return_id=row.pk), now=LATER)
    assert desk.house.shop.sellable(sizes["M"]) == 5
    assert Exchange.objects.get(ret=row).state == ExchangeState.OFF


def test_an_exchange_that_falls_through_is_paid_in_money(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.approve(swap(desk, sizes["M"]))
    order = Exchange.objects.get(ret=row).order
    assert order is not None
    off = orders.Cancel(order_id=order.pk, reason=orders.CancelReason.SOLD_OUT)
    orders.cancel(desk.company.service, off, now=LATER)
    drain(LATER)
    assert Exchange.objects.get(ret=row).state == ExchangeState.OFF
    assert desk.refund(desk.receive(row)).total.minor == 9000


def test_the_same_once_more_for_a_lost_parcel_leaves_at_once(desk: Desk) -> None:
    row = desk.approve(desk.ask(desk.piece(1, "lost"), wish="replacement"))
    exchange = Exchange.objects.get(ret=row)
    assert exchange.order is not None
    assert (exchange.state, exchange.due_minor, exchange.order.held) == (ExchangeState.RELEASED, 0, False)
    assert desk.refund(row).total.minor == 0


def test_on_trust_it_may_leave_before_its_goods_are_here(desk: Desk, sizes: dict[str, int]) -> None:
    row = desk.approve(swap(desk, sizes["M"]))
    actions.release_exchange(desk.company.service, actions.OneReturn(return_id=row.pk), now=LATER)
    assert Exchange.objects.get(ret=row).state == ExchangeState.RELEASED
