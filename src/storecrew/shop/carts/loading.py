"""Find the cart that somebody may touch."""

from django.utils.translation import gettext as _

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
