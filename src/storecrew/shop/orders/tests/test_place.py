"""One checkout is one order for ever."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.events.models import Event
from storecrew.shop.customers.models import Customer
from storecrew.shop.orders import actions, reads
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import HOME, NOW, ROOMS_ABOVE, Check, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.pricing.types import Problem
from storecrew.shop.stock.types import SoldOut


def test_a_placed_order_keeps_what_was_agreed_and_reserves_it(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    quote = quote_of(Want(lamp, 2, off=1500), shipping=1200)
    order = shop.place(quote)
    adds_up(order)
    assert order.number.startswith("SO-1")
    assert (order.state, order.payment, order.fulfilment) == ("open", "pending", "none")
    assert order.total_minor == order.placed_total_minor == quote.totals.total.minor == 19700
    assert shop.promised(order) == {"line:1": 2}
    assert shop.sellable(lamp) == 8
    assert (order.name, order.country) == ("陈小鱼", "CN")
    assert Customer.objects.get(pk=order.customer_id).email == "xiaoyu@example.com"
    assert order.quote["fingerprint"] == quote.fingerprint
    line = order.lines.get()
    assert (line.title, line.options, line.cost_minor, line.weight_g) == (
        "Lamp",
        [{"name": "Colour", "value": "Oat"}],
        4000,
        500,
    )
    assert str(order.promised_until) == "2026-12-02"
    assert Event.objects.filter(name="orders.OrderPlaced").count() == 1


def test_tax_on_top_is_part_of_the_total(shop: Shop, adds_up: Check) -> None:
    quote = quote_of(Want(shop.lamp(), 3, off=1000), shipping=1000, inclusive=False)
    order = shop.place(quote)
    adds_up(order)
    assert order.total_minor == 29000 + 1000 + 3770 + 130
    assert order.added_tax_minor == order.tax_minor == 3900


def test_the_same_checkout_is_the_same_order(shop: Shop) -> None:
    quote = quote_of(Want(shop.lamp()))
    first = shop.place(quote)
    again = shop.place(quote)
    other = shop.place(quote_of(Want(first.lines.get().variant_id or 0, 5)), checkout="c1")
    assert first.pk == again.pk == other.pk
    assert Order.objects.count() == 1
    assert shop.promised(first) == {"line:1": 1}


def test_the_link_opens_the_order_and_nothing_else_does(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    token = reads.token_for(order.pk)
    view = reads.by_token(company.nobody, reads.ByToken(token=token))
    assert view.number == order.number
    assert view.lines[0].cost is None
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), f"{order.pk + 1}{token[1:]}", "x" * 40):
        with pytest.raises(Missing, match="opens no order"):
            reads.by_token(company.nobody, reads.ByToken(token=wrong))
    order.link_version += 1
    order.save()
    with pytest.raises(Missing, match="opens no order"):
        reads.by_token(company.nobody, reads.ByToken(token=token))


def test_what_is_sold_out_leaves_no_order_behind(shop: Shop) -> None:
    lamp = shop.lamp(on_hand=1)
    values = {"checkout": "p1", "quote": quote_of(Want(lamp, 2)), "language": "en", "channel": "phone"}
    with pytest.raises(SoldOut):
        actions.place(ROOMS_ABOVE, actions.Place.model_validate({**values, "email": "a@example.com"}), now=NOW)
    assert not Order.objects.exists()
    assert shop.sellable(lamp) == 1


def test_a_quote_with_trouble_is_refused(shop: Shop) -> None:
    quote = quote_of(Want(shop.lamp()))
    trouble = Problem(code="sold_out", message="Lamp is sold out.", line="line:1")
    with pytest.raises(Refused, match="sold out"):
        shop.place(quote.model_copy(update={"problems": (trouble,)}))
    with pytest.raises(Refused, match="nothing in it"):
        shop.place(quote_of(), channel="phone")


def test_goods_that_no_cart_held_are_reserved_all_the_same(shop: Shop) -> None:
    lamp = shop.lamp()
    quote = quote_of(Want(lamp, 2, key="other"))
    data = actions.Place(checkout="c9", quote=quote, language="en", email="a@example.com", ship_to=HOME)
    order = Order.objects.get(pk=actions.place(ROOMS_ABOVE, data, now=NOW).order_id)
    assert shop.promised(order) == {"other": 2}


def test_an_order_that_costs_nothing_is_paid(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), unit=0), shipping=0))
    assert (order.payment, order.pay_by) == ("paid", None)
    assert Event.objects.filter(name="orders.OrderPaid").count() == 1


def test_nobody_places_from_outside(shop: Shop, company: Company) -> None:
    data = actions.Place(checkout="x", quote=quote_of(Want(shop.lamp())), language="en")
    for actor in (company.founder, company.service, company.director, company.nobody):
        with pytest.raises(Denied):
            actions.place(actor, data, now=NOW)


def test_signs_of_risk_are_noted_with_their_reasons_and_refuse_nothing(shop: Shop) -> None:
    lamp = shop.lamp()
    abroad = HOME.model_copy(update={"country": "US", "region": "OR", "line1": "1 Main St Suite ABC1234"})
    order = shop.place(quote_of(Want(lamp, 5, unit=90000)), ship_to=abroad, bill_to=HOME)
    assert [(hint["code"], hint["weight"]) for hint in order.risks] == [
        ("countries", 2),
        ("forwarder", 2),
        ("big_first", 1),
    ]
    assert order.state == "open"
    for number in range(4):
        order = shop.place(quote_of(Want(lamp)), checkout=f"s{number}", email=f"{number}@example.com", ip="203.0.113.7")
    assert [hint["code"] for hint in order.risks] == ["same_source"]
    assert order.risks[0]["values"] == {"n": "4"}
