"""What is known of a shopper who signed in: fills the checkout in, and offers the addresses of their book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from storecrew.fronts.checkout import bags
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.addresses import types as addresses
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts.types import CartView
from storecrew.shop.customers import actions as customers
from storecrew.shop.customers.types import CustomerView


@dataclass(frozen=True, slots=True)
class Saved:
    """An address of the book as the checkout offers it; `chosen`: the cart goes there."""

    address_id: int
    line: str
    chosen: bool


def offered(site: Site, buyer: CustomerView | None, cart: CartView) -> tuple[Saved, ...]:
    """Return the book of whoever is signed in, the usual address first."""
    if buyer is None:
        return ()
    book = sorted(buyer.addresses, key=lambda one: (not one.default_shipping, one.address_id))
    return tuple(
        Saved(one.address_id, addresses.one_line(one.address, site.language), one.address == cart.ship_to)
        for one in book
    )


def fill_in(request: HttpRequest, buyer: CustomerView, cart: CartView, now: datetime) -> None:
    """Write into a cart that is empty of them how its shopper is reached and where things usually go.

    What does not pass any more, such as an address of old, is left for the shopper to type.
    """
    known = {
        "email": "" if cart.email else buyer.email,
        "phone": "" if cart.phone else buyer.phone,
        "ship_to": None if cart.ship_to else buyer.shipping,
    }
    given = {name: value for name, value in known.items() if value}
    if not given:
        return
    try:
        data = parse(carts.FillIn, {"token": bags.token_of(request), **given})
        carts.fill_in(bags.shopper(request), data, now=now)
    except ActionError:
        return


def send_to(request: HttpRequest, buyer: CustomerView | None, address_id: str, now: datetime) -> None:
    """Let the cart go to an address of one's own book; raises Missing for any other."""
    book = buyer.addresses if buyer else ()
    kept = next((one.address for one in book if str(one.address_id) == address_id), None)
    if kept is None:
        raise Missing
    data = parse(carts.FillIn, {"token": bags.token_of(request), "ship_to": kept, "phone": kept.phone})
    carts.fill_in(bags.shopper(request), data, now=now)


def keep_address(request: HttpRequest, buyer: CustomerView, address: Mapping[str, str], now: datetime) -> None:
    """Put an address that was bought with into the book. A full book spoils no order."""
    values = {"customer_id": buyer.customer_id, "address": dict(address)}
    try:
        customers.add_address(bags.shopper(request), parse(customers.AddressDraft, values), now=now)
    except ActionError:
        return
