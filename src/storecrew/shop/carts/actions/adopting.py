"""A shopper signs in, or follows a link from a letter: which cart is theirs now."""

from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.carts.loading import find_cart
from storecrew.shop.carts.models import MOST_OF_ONE, Cart, CartKey, CartState
from storecrew.shop.carts.seats import SHOPPERS
from storecrew.shop.carts.tokens import Token, key_of
from storecrew.shop.carts.writing import new_cart
from storecrew.shop.stock.actions import Release, release

LINK_SALT = "carts.link"
LINK_LASTS_S = 30 * 24 * 3600


class Adopt(Input):
    """The cart of the browser in which somebody has just signed in."""

    token: Token


class Adopted(Output):
    """The cart that counts from now on; `gained` lines came from the other one."""

    cart_uid: str
    gained: int


@action("carts.adopt", label=gettext_lazy("Take the bag along"), seats=SHOPPERS, surfaces={"web"}, calls=(release,))
def adopt(run: Run, data: Adopt) -> Adopted:
    """Join the browser's cart with the open one of the customer who signed in. What is in both counts once, the larger number."""
    if run.actor.kind != "outsider":
        raise Denied(_("Sign in first."))
    customer_id = int(run.actor.ref.partition(":")[2])
    guest = find_cart(data.token)
    own = Cart.objects.filter(customer=customer_id, state=CartState.OPEN).first()
    if guest is None or guest.state != CartState.OPEN or guest.customer_id not in {None, customer_id}:
        return _hand_over(run, own, data.token)  # another customer's bag stays theirs, whoever uses their browser next
    if own is None and guest.customer_id is None:
        guest.customer_id = customer_id
        guest.save(update_fields=["customer"])
        run.changed(guest.subject, "customer", old=None, new=customer_id)
        return Adopted(cart_uid=guest.uid, gained=0)
    if own is None or own.pk == guest.pk:
        return Adopted(cart_uid=guest.uid, gained=0)
    return _join(run, guest, own)


def _hand_over(run: Run, own: Cart | None, token: str) -> Adopted:
    if own is None:
        return Adopted(cart_uid="", gained=0)
    run.about(own.subject)
    CartKey.objects.update_or_create(key=key_of(token), defaults={"cart": own})
    return Adopted(cart_uid=own.uid, gained=0)


def _join(run: Run, guest: Cart, own: Cart) -> Adopted:
    there = {line.variant_id: line for line in own.lines.all()}
    gained = 0
    for line in guest.lines.all():
        found = there.get(line.variant_id)
        if found is None:
            line.cart = own
            line.save(update_fields=["cart"])
            gained += 1
        elif line.quantity > found.quantity:
            found.quantity = min(line.quantity, MOST_OF_ONE)
            found.save(update_fields=["quantity"])
    own.codes = list(dict.fromkeys([*own.codes, *guest.codes]))
    own.currency, own.language, own.changed_at = guest.currency, guest.language, run.now
    own.save(update_fields=["codes", "currency", "language", "changed_at"])
    run.call(release, Release(owner=guest.subject))
    guest.state, guest.merged_into, guest.held_until = CartState.MERGED, own, None
    guest.save(update_fields=["state", "merged_into", "held_until"])
    run.changed(guest.subject, "merged into", old=None, new=own.uid)
    run.about(own.subject)
    return Adopted(cart_uid=own.uid, gained=gained)


def link_to(cart_uid: str) -> str:
    """Return what a letter's link carries to bring a cart back: signed, good for 30 days."""
    return signing.dumps(cart_uid, salt=LINK_SALT)


class BringBack(Input):
    """What a letter's link carried, and the token of the browser it was opened in."""

    link: str
    token: Token


@action("carts.bring_back", label=gettext_lazy("Bring a bag back"), seats=SHOPPERS, surfaces={"web"})
def bring_back(run: Run, data: BringBack) -> Adopted:
    """Open the cart of a letter's link in this browser. Contact and address stay out of sight of whoever forwards the link."""
    try:
        uid = signing.loads(data.link, salt=LINK_SALT, max_age=LINK_LASTS_S)
    except signing.BadSignature:
        raise Refused(
            _("This link is too old or not complete. Your bag may still be in the browser you used.")
        ) from None
    cart = Cart.objects.select_related("merged_into").filter(uid=uid).first()
    cart = (cart.merged_into or cart) if cart else None
    if cart is None or cart.state != CartState.OPEN:
        raise Refused(_("This bag has been ordered already, or emptied."), code="carts.ordered")
    copy = _copy(cart, data.token, run.now)
    run.about(copy.subject, cart.subject)
    return Adopted(cart_uid=copy.uid, gained=copy.lines.count())


def _copy(cart: Cart, token: str, at: datetime) -> Cart:
    copy = new_cart(currency=cart.currency, language=cart.language, at=at)
    copy.codes = cart.codes
    copy.save(update_fields=["codes"])
    for line in cart.lines.all():
        line.pk, line.cart = None, copy
        line.save(force_insert=True)
    CartKey.objects.update_or_create(key=key_of(token), defaults={"cart": copy})
    return copy
