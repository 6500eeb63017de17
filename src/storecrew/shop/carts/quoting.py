"""What a cart costs now: one question to `pricing`, asked the same way by the page and by the order."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Ask
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.carts.models import Cart, CartLine
from storecrew.shop.carts.types import Moved
from storecrew.shop.pricing import reads as pricing
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery

NOT_ON_SALE = frozenset({"gone", "off_sale", "no_price", "no_rate"})
"""Problems of a quote that mean that there is no such thing to buy."""


def key_of(variant_id: int) -> str:
    """Return what a quote calls the line of a variant."""
    return f"v{variant_id}"


def quote_of(by: Run | Ask, cart: Cart, lines: list[CartLine], *, language: str = "", anew: bool = False) -> Quote:
    """Return what these lines of a cart cost now. `language`: of the texts; empty means the cart's own.

    `anew`: what is held may come from somewhere else than where it is held.
    """
    question = QuoteQuery(
        lines=tuple(
            LineWish(key=key_of(line.variant_id), variant_id=line.variant_id, quantity=line.quantity) for line in lines
        ),
        currency=cart.currency,
        language=language or cart.language,
        address=Address.model_validate(cart.ship_to) if cart.ship_to else None,
        method_by_package=cart.methods,
        codes=tuple(cart.codes),
        customer_id=cart.customer_id,
        email=cart.email,
        owner=cart.subject,
        anew=anew,
    )
    return pricing.quote(by.actor, question, now=by.now)


def moved(quote: Quote, lines: list[CartLine]) -> tuple[Moved, ...]:
    """Return which unit prices are no longer what the shopper saw, in the order of the quote; none in another currency."""
    seen = {line.variant_id: line.seen_minor for line in lines}
    return tuple(
        Moved(variant_id=line.variant_id, was=Money(was, quote.currency), now=line.unit_price)
        for line in quote.lines
        if (was := seen.get(line.variant_id)) is not None and was != line.unit_price.minor
    )


def price_of(run: Run, variant_id: int, *, currency: str, language: str) -> Money:
    """Return what one piece of a variant costs now.

    Raises Missing for what is not on sale in this currency, and Refused for what is sold out.
    """
    wish = LineWish(key=key_of(variant_id), variant_id=variant_id, quantity=1)
    quote = pricing.quote(run.actor, QuoteQuery(lines=(wish,), currency=currency, language=language), now=run.now)
    wrong = next((problem for problem in quote.problems if problem.code in NOT_ON_SALE), None)
    if wrong or not quote.lines:
        raise Missing(wrong.message if wrong else _("This is not on sale any more."))
    gone = next((problem for problem in quote.problems if problem.code == "sold_out"), None)
    if gone is not None:
        raise Refused(gone.message, code="carts.sold_out")
    return quote.lines[0].unit_price
