"""The checkout: keep the goods back for a while, then turn the cart into one order for ever."""

import hashlib
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.carts.events import CheckoutCompleted
from storecrew.shop.carts.holding import hold
from storecrew.shop.carts.loading import find_cart, open_cart
from storecrew.shop.carts.models import Cart, CartLine, CartState
from storecrew.shop.carts.quoting import quote_of
from storecrew.shop.carts.seats import SHOP_DOORS, SHOPPERS
from storecrew.shop.carts.tokens import Token
from storecrew.shop.carts.writing import touch
from storecrew.shop.customers import actions as customers
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders import reads as orders_reads
from storecrew.shop.orders.types import Placed
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments import reads as paying
from storecrew.shop.payments import types as payments_types
from storecrew.shop.payments.types import MethodOffer
from storecrew.shop.pricing.types import Quote
from storecrew.shop.stock import actions as stock

TOKEN_HERE = "__order_token__"  # noqa: S105  no secret: its place
"""Stands for the order's token in a `return_url`, which is needed before there is an order."""
LETTERS = "newsletter"
CASH, TRANSFER = "cash", "transfer"
"""Kinds of ways to pay, as `payments` names them."""


class Begin(Input):
    """The cart whose shopper goes to the checkout."""

    token: Token


class Begun(Output):
    """Until when its goods are kept back."""

    cart_uid: str


@action(
    "carts.begin_checkout",
    label=gettext_lazy("Go to the checkout"),
    seats=SHOPPERS,
    surfaces=SHOP_DOORS,
    calls=(stock.hold,),
)
def begin_checkout(run: Run, data: Begin) -> Begun:
    """Keep the goods of a cart back for fifteen minutes. Refused, naming what is short, when they are not all there."""
    cart = open_cart(run, data.token)
    lines = list(cart.lines.all())
    if not lines:
        raise Refused(_("Your bag is empty."), code="carts.empty")
    quote = quote_of(run, cart, lines, anew=True)
    hold(run, cart, lines, quote)
    _agree_to_prices(lines, quote)
    touch(cart, run.now, "held_until")
    return Begun(cart_uid=cart.uid)


class Complete(Input):
    """What the shopper agrees to. `fingerprint` is that of the quote on the screen; `cart_uid` that of its cart.

    `return_url`: where a payment provider sends the shopper back to, `TOKEN_HERE` standing for the order's token.
    """

    token: Token
    cart_uid: Annotated[str, Field(max_length=32)]
    fingerprint: Annotated[str, Field(max_length=64)]
    return_url: Annotated[str, Field(max_length=400)]
    accepted_terms: bool
    terms_version: Annotated[str, Field(max_length=80)] = ""
    letters: bool = False
    letters_text: Annotated[str, Field(max_length=400)] = ""
    """The very words beside the box for letters: the proof of what was consented to."""


class Completed(Output):
    """The order, and its payment; `payment_id` is None where nothing is to be paid, or when it was asked again."""

    order_id: int
    number: str
    order_token: Annotated[str, Private]
    payment_id: int | None


@action(
    "carts.complete",
    label=pgettext_lazy("verb", "Order"),
    seats=SHOPPERS,
    surfaces=SHOP_DOORS,
    emits=(CheckoutCompleted,),
    calls=(stock.hold, customers.recognise, customers.consent, orders.place, payments.begin),
)
def complete(run: Run, data: Complete) -> Completed:
    """Turn a cart into an order. One cart becomes one order for ever: asked again, it answers with the same one.

    Refused when what would be charged is not what the shopper saw; then nothing has been ordered.
    """
    cart = find_cart(data.token)
    if cart is None or (cart.uid != data.cart_uid and cart.state == CartState.OPEN):
        cart = Cart.objects.filter(uid=data.cart_uid, state=CartState.ORDERED).first()
    if cart is None:
        raise Missing(_("This bag is empty."))
    run.about(cart.subject)
    if cart.state == CartState.ORDERED:
        return _as_before(cart)
    if not data.accepted_terms:
        raise InvalidInput({"accepted_terms": _("Tick the box to agree to our terms.")})
    lines = list(cart.lines.all())
    quote = _agreed(run, cart, lines, data)
    placed = _place(run, cart, quote, data)
    begun = _begin_payment(run, cart, quote.totals.total, placed, data)
    cart.state, cart.order_id, cart.held_until = CartState.ORDERED, placed.order_id, None
    cart.save(update_fields=["state", "order", "held_until"])
    run.about(f"order:{placed.order_id}")
    run.emit(CheckoutCompleted(cart_uid=cart.uid, order_id=placed.order_id), subject=cart.subject)
    return Completed(
        order_id=placed.order_id,
        number=placed.number,
        order_token=placed.token,
        payment_id=begun.payment_id if begun else None,
    )


def _agree_to_prices(lines: list[CartLine], quote: Quote) -> None:
    """Remember the prices as they stand: going to the checkout, the shopper has seen them."""
    prices = {line.variant_id: line.unit_price.minor for line in quote.lines}
    for line in lines:
        line.seen_minor = prices.get(line.variant_id, line.seen_minor)
    CartLine.objects.bulk_update(lines, ["seen_minor"])


def _agreed(run: Run, cart: Cart, lines: list[CartLine], data: Complete) -> Quote:
    if not lines:
        raise Refused(_("Your bag is empty."), code="carts.empty")
    missing = _missing(cart)
    if missing:
        raise InvalidInput(missing)
    quote = quote_of(run, cart, lines)
    wrong = next((problem for problem in quote.problems if problem.blocking), None)
    if wrong is not None:
        raise Refused(wrong.message, code=f"carts.{wrong.code}")
    if quote.fingerprint != data.fingerprint:
        raise Refused(
            _("The price has changed while you were here. Look at it again; nothing has been ordered yet."),
            code="carts.changed",
        )
    return quote


def _missing(cart: Cart) -> dict[str, str]:
    missing = {}
    if not cart.email:
        missing["email"] = _("Give an e-mail address: the order and its tracking go there.")
    if cart.ship_to is None:
        missing["ship_to.line1"] = _("Say where it should go.")
    return missing


def _place(run: Run, cart: Cart, quote: Quote, data: Complete) -> Placed:
    way = _way(cart, quote)
    known = run.call(
        customers.recognise,
        customers.Recognise(
            email=cart.email,
            phone=cart.phone,
            name=(cart.ship_to or {}).get("name", ""),
            language=cart.language,
            country=quote.country,
        ),
    )
    customer_id = cart.customer_id or known.customer_id
    if data.letters:
        run.call(
            customers.consent,
            customers.GiveConsent(
                customer_id=known.customer_id,
                purpose=LETTERS,
                text_version=data.letters_text[:80] or "checkout",
                text_hash=hashlib.sha256(data.letters_text.encode()).hexdigest(),
                place="checkout",
            ),
        )
    return run.call(
        orders.place,
        orders.Place(
            checkout=cart.uid,
            quote=quote,
            customer_id=customer_id,
            email=cart.email,
            phone=cart.phone,
            ship_to=Address.model_validate(cart.ship_to) if cart.ship_to else None,
            bill_to=Address.model_validate(cart.bill_to) if cart.bill_to else None,
            language=cart.language,
            provider=way.provider if way else "",
            ships_unpaid=bool(way and way.kind == CASH),
            pay_by=_pay_by(run, way),
            note=cart.note,
            ip=run.actor.address,
            accepted_terms=data.terms_version,
        ),
    )


def _way(cart: Cart, quote: Quote) -> MethodOffer | None:
    """Return how the order is paid; None where it costs nothing. Raises InvalidInput for a way that does not fit."""
    total = quote.totals.total
    if not total.minor:
        return None
    offers = paying.methods_for(total, quote.country)
    chosen = next((offer for offer in offers if offer.provider == cart.provider), None)
    if chosen is None:
        raise InvalidInput({"provider": _("Choose how you want to pay.")})
    return chosen


def _pay_by(run: Run, way: MethodOffer | None) -> datetime | None:
    if way is None or way.kind == CASH:
        return None
    return run.now + orders_reads.time_to_pay(by_hand=way.kind == TRANSFER)


def _begin_payment(run: Run, cart: Cart, total: Money, placed: Placed, data: Complete) -> payments_types.Begun | None:
    if not total.minor:
        return None
    return run.call(
        payments.begin,
        payments.Begin(
            payable=f"order:{placed.order_id}",
            amount=total,
            provider=cart.provider,
            return_url=data.return_url.replace(TOKEN_HERE, placed.token),
            description=placed.number,
            customer_email=cart.email,
            language=cart.language,
            country=(cart.ship_to or {}).get("country", ""),
            key=f"cart:{cart.uid}",
        ),
    )


def _as_before(cart: Cart) -> Completed:
    order = orders_reads.find(cart.order_id or 0)
    if order is None:
        raise Missing
    return Completed(
        order_id=order.order_id,
        number=order.number,
        order_token=orders_reads.token_for(order.order_id),
        payment_id=_payment_of(order.order_id),
    )


def _payment_of(order_id: int) -> int | None:
    begun = paying.payments_of(f"order:{order_id}")
    return begun[-1].payment_id if begun else None
