"""Changing what was agreed: what stays keeps its price, what is added gets today's, and the difference is settled."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.money.types import Money
from storecrew.shop.orders import actions
from storecrew.shop.orders.models import Change, Order
from storecrew.shop.orders.tests.conftest import HOME, NOW, Check, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.payments.models import Refund
from storecrew.shop.stock.types import SoldOut


def edit(shop: Shop, order: Order, **what: object) -> actions.Edited:
    order.refresh_from_db()
    values = {"order_id": order.pk, "version": order.version, **what}
    answer = actions.edit(shop.company.service, actions.Edit.model_validate(values), now=NOW)
    order.refresh_from_db()
    return answer


def quantity(order: Order, number: int, pieces: int) -> tuple[dict[str, int], ...]:
    return ({"line_id": list(order.lines.all())[number].pk, "quantity": pieces},)


def test_a_line_is_added_at_todays_price_and_paid_for_later(shop: Shop, adds_up: Check) -> None:
    lamp, mug = shop.lamp("LAMP"), shop.lamp("MUG", price=4500)
    order = shop.pay(shop.place(quote_of(Want(lamp))))
    answer = edit(shop, order, add=({"variant_id": mug, "quantity": 2},), reason="by telephone")
    adds_up(order)
    assert (answer.difference, answer.balance) == (Money(9000, "CNY"), Money(9000, "CNY"))
    assert (order.payment, order.state) == ("part_paid", "open")
    added = list(order.lines.all())[1]
    assert (added.unit_minor, added.quantity, added.variant_id) == (4500, 2, mug)
    assert shop.promised(order) == {"line:1": 1, added.key: 2}
    change = Change.objects.get(order=order)
    assert (change.kind, change.difference_minor, change.reason) == ("edit", 9000, "by telephone")
    assert len(change.before["lines"]) == 1
    assert len(change.after["lines"]) == 2


def test_fewer_pieces_give_money_back(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    order = shop.pay(shop.place(quote_of(Want(lamp, 3, off=300))))
    answer = edit(shop, order, quantities=quantity(order, 0, 1))
    adds_up(order)
    assert answer.refunding == Money(19800, "CNY")
    assert [row.amount_minor for row in Refund.objects.all()] == [19800]
    assert shop.sellable(lamp) == 9


def test_more_of_a_line_costs_what_was_agreed(shop: Shop, adds_up: Check) -> None:
    order = shop.place(quote_of(Want(shop.lamp(price=99900), 1, unit=8000)))
    edit(shop, order, quantities=quantity(order, 0, 3))
    adds_up(order)
    assert [(line.unit_minor, line.quantity) for line in order.lines.all()] == [(8000, 1), (8000, 2)]


def test_something_that_is_not_in_the_catalogue(shop: Shop, adds_up: Check) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    free = ({"title": "Engraving", "unit_price": {"minor": 3000, "currency": "CNY"}},)
    edit(shop, order, free=free)
    adds_up(order)
    line = list(order.lines.all())[1]
    assert (line.title, line.total_minor, line.requires_shipping) == ("Engraving", 3000, False)


def test_shipping_can_be_agreed_anew(shop: Shop, adds_up: Check) -> None:
    order = shop.place(quote_of(Want(shop.lamp()), shipping=1200))
    edit(shop, order, shipping={"name": "Express", "price": {"minor": 3000, "currency": "CNY"}})
    adds_up(order)
    assert (order.shipping_minor, order.charges.get().name, order.total_minor) == (3000, "Express", 13000)


def test_what_is_sold_out_changes_nothing(shop: Shop) -> None:
    lamp, mug = shop.lamp("LAMP"), shop.lamp("MUG", on_hand=1)
    order = shop.place(quote_of(Want(lamp)))
    with pytest.raises((SoldOut, Refused)):
        edit(shop, order, add=({"variant_id": mug, "quantity": 2},))
    order.refresh_from_db()
    assert (order.lines.count(), order.version) == (1, 1)


def test_refusals_say_what_to_do(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    with pytest.raises(Refused, match="Nothing has changed"):
        edit(shop, order, quantities=quantity(order, 0, 2))
    with pytest.raises(Refused, match="Cancel the order instead"):
        edit(shop, order, quantities=quantity(order, 0, 0))
    shop.ship(order, {order.lines.get().pk: 1})
    with pytest.raises(InvalidInput, match="have left already"):
        edit(shop, order, quantities=quantity(order, 0, 0))
    with pytest.raises(Refused, match="Somebody changed this order"):
        actions.edit(shop.company.service, actions.Edit(order_id=order.pk, version=1, reason="x"), now=NOW)


def test_a_closed_order_opens_again_for_something_more(shop: Shop) -> None:
    lamp = shop.lamp()
    order = shop.ship(shop.pay(shop.place(quote_of(Want(lamp)))))
    assert order.state == "closed"
    edit(shop, order, add=({"variant_id": lamp},))
    assert (order.state, order.fulfilment, order.payment) == ("open", "part", "part_paid")


def test_the_address_changes_before_anything_left_and_taxes_follow(shop: Shop, adds_up: Check) -> None:
    order = shop.place(quote_of(Want(shop.lamp()), inclusive=False))
    there = {"name": "Megan Ruiz", "country": "US", "region": "OR", "city": "Portland", "line1": "2214 NE Alder St"}
    values = {"order_id": order.pk, "version": order.version, "ship_to": {**there, "postal_code": "97232"}}
    answer = actions.change_address(shop.company.service, actions.ChangeAddress.model_validate(values), now=NOW)
    adds_up(order)
    assert (order.country, order.name, order.tax_minor) == ("US", "Megan Ruiz", 0)
    assert answer.difference.minor < 0
    assert Change.objects.get(order=order).kind == "address"
    shop.ship(shop.pay(order))
    with pytest.raises(Refused, match="has been sent and paid"):
        again = {**values, "version": order.version, "ship_to": HOME}
        actions.change_address(shop.company.service, actions.ChangeAddress.model_validate(again), now=NOW)


def test_an_unpaid_order_is_split_to_the_cent(shop: Shop, adds_up: Check) -> None:
    lamp, mug = shop.lamp("LAMP"), shop.lamp("MUG")
    order = shop.place(quote_of(Want(lamp, 3, off=1000), Want(mug, 1), inclusive=False))
    was = order.total_minor
    first, second = order.lines.all()
    lines = ({"line_id": first.pk, "quantity": 1}, {"line_id": second.pk, "quantity": 1})
    data = actions.Split.model_validate({"order_id": order.pk, "version": order.version, "lines": lines})
    done = actions.split(shop.company.service, data, now=NOW)
    other = Order.objects.get(pk=done.into_id)
    adds_up(order)
    adds_up(other)
    assert order.total_minor + other.total_minor == was
    assert (other.split_from_id, other.shipping_minor) == (order.pk, 0)
    assert other.number not in {"", order.number}
    assert (sum(shop.promised(order).values()), sum(shop.promised(other).values())) == (2, 2)
    shop.pay(other)
    assert other.payment == "paid"


def test_a_paid_order_is_not_split(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    lines = ({"line_id": order.lines.get().pk, "quantity": 1},)
    data = actions.Split.model_validate({"order_id": order.pk, "version": order.version, "lines": lines})
    with pytest.raises(Refused, match="several parcels"):
        actions.split(shop.company.service, data, now=NOW)


def test_service_and_director_only(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    for seat in ("warehouse", "finance", "web", "stranger"):
        with pytest.raises(Denied):
            actions.edit(company.holding(seat), actions.Edit(order_id=order.pk, version=order.version))
