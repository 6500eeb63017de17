"""Every question carts answer."""

from typing import Annotated, Literal

from django.db.models import Sum
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Page, Personal
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.carts.loading import find_cart
from storecrew.shop.carts.models import Cart, CartState
from storecrew.shop.carts.quoting import moved, quote_of
from storecrew.shop.carts.seats import HELPERS, SHOP_DOORS, SHOPPERS
from storecrew.shop.carts.tokens import Token
from storecrew.shop.carts.types import CartView


class OneCart(Input):
    """The cart that a token opens."""

    token: Token


class Pieces(Output):
    """How many pieces are in it; 0 also for a token nobody knows."""

    pieces: int


@read("carts.pieces", label=gettext_lazy("Pieces in a bag"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def pieces(ask: Ask, data: OneCart) -> Pieces:
    """Count what is in a cart; two queries."""
    cart = find_cart(data.token)
    if cart is None or cart.state != CartState.OPEN:
        return Pieces(pieces=0)
    return Pieces(pieces=cart.lines.aggregate(n=Sum("quantity"))["n"] or 0)


class CartQuery(OneCart):
    """A cart, its texts in `language`, its prices in `currency`: those of the page. Empty: as it was filled.

    `ship_to` and `methods`: what it would cost there and so; nothing of it is kept. None: where it goes.
    """

    ship_to: Annotated[Address | None, Personal] = None
    methods: dict[str, int] | None = None
    language: Annotated[str, Field(max_length=12, pattern="^(|.{2,})$")] = ""
    currency: CurrencyCode | Literal[""] = ""


@read("carts.cart", label=gettext_lazy("A bag"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def cart(ask: Ask, data: CartQuery) -> CartView:
    """Show a cart with what it costs now and what has changed since its shopper saw it. Raises Missing.

    Contact and address of a customer's cart are for that customer alone: a browser that was signed out holds the bag still.
    """
    found = find_cart(data.token)
    if found is None:
        raise Missing
    lines = list(found.lines.all()) if found.state == CartState.OPEN else []
    same = data.currency in ("", found.currency)
    theirs = found.customer_id is None or ask.actor.ref == f"customer:{found.customer_id}"
    found.currency = data.currency or found.currency
    if data.ship_to is not None:
        found.ship_to = data.ship_to.model_dump()
    if data.methods is not None:
        found.methods = data.methods
    elsewhere = data.ship_to is not None
    quote = quote_of(ask, found, lines, language=data.language, anew=elsewhere) if lines else None
    return CartView(
        uid=found.uid,
        state=found.state,
        pieces=sum(line.quantity for line in lines),
        quote=quote,
        moved=moved(quote, lines) if quote and same else (),
        codes=tuple(found.codes),
        currency=found.currency,
        email=found.email if theirs else "",
        phone=found.phone if theirs else "",
        ship_to=Address.model_validate(found.ship_to) if found.ship_to and theirs else None,
        bill_to=Address.model_validate(found.bill_to) if found.bill_to and theirs else None,
        methods=found.methods,
        provider=found.provider,
        note=found.note if theirs else "",
        held_until=found.held_until,
        order_id=found.order_id,
    )


class LeftBehind(Output):
    """A cart that was left behind with a way to reach its shopper. `worth` at the prices that were seen."""

    cart_uid: str
    customer_id: int | None
    email: str
    phone: str
    language: str
    pieces: int
    worth: Money
    changed_at: AwareDatetime


class LeftQuery(Input):
    """Carts left behind since `since`; the newest first, at most `limit`."""

    since: AwareDatetime
    limit: int = 100


@read(
    "carts.left_behind", label=gettext_lazy("Bags left behind"), seats=HELPERS, surfaces={"web", "rest", "mcp", "cli"}
)
def left_behind(ask: Ask, data: LeftQuery) -> Page[LeftBehind]:
    """List carts that were left behind and not ordered since."""
    rows = (
        Cart.objects.filter(state=CartState.OPEN, abandoned_at__gte=data.since)
        .prefetch_related("lines")
        .order_by("-changed_at")[: min(data.limit, 1000)]
    )
    return Page(items=tuple(_left(row) for row in rows))


def _left(row: Cart) -> LeftBehind:
    lines = list(row.lines.all())
    worth = sum((line.seen_minor or 0) * line.quantity for line in lines)
    return LeftBehind(
        cart_uid=row.uid,
        customer_id=row.customer_id,
        email=row.email,
        phone=row.phone,
        language=row.language,
        pieces=sum(line.quantity for line in lines),
        worth=Money(worth, row.currency),
        changed_at=row.changed_at,
    )
