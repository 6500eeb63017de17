"""Put things into a cart, change how many, take them out."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.kernel.money.types import Money
from storecrew.shop.carts.loading import open_cart
from storecrew.shop.carts.models import MOST_LINES, MOST_OF_ONE, Cart, CartLine
from storecrew.shop.carts.quoting import price_of
from storecrew.shop.carts.seats import SHOP_DOORS, SHOPPERS
from storecrew.shop.carts.tokens import Token
from storecrew.shop.carts.writing import cart_to_fill, touch

Quantity = Annotated[int, Field(ge=1, le=MOST_OF_ONE)]


class Put(Input):
    """`token` is the browser's own secret: one nobody knows yet opens a new cart. `currency` and `language` are of the page."""

    token: Token
    variant_id: int
    quantity: Quantity = 1
    currency: CurrencyCode
    language: Annotated[str, Field(min_length=2, max_length=12)]


class Changed(Output):
    """What is in the cart afterwards: pieces in all, and of the variant in question (`was`: before)."""

    cart_uid: str
    pieces: int
    quantity: int
    was: int


@action("carts.put", label=gettext_lazy("Put into the bag"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def put(run: Run, data: Put) -> Changed:
    """Put a variant into a cart, on top of what is there already. Nothing is kept back for it before the checkout."""
    offered = price_of(run, data.variant_id, currency=data.currency, language=data.language)
    cart = cart_to_fill(run, data.token, currency=data.currency, language=data.language)
    line = cart.lines.filter(variant=data.variant_id).first()
    was = line.quantity if line else 0
    if was + data.quantity > MOST_OF_ONE:
        raise Refused(_("One item can be ordered up to %(most)d times. For more, write to us.") % {"most": MOST_OF_ONE})
    if line is None and cart.lines.count() >= MOST_LINES:
        raise Refused(_("A bag holds up to %(most)d different items. Order these first.") % {"most": MOST_LINES})
    _write(cart, data.variant_id, was + data.quantity, price=offered, run=run)
    cart.currency, cart.language = data.currency, data.language
    if run.actor.kind == "outsider" and cart.customer_id is None:
        _give_to_customer(cart, run)
    touch(cart, run.now, "currency", "language", "customer")
    return _changed(cart, was + data.quantity, was)


class Change(Input):
    """How many of a variant from now on; 0 takes it out."""

    token: Token
    variant_id: int
    quantity: Annotated[int, Field(ge=0, le=MOST_OF_ONE)]


@action("carts.change", label=gettext_lazy("Change the bag"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def change(run: Run, data: Change) -> Changed:
    """Set how many of a variant are in a cart; 0 takes it out. The answer says how many there were, to put them back."""
    cart = open_cart(run, data.token)
    line = cart.lines.filter(variant=data.variant_id).first()
    if line is None:
        raise Missing(_("That is not in your bag any more."))
    was = line.quantity
    if data.quantity:
        line.quantity = data.quantity
        line.save(update_fields=["quantity"])
    else:
        line.delete()
    run.changed(cart.subject, f"variant:{data.variant_id}", old=was, new=data.quantity)
    touch(cart, run.now)
    return _changed(cart, data.quantity, was)


class Empty(Input):
    """The cart to empty."""

    token: Token


@action("carts.empty", label=gettext_lazy("Empty the bag"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def empty(run: Run, data: Empty) -> Changed:
    """Take everything out of a cart."""
    cart = open_cart(run, data.token)
    was = _pieces(cart)
    cart.lines.all().delete()
    run.changed(cart.subject, "pieces", old=was, new=0)
    touch(cart, run.now)
    return _changed(cart, 0, was)


def _write(cart: Cart, variant_id: int, quantity: int, *, price: Money, run: Run) -> None:
    line, made = CartLine.objects.get_or_create(
        cart=cart,
        variant_id=variant_id,
        defaults={"quantity": quantity, "seen_minor": price.minor, "added_at": run.now},
    )
    if not made:
        run.changed(cart.subject, f"variant:{variant_id}", old=line.quantity, new=quantity)
        line.quantity, line.seen_minor = quantity, price.minor
        line.save(update_fields=["quantity", "seen_minor"])
    else:
        run.changed(cart.subject, f"variant:{variant_id}", old=0, new=quantity)


def _give_to_customer(cart: Cart, run: Run) -> None:
    customer_id = int(run.actor.ref.partition(":")[2])
    taken = Cart.objects.filter(customer=customer_id, state=cart.state).exclude(pk=cart.pk).exists()
    if not taken:
        cart.customer_id = customer_id


def _pieces(cart: Cart) -> int:
    return sum(cart.lines.values_list("quantity", flat=True))


def _changed(cart: Cart, quantity: int, was: int) -> Changed:
    return Changed(cart_uid=cart.uid, pieces=_pieces(cart), quantity=quantity, was=was)
