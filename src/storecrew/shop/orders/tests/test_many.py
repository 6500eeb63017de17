"""Thousands of past orders, written by the same rules."""

from datetime import timedelta

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.money.types import Money
from storecrew.shop.orders import demo
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.promising import Promise
from storecrew.shop.orders.story import beats_of
from storecrew.shop.orders.tests.conftest import HOME, NOW, Check, Shop
from storecrew.shop.orders.tests.making import Want, quote_of


def past(which: int, variant_id: int, **more: object) -> demo.Past:
    quote = quote_of(Want(variant_id, 2, off=301, key=f"line:p{which}"), inclusive=bool(which % 2))
    values = {"language": "en", "channel": "web", "email": "a@example.com", "ship_to": HOME, "promise": Promise()}
    return demo.Past(checkout=f"past:{which}", placed_at=NOW, quote=quote, **{**values, **more})  # type: ignore[arg-type]


def test_states_follow_from_what_happened(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    paid = quote_of(Want(lamp, 2, off=301)).totals.total.minor
    later = NOW + timedelta(days=2)
    sent = (demo.Moved("parcel:h1", later, {"line:p1": 2}),)
    all_money = demo.Received(captured=paid)
    pasts = [
        past(1, lamp, money=all_money, shipped=sent, external_id="e1"),
        past(3, lamp, money=all_money, shipped=(demo.Moved("parcel:h3", later, {"line:p3": 1}),)),
        past(5, lamp, cancelled={"line:p5": 2}, cancel_reason="unpaid"),
        past(
            7, lamp, money=demo.Received(captured=paid, refunded=paid), cancelled={"line:p7": 2}, cancel_reason="buyer"
        ),
        past(9, lamp, number="T-9", source_number="9"),
        past(
            11,
            lamp,
            money=demo.Received(captured=paid, refunded=4000),
            shipped=(demo.Moved("parcel:h11", later, {"line:p11": 2}),),
            returned=(demo.Moved("return:h11", later, {"line:p11": 1}),),
        ),
        past(13, lamp, cancelled={"line:p13": 1}),
    ]
    made = demo.write_many(pasts, by="system:test")
    orders = [Order.objects.get(pk=made[one.checkout]) for one in pasts]
    for order in orders:
        adds_up(order)
    assert [(one.state, one.payment, one.fulfilment) for one in orders] == [
        ("closed", "paid", "done"),
        ("open", "paid", "part"),
        ("cancelled", "void", "none"),
        ("cancelled", "refunded", "none"),
        ("open", "pending", "none"),
        ("closed", "part_refunded", "done"),
        ("open", "pending", "none"),
    ]
    assert orders[4].number == "T-9"
    assert orders[0].fulfilled_at == later
    assert demo.write_many(pasts, by="system:test") == {}
    wants = dict(demo.open_wants([one.pk for one in orders]))
    assert {owner: sum(want.quantity for want in lines) for owner, lines in wants.items()} == {
        orders[1].subject: 1,
        orders[4].subject: 2,
        orders[6].subject: 1,
    }


def test_many_take_few_statements_and_pass_the_doctor(shop: Shop, django_assert_max_num_queries: object) -> None:
    lamp = shop.lamp()
    pasts = [past(number, lamp, cancelled={f"line:p{number}": 2}) for number in range(400)]
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        made = demo.write_many(pasts, by="system:test")
    assert len(made) == 400
    assert len(set(Order.objects.values_list("number", flat=True))) == 400
    reports = list(health.examine(NOW, ["orders.sums", "orders.handled"]))
    assert [report.level for report in reports] == [Level.GOOD, Level.GOOD]


def test_a_past_order_tells_what_its_row_knows(shop: Shop) -> None:
    """Nothing of it is in the audit; its timeline is not empty for that."""
    lamp = shop.lamp()
    paid = quote_of(Want(lamp, 2, off=301)).totals.total.minor
    soon = NOW + timedelta(minutes=3)
    made = demo.write_many(
        [
            past(1, lamp, money=demo.Received(captured=paid), paid_at=soon),
            past(3, lamp, cancelled={"line:p3": 2}, cancelled_at=soon, cancel_reason="unpaid"),
        ],
        by="system:test",
    )
    told = [
        [(str(beat.title), beat.at) for beat in beats_of(shop.company.service, Order.objects.get(pk=number), soon)[1]]
        for number in made.values()
    ]
    assert told == [[("Paid", soon), ("ordered", NOW)], [("Cancelled", soon), ("ordered", NOW)]]


def test_costs_of_past_orders_are_those_of_the_pieces_that_left(shop: Shop) -> None:
    sent = (demo.Moved("parcel:h1", NOW, {"line:p1": 2}),)
    one = past(1, shop.lamp(), shipped=sent, costs={"line:p1": Money(777, "CNY")}, by="person:7")
    made = demo.write_many([one], by="system:test")
    order = Order.objects.get(pk=made["past:1"])
    assert order.by == "person:7"
    assert [(line.cost_minor, line.cost_currency) for line in order.lines.all()] == [(777, "CNY")]
    assert demo.written([order.pk]).numbers == {order.pk: order.number}
    assert list(demo.written([order.pk]).lines) == [(order.pk, "line:p1")]
