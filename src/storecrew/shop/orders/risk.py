"""Signs that somebody should look at an order before it leaves. None of them refuses anything; each says why."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict

from storecrew.shop.addresses.types import Address, forwarder_hint
from storecrew.shop.orders.models import Order, Rulebook
from storecrew.shop.orders.writing.numbering import rulebook

MANY_TRIES = 3
SAME_SOURCE_H = 24
MANY_ORDERS = 4


class Hint(TypedDict):
    """One sign: `code` names it, `values` fill its sentence (see `risk_words`), `weight` is 1 (weak) to 3 (strong)."""

    code: str
    weight: int
    values: dict[str, str]


def hints(order: Order, now: datetime) -> list[Hint]:
    """Return the signs that can be seen when an order is placed, the strongest first."""
    found = [*_addresses(order), *_first_and_big(order, rulebook()), *_many_orders(order, now)]
    return sorted(found, key=lambda hint: -hint["weight"])


def _addresses(order: Order) -> Iterable[Hint]:
    ship_to = Address.model_validate(order.ship_to) if order.ship_to else None
    bill_to = Address.model_validate(order.bill_to) if order.bill_to else None
    if ship_to and bill_to and ship_to.country != bill_to.country:
        yield _hint("countries", 2, ship=ship_to.country, bill=bill_to.country)
    forwarded = forwarder_hint(ship_to) if ship_to else None
    if forwarded:
        yield _hint("forwarder", forwarded.weight, sign=forwarded.code)


def _first_and_big(order: Order, habits: Rulebook) -> Iterable[Hint]:
    if order.total_minor < habits.big_order_minor:
        return
    earlier = Order.objects.placed().exclude(pk=order.pk)
    mine = earlier.filter(customer_id=order.customer_id) if order.customer_id else earlier.filter(email=order.email)
    if not (order.customer_id or order.email) or not mine.exists():
        yield _hint("big_first", 1)


def _many_orders(order: Order, now: datetime) -> Iterable[Hint]:
    if not order.ip:
        return
    since = now - timedelta(hours=SAME_SOURCE_H)
    same = Order.objects.filter(ip=order.ip, placed_at__gte=since).exclude(pk=order.pk)
    strangers = same.exclude(email=order.email).values("email").distinct().count()
    if strangers >= MANY_ORDERS - 1:
        yield _hint("same_source", 2, n=str(strangers + 1))


def with_tries(known: list[Hint], failed: int) -> list[Hint]:
    """Return the hints with that of many failed payments, once there are many."""
    others = [hint for hint in known if hint["code"] != "tries"]
    return [*others, _hint("tries", 2, n=str(failed))] if failed >= MANY_TRIES else others


def with_card_country(known: list[Hint], card: str, order: Order) -> list[Hint]:
    """Return the hints with that of a card from another country than the address."""
    others = [hint for hint in known if hint["code"] != "card"]
    elsewhere = bool(card) and bool(order.country) and card != order.country
    return [*others, _hint("card", 1, card=card, ship=order.country)] if elsewhere else others


def _hint(code: str, weight: int, **values: str) -> Hint:
    return {"code": code, "weight": weight, "values": values}
