"""Coupon codes of a cart."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import limits
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.carts.loading import open_cart
from storecrew.shop.carts.quoting import quote_of
from storecrew.shop.carts.seats import SHOP_DOORS, SHOPPERS
from storecrew.shop.carts.tokens import Token
from storecrew.shop.carts.writing import touch

MOST_CODES = 5
GUESSES = limits.Rate(12, 600)
"""Codes that one address may try in ten minutes: enough for fat fingers, too few for guessing."""


class Code(Input):
    """A coupon code as it was typed."""

    token: Token
    code: Annotated[str, Field(min_length=1, max_length=60)]


class Codes(Output):
    """The codes that the cart holds now."""

    codes: tuple[str, ...]


@action("carts.apply_code", label=gettext_lazy("Use a coupon code"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def apply_code(run: Run, data: Code) -> Codes:
    """Add a coupon code to a cart. One that takes nothing off is refused with the reason, and not kept."""
    cart = open_cart(run, data.token)
    if not limits.hit("carts.code", run.actor.address or cart.uid, GUESSES).allowed:
        raise Refused(_("Too many codes tried. Wait ten minutes, or write to us."), code="carts.too_many_codes")
    if data.code.casefold() in (code.casefold() for code in cart.codes):
        return Codes(codes=tuple(cart.codes))
    if len(cart.codes) >= MOST_CODES:
        raise Refused(_("A bag takes up to %(most)d codes. Take one away first.") % {"most": MOST_CODES})
    before, cart.codes = cart.codes, [*cart.codes, data.code]
    quote = quote_of(run, cart, list(cart.lines.all()))
    for refused in quote.refused:
        if refused.code.casefold() == data.code.casefold():
            raise InvalidInput({"code": refused.message})
    run.changed(cart.subject, "codes", old=before, new=cart.codes)
    touch(cart, run.now, "codes")
    return Codes(codes=tuple(cart.codes))


@action("carts.drop_code", label=gettext_lazy("Take a coupon code away"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def drop_code(run: Run, data: Code) -> Codes:
    """Take a coupon code away from a cart."""
    cart = open_cart(run, data.token)
    before = cart.codes
    cart.codes = [code for code in before if code.casefold() != data.code.casefold()]
    run.changed(cart.subject, "codes", old=before, new=cart.codes)
    touch(cart, run.now, "codes")
    return Codes(codes=tuple(cart.codes))
