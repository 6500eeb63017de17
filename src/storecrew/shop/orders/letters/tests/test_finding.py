"""Find my order: the same answer for everybody, and a letter only to the address the order was given."""

import copy
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.events.drain import drain
from storecrew.kernel.mail.models import Message
from storecrew.shop.orders.letters import actions
from storecrew.shop.orders.letters.jobs import send_link_later
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of


@pytest.fixture(scope="module")
def lasting_order(lasting_shop: Shop) -> Order:
    return lasting_shop.place(quote_of(Want(lasting_shop.lamp())), phone="13800138000", provider="card")


@pytest.fixture
def order(lasting_order: Order, shop: Shop) -> Order:
    cache.clear()
    return copy.deepcopy(lasting_order)


def ask(number: str, contact: str, *, address: str = "203.0.113.5") -> object:
    return actions.ask_link(nobody(address=address), actions.AskLink(number=number, contact=contact))


def look(number: str, contact: str, asked: str = "a" * 32) -> list[Message]:
    """Do what the job of an asking does."""
    send_link_later.func(number=number, contact=contact, asked=asked)
    return list(Message.objects.filter(key__startswith="orders.letter:link"))


@pytest.mark.parametrize("contact", ["xiaoyu@example.com", "XiaoYu@Example.com", "13800138000", "+86 138 0013 8000"])
def test_number_and_contact_bring_a_letter_to_the_orders_own_address(order: Order, contact: str) -> None:
    (letter,) = look(order.number.lower(), contact)
    assert letter.to == "xiaoyu@example.com"
    assert look(order.number, contact) == [letter]


@pytest.mark.parametrize("contact", ["somebody@example.com", "13900139000", "138", "@"])
def test_who_does_not_know_both_gets_nothing(order: Order, contact: str) -> None:
    assert look(order.number, contact) == []
    assert look("SO-99999", "xiaoyu@example.com") == []


def test_the_answer_tells_nothing(order: Order) -> None:
    known, unknown = ask(order.number, "xiaoyu@example.com"), ask("SO-99999", "eve@example.com")
    assert known == unknown
    assert Message.objects.count() == 0  # nobody looks before a worker does


def test_one_contact_or_one_network_cannot_ask_for_ever(order: Order) -> None:
    for _again in range(5):
        ask("SO-1", "eve@example.com")
    with pytest.raises(Refused, match="quarter of an hour"):
        ask("SO-1", "eve@example.com")
    with pytest.raises(Refused):
        for number in range(31):
            ask("SO-1", f"eve{number}@example.com")


def test_nonsense_is_named(order: Order, company: Company) -> None:
    with pytest.raises(InvalidInput):
        ask("SO-1", "hello there")


def test_the_link_is_sent_although_the_order_is_old(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(placed_at=NOW - timedelta(days=900))
    look(order.number, "xiaoyu@example.com")
    drain(timezone.now())
    assert mail.outbox[-1].subject == f"The link to your order {order.number}"
