"""Open carts, and write down that they were touched."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storecrew.kernel.actions.cause import new_id
from storecrew.kernel.actions.run import Run
from storecrew.shop.carts.loading import find_cart
from storecrew.shop.carts.models import Cart, CartKey, CartState
from storecrew.shop.carts.tokens import key_of


def cart_to_fill(run: Run, token: str, *, currency: str, language: str) -> Cart:
    """Return the open cart of a token, or a new one; a token whose cart was ordered opens the next one from now on."""
    cart = find_cart(token)
    if cart is None or cart.state != CartState.OPEN:
        cart = new_cart(currency=currency, language=language, at=run.now)
        CartKey.objects.update_or_create(key=key_of(token), defaults={"cart": cart})
    run.about(cart.subject)
    return cart


def new_cart(*, currency: str, language: str, at: datetime) -> Cart:
    """Return a new, empty cart."""
    return Cart.objects.create(uid=new_id(), currency=currency, language=language, opened_at=at, changed_at=at)


def touch(cart: Cart, at: datetime, *fields: str) -> None:
    """Save `fields`, and that the cart was changed at `at`; it no longer counts as left behind."""
    cart.changed_at = at
    cart.abandoned_at = None
    cart.save(update_fields=["changed_at", "abandoned_at", *fields])


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Delete the open bags of these customers and erase who ordered the others; returns how many were changed."""
    rows = Cart.objects.filter(customer__in=list(customer_ids))
    ordered = rows.filter(state=CartState.ORDERED).update(
        email="", phone="", ship_to=None, bill_to=None, note="", customer=None
    )
    _count, deleted = rows.exclude(state=CartState.ORDERED).delete()
    return ordered + deleted.get("carts.Cart", 0)


def give_over(gone: int, kept: int) -> Any:
    """Give one customer's bags to another; an open one stays nobody's where both have one. Returns which moved."""
    rows = Cart.objects.filter(customer=gone)
    both = Cart.objects.filter(customer=kept, state=CartState.OPEN).exists()
    left = list(rows.filter(state=CartState.OPEN).values_list("pk", flat=True)) if both else []
    moved = list(rows.exclude(pk__in=left).order_by("pk").values_list("pk", flat=True))
    Cart.objects.filter(pk__in=left).update(customer=None)
    Cart.objects.filter(pk__in=moved).update(customer=kept)
    return {"moved": moved, "left": left} if moved or left else None


def give_back(moved: Any, gone: int, kept: int) -> None:
    """Give back what `give_over` moved, as far as it is still there."""
    Cart.objects.filter(pk__in=moved["moved"], customer=kept).update(customer=gone)
    Cart.objects.filter(pk__in=moved["left"], customer=None).update(customer=gone)
