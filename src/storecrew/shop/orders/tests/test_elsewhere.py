"""What orders say in other rooms: on seats' lists, in the search, on a customer's page, to the doctor."""

from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.pages import links, queue, search
from storecrew.shop.customers import actions as customers
from storecrew.shop.customers import merging, panels, privacy, timeline, worth
from storecrew.shop.orders import actions, page, reads
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.tests.conftest import NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of

CHECKS = ["orders.sums", "orders.handled", "orders.money", "orders.reservations"]


def levels() -> dict[str, Level]:
    return {report.name: report.level for report in health.examine(NOW, CHECKS)}


def test_the_doctor_proves_orders_and_finds_what_was_written_past_the_actions(shop: Shop) -> None:
    lamp = shop.lamp()
    order = shop.pay(shop.place(quote_of(Want(lamp, 3, off=100))))
    shop.ship(order, {order.lines.get().pk: 1})
    assert levels() == dict.fromkeys(CHECKS, Level.GOOD)
    Order.objects.filter(pk=order.pk).update(total_minor=1, subtotal_minor=1, discount_minor=0, shipping_minor=0)
    Line.objects.filter(order=order).update(shipped=2)
    Order.objects.filter(pk=order.pk).update(captured_minor=5)
    assert levels() == dict.fromkeys(CHECKS, Level.BAD)


def test_what_waits_stands_on_the_lists(shop: Shop, company: Company) -> None:
    lamp = shop.lamp(on_hand=50)
    soon = NOW + timedelta(hours=5)
    phoned = shop.place(quote_of(Want(lamp)), checkout="a", channel="phone", pay_by=soon)
    shop.place(quote_of(Want(lamp)), checkout="web", pay_by=soon)
    held = shop.pay(shop.place(quote_of(Want(lamp)), checkout="b"), reference="T-b")
    actions.hold(company.service, actions.HoldThem(order_ids=(held.pk,), reason="risk"), now=NOW - timedelta(days=2))
    over = shop.pay(shop.place(quote_of(Want(lamp)), checkout="c"), 20000, reference="T-c")
    late = shop.pay(shop.place(quote_of(Want(lamp)), checkout="d"), reference="T-d")
    Order.objects.filter(pk=late.pk).update(ship_by=NOW - timedelta(hours=1))
    service = {job.key: job for job in queue.gather(company.service, NOW)}
    assert f"orders.unpaid:{phoned.pk}" in service
    assert len([key for key in service if key.startswith("orders.unpaid")]) == 1
    assert f"orders.held:{held.pk}" in service
    finance = {job.key: job for job in queue.gather(company.finance, NOW)}
    step = finance[f"orders.give_back:{over.pk}"].step
    assert (step.action, step.values) == ("orders.give_back", {"order_id": over.pk})
    warehouse = {job.key: job for job in queue.gather(company.warehouse, NOW)}
    assert not [key for key in warehouse if key.startswith("orders.")]  # what has to leave is fulfilment's to name


def test_the_search_finds_by_everything_that_people_say(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())), phone="13800138000")
    for text in (order.number, order.number.lower(), "xiaoyu", "小鱼", "0138000", order.lines.get().sku):
        assert [hit.title for hit in search.find(company.service, text) if hit.icon == "order"] == [order.number], text
    assert not [hit for hit in search.find(company.it, order.number) if hit.icon == "order"]
    assert links.link(order.subject).name == order.number


def test_a_customer_is_known_by_their_orders(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    order = shop.pay(shop.place(quote_of(Want(lamp))))
    shop.place(quote_of(Want(lamp)), checkout="c2")
    number = order.customer_id or 0
    found = worth.of([number])[number]
    assert (found.orders, found.spent) == (2, order.total)
    assert reads.orders_before(number, "") == 2
    assert [one.title for one in timeline.of(company.service, [number]) if "SO-" in str(one.title)]
    assert any(panel.template == "orders/of_customer.html" for panel in panels.of(company.service, [number], NOW))


def test_orders_follow_a_merge_and_come_back(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    made = customers.create(shop.company.service, customers.CustomerDraft(name="Other"))
    mover = merging.find("orders")
    assert mover is not None
    own = order.customer_id or 0
    moved = mover.move(own, made.customer_id)
    order.refresh_from_db()
    assert order.customer_id == made.customer_id
    mover.move_back(moved, own, made.customer_id)
    order.refresh_from_db()
    assert order.customer_id == own


def test_who_asks_to_be_forgotten_is_erased_and_the_figures_stay(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    done = shop.ship(shop.pay(shop.place(quote_of(Want(lamp)), note="for my aunt", ip="203.0.113.7")))
    waiting = shop.place(quote_of(Want(lamp)), checkout="w")
    actions.note(company.service, actions.AddNote(order_id=done.pk, text="陈小鱼 called"))
    token = reads.token_for(done.pk)
    part = next(one for one in privacy.parts() if one.name == "orders")
    assert "灯湖路8号" in str(part.export([done.customer_id or 0]))
    assert part.forget is not None
    assert part.forget([done.customer_id or 0], NOW) == 1
    done.refresh_from_db()
    waiting.refresh_from_db()
    assert (done.name, done.email, done.phone, done.ip, done.buyer_note) == ("", "", "", "", "")
    assert "灯湖路" not in str(done.ship_to)
    assert (done.country, done.total_minor, done.captured_minor) == ("CN", 11200, 11200)
    assert waiting.name == "陈小鱼"
    with pytest.raises(Exception, match="opens no order"):
        reads.by_token(company.nobody, reads.ByToken(token=token))


def test_rooms_add_to_an_orders_page_and_a_broken_one_hides_nothing(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))

    @page.timeline("tests.broken")
    def broken(actor: object, order_id: int, now: object) -> list[page.Beat]:
        raise ValueError("broken")

    @page.timeline("tests.parcels")
    def beats(actor: object, order_id: int, now: object) -> list[page.Beat]:
        return [page.Beat(NOW, f"parcel of {order_id}")]

    try:
        told = page.beats_of(company.service, order.pk, NOW)
        assert f"parcel of {order.pk}" in [beat.title for beat in told]
    finally:
        page._beats.pop("tests.broken")
        page._beats.pop("tests.parcels")
