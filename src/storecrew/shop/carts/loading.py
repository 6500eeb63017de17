"""Find the cart that somebody may touch, and write down that it was touched."""

from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.cause import new_id
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.carts.models import Cart, CartKey, CartState
from storecrew.shop.carts.tokens import key_of


def find_cart(token: str) -> Cart | None:
    """Return the cart that a token opens, following a merge; None for a token nobody knows."""
    held = CartKey.objects.select_related("cart__merged_into").filter(key=key_of(token)).first() if token else None
    return (held.cart.merged_into or held.cart) if held else None


def open_cart(run: Run, token: str) -> Cart:
    """Return the open cart of a token and name it as what the run is about; raises Missing, or Refused once it is ordered."""
    cart = find_cart(token)
    if cart is None:
        raise Missing(_("This bag is empty."))
    run.about(cart.subject)
    if cart.state == CartState.ORDERED:
        raise Refused(_("This bag has been ordered already. Start a new one."), code="carts.ordered")
    return cart


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
