"""The checkout's form: what was typed, or what is known already of the cart and of whoever is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from storecrew.fronts.checkout.postal import in_country, typed_address
from storecrew.shop.addresses import types as addresses
from storecrew.shop.carts.types import CartView
from storecrew.shop.customers.types import CustomerView

SHIP = "ship_to"
LONGEST_ID = 12


@dataclass(slots=True)
class Typed:
    """What was typed into the checkout, or what the cart knows already. `errors`: field to sentence."""

    email: str
    phone: str
    note: str
    country: str
    address: dict[str, str]
    provider: str
    methods: dict[str, int] = field(default_factory=dict)
    letters: bool = False
    keep: bool = False
    """Put the address into the book of whoever is signed in."""
    errors: Mapping[str, str] = field(default_factory=dict)


def from_cart(cart: CartView, *, asked: str, home: str, buyer: CustomerView | None = None) -> Typed:
    """Return what the cart knows, and of `buyer`, who is signed in, what it does not.

    Another country that was `asked` for brings its own form; `home` is the store's.
    """
    ship_to = cart.ship_to or (buyer.shipping if buyer else None)
    address = {name: str(value) for name, value in ship_to.model_dump().items()} if ship_to else {}
    if not address and buyer is not None:
        address = {"name": buyer.name, "phone": buyer.phone}
    if asked and addresses.is_country(asked):
        address = in_country(address, asked)
    return Typed(
        email=cart.email or (buyer.email if buyer else ""),
        phone=cart.phone,
        note=cart.note,
        country=address.get("country", home),
        address=address,
        provider=cart.provider,
        methods=dict(cart.methods),
    )


def from_form(form: QueryDict) -> Typed:
    """Return what was typed."""
    address = typed_address(form)
    chosen = {name.removeprefix("method."): form.get(name, "") for name in form if name.startswith("method.")}
    methods = {key: int(value) for key, value in chosen.items() if value.isdecimal() and len(value) < LONGEST_ID}
    return Typed(
        email=form.get("email", "").strip(),
        phone=address["phone"],
        note=form.get("note", "").strip(),
        country=address["country"],
        address=address,
        provider=form.get("provider", ""),
        methods=methods,
        letters=form.get("letters") == "on",
        keep=form.get("keep") == "on",
    )
