"""The link by which a buyer sees an order without an account: signed, so that nothing secret is stored.

Raising the order's `link_version` makes every link of it void.
"""

from typing import Annotated

from django.core import signing
from django.utils.crypto import constant_time_compare
from pydantic import Field

from storecrew.kernel.actions.types import Private
from storecrew.shop.orders.models import Order

Token = Annotated[str, Private, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]

_SIGNER = signing.Signer(salt="orders.link")


def token_of(order: Order) -> str:
    """Return what opens this order: its id and a signature over id and link version."""
    return f"{order.pk}-{_signature(order.pk, order.link_version)}"


def order_of(token: str) -> Order | None:
    """Return the order that a token opens, None for a forged, cut or outdated one."""
    number, _sep, signature = token.partition("-")
    order = Order.objects.filter(pk=number).first() if number.isdecimal() and len(number) <= 18 else None
    if order is None or not constant_time_compare(signature, _signature(order.pk, order.link_version)):
        return None
    return order


def _signature(order_id: int, version: int) -> str:
    return _SIGNER.signature(f"{order_id}.{version}")
