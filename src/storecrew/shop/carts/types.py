"""What other rooms and fronts may hold of carts. All frozen; texts are in the language that was asked for."""

from datetime import datetime

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.pricing.types import Quote


class Moved(Output):
    """A unit price that changed since the shopper last agreed to it; `now` is what counts."""

    variant_id: int
    was: Money
    now: Money


class CartView(Output):
    """A cart as its shopper sees it. `quote` is None while it is empty; `order_token` opens the order it became."""

    uid: str
    state: str
    pieces: int
    quote: Quote | None
    moved: tuple[Moved, ...]
    codes: tuple[str, ...]
    currency: str
    email: str
    phone: str
    ship_to: Address | None
    bill_to: Address | None
    methods: dict[str, int]
    provider: str
    note: str
    held_until: datetime | None
    order_id: int | None
