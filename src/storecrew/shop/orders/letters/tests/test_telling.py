"""What is written to buyers: each fact once, to who is to know it, in their language."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Delivery
from storecrew.kernel.mail.models import Message
from storecrew.shop.orders import actions, page
from storecrew.shop.orders.letters import actions as letters
from storecrew.shop.orders.letters.telling import tell
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of

CLERK = Actor("system", name=letters.CLERK, reason="a test", surface=Surface.WORKER)


def titles() -> list[str]:
    return [row.title for row in Message.objects.order_by("pk")]


def sent() -> list[str]:
    drain(NOW)
    return [letter.subject for letter in mail.outbox]


@pytest.fixture
def order(shop: Shop) -> Order:
    return shop.place(quote_of(Want(shop.lamp(), 2)))


def test_who_pays_by_transfer_is_written_at_once_and_again_when_the_money_is_there(shop: Shop, order: Order) -> None:
    assert sent() == [f"Your order {order.number} is here"]
    body = mail.outbox[0].body
    assert "212.00" in body
    assert "Lamp × 2" in body
    shop.pay(order)
    assert sent()[1:] == [f"Paid: order {order.number}"]
    assert sent()[2:] == []


def test_who_pays_at_once_is_written_when_the_money_is_there(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), 2)), provider="card")
    assert sent() == []
    shop.pay(order)
    assert sent() == [f"Your order {order.number} is confirmed"]


def test_an_event_that_is_delivered_twice_writes_one_letter(shop: Shop, order: Order) -> None:
    drain(NOW)
    Delivery.objects.update(state="waiting", settled_at=None)
    drain(NOW)
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_before_the_commit_writes_the_letter_later_and_once(order: Order) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        assert tell("unpaid", order.pk, cause="c" * 32, happened_at=NOW, now=NOW)
        raise RuntimeError
    assert titles() == []
    for _again in range(2):
        tell("unpaid", order.pk, cause="c" * 32, happened_at=NOW, now=NOW)
    assert titles() == [f"Not paid yet: order {order.number}"]


def test_letters_speak_the_buyers_language_and_link_to_the_order(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_buyer_page", [lambda token: f"/order/{token}/"])
    order = shop.place(quote_of(Want(shop.lamp())), language="zh-hans")
    drain(NOW)
    (letter,) = mail.outbox
    assert order.number in letter.subject
    assert "送到" in letter.body
    assert f"/order/{order.pk}-" in letter.body
    html = letter.alternatives[0].content
    assert 'lang="zh-Hans"' in html
    assert f"/order/{order.pk}-" in html


def test_what_a_buyer_typed_cannot_become_markup(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), title="<img src=x onerror=1>")))
    Order.objects.filter(pk=order.pk).update(name="<script>1</script>")
    drain(NOW)
    html = mail.outbox[0].alternatives[0].content
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;img src=x" in html


def test_a_cancelled_order_says_why_and_what_comes_back(shop: Shop, company: Company, order: Order) -> None:
    shop.pay(order)
    actions.cancel(company.service, actions.Cancel(order_id=order.pk, reason="sold_out"), now=NOW)
    assert sent()[-1] == f"Cancelled: order {order.number}"
    assert "do not have it any more" in mail.outbox[-1].body
    assert "212.00 goes back" in mail.outbox[-1].body


def test_who_is_not_to_be_told_is_not_told(company: Company, order: Order) -> None:
    drain(NOW)
    actions.cancel(company.service, actions.Cancel(order_id=order.pk, reason="other", notify=False), now=NOW)
    assert sent() == [f"Your order {order.number} is here"]


def test_pieces_that_are_cancelled_are_told_as_a_change(company: Company, order: Order) -> None:
    line = order.lines.get()
    pieces = (actions.Pieces(line_id=line.pk, quantity=1),)
    actions.cancel(company.service, actions.Cancel(order_id=order.pk, reason="sold_out", lines=pieces), now=NOW)
    assert sent()[-1] == f"Changed: order {order.number}"
    assert "100.00 less than before" in mail.outbox[-1].body


def test_a_reminder_comes_once_and_only_before_the_end(shop: Shop, order: Order) -> None:
    drain(NOW)
    letters.remind(CLERK, letters.Remind(), now=NOW + timedelta(minutes=79))
    assert titles()[1:] == []
    for minutes in (81, 100, 119):
        letters.remind(CLERK, letters.Remind(), now=NOW + timedelta(minutes=minutes))
    assert titles()[1:] == [f"Not paid yet: order {order.number}"]


def test_who_has_paid_is_not_reminded(shop: Shop, order: Order) -> None:
    shop.pay(order)
    assert letters.remind(CLERK, letters.Remind(), now=NOW + timedelta(minutes=100)).count == 0


def test_a_kind_that_is_off_is_not_written(company: Company, order: Order) -> None:
    letters.switch(company.service, letters.SwitchLetters(code="placed", on=False))
    assert sent() == []
    letters.switch(company.service, letters.SwitchLetters(code="placed", on=True))
    with pytest.raises(Denied):
        letters.switch(company.warehouse, letters.SwitchLetters(code="placed", on=False))
    with pytest.raises(Missing):
        letters.switch(company.service, letters.SwitchLetters(code="nothing", on=False))
    with pytest.raises(Refused, match="cannot be turned off"):
        letters.switch(company.service, letters.SwitchLetters(code="link", on=False))


def test_old_facts_and_orders_of_other_systems_are_no_news(shop: Shop, order: Order) -> None:
    later = NOW + timedelta(days=4)
    assert not tell("paid", order.pk, cause="c" * 32, happened_at=NOW, now=later)
    Order.objects.filter(pk=order.pk).update(channel="import:shopify")
    assert not tell("paid", order.pk, cause="c" * 32, happened_at=NOW, now=NOW)
