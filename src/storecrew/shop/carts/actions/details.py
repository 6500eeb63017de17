"""Who buys, where it goes, how it travels, how it is paid."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Personal
from storecrew.shop.addresses.types import Address, checked
from storecrew.shop.carts.holding import hold
from storecrew.shop.carts.loading import open_cart
from storecrew.shop.carts.models import Cart
from storecrew.shop.carts.quoting import quote_of
from storecrew.shop.carts.seats import SHOP_DOORS, SHOPPERS
from storecrew.shop.carts.tokens import Token
from storecrew.shop.carts.writing import touch
from storecrew.shop.stock import actions as stock


class FillIn(Input):
    """What the shopper has said so far; None leaves a field as it is. `bill_to_ship_to` drops a separate billing address."""

    token: Token
    email: Annotated[str | None, Personal, Field(max_length=254)] = None
    phone: Annotated[str | None, Personal, Field(max_length=40)] = None
    ship_to: Annotated[Address | None, Personal] = None
    bill_to: Annotated[Address | None, Personal] = None
    bill_to_ship_to: bool = False
    methods: dict[str, int] | None = None
    provider: Annotated[str | None, Field(max_length=40)] = None
    note: Annotated[str | None, Personal, Field(max_length=500)] = None


@action(
    "carts.fill_in",
    label=gettext_lazy("Fill in the checkout"),
    seats=SHOPPERS,
    surfaces=SHOP_DOORS,
    calls=(stock.hold,),
)
def fill_in(run: Run, data: FillIn) -> Nothing:
    """Keep what a shopper says at the checkout: contact, addresses, shipping, payment, a note. Nothing is ordered by it."""
    cart = open_cart(run, data.token)
    given = _given(data)
    moves = "ship_to" in given and _place(given["ship_to"]) != _place(cart.ship_to)
    for name, value in given.items():
        setattr(cart, name, value)
    if moves and cart.held_until is not None and cart.held_until > run.now:
        _hold_for_there(run, cart)
    if given:
        touch(cart, run.now, *given)
    return Nothing()


def _hold_for_there(run: Run, cart: Cart) -> None:
    """Hold the goods where they are best sent to another place from; what was held stays there if it cannot be had so."""
    lines = list(cart.lines.all())
    quote = quote_of(run, cart, lines, anew=True)
    if quote.sources:
        hold(run, cart, lines, quote)
        cart.save(update_fields=["held_until"])


def _place(address: dict[str, Any] | None) -> tuple[str, str, str]:
    known = address or {}
    return known.get("country", ""), known.get("region", ""), known.get("postal_code", "")


def _given(data: FillIn) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: value for name in ("phone", "methods", "provider", "note") if (value := getattr(data, name)) is not None
    }
    wrong: dict[str, str] = {}
    if data.email is not None:
        given["email"] = _email(data.email, wrong)
    for name in ("ship_to", "bill_to"):
        address: Address | None = getattr(data, name)
        if address is not None:
            given[name] = _address(name, address, wrong)
    if data.bill_to_ship_to:
        given["bill_to"] = None
    if wrong:
        raise InvalidInput(wrong)
    return given


def _email(typed: str, wrong: dict[str, str]) -> str:
    try:
        validate_email(typed)
    except ValidationError:
        wrong["email"] = _("This is not an e-mail address. It looks like name@example.com.")
    return typed


def _address(name: str, address: Address, wrong: dict[str, str]) -> dict[str, Any]:
    try:
        return checked(address).model_dump()
    except InvalidInput as error:
        wrong |= {f"{name}.{field}": sentence for field, sentence in error.fields.items()}
        return {}
