"""Keep the goods of a checkout back, where the plan of its quote wants them from."""

from datetime import timedelta
from typing import Final

from storecrew.kernel.actions.run import Run
from storecrew.shop.carts.models import Cart, CartLine
from storecrew.shop.carts.quoting import key_of
from storecrew.shop.pricing import reads as pricing
from storecrew.shop.pricing.types import Quote
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.types import Wanted

HELD_FOR: Final = timedelta(minutes=15)
"""How long the goods of a checkout are kept back from others; every step begins the time anew."""


def hold(run: Run, cart: Cart, lines: list[CartLine], quote: Quote) -> None:
    """Hold what lies in a cart. Somebody may have been quicker where the plan wants it from: then it is held elsewhere, and
    the next quote says so. Raises SoldOut."""
    cart.held_until = run.now + HELD_FOR
    prefer = pricing.origins(quote)
    wanted = tuple(
        Wanted(
            variant_id=line.variant_id,
            quantity=line.quantity,
            line=key_of(line.variant_id),
            prefer=prefer.get(key_of(line.variant_id), ()),
        )
        for line in lines
    )
    run.call(stock.hold, stock.Hold(owner=cart.subject, lines=wanted, until=cart.held_until))
