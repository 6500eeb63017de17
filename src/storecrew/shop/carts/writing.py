"""Open carts, and write down that they were touched."""

from datetime import datetime

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
