"""What other rooms and fronts may hold of wishes. All frozen; texts are in the language that was asked for."""

from datetime import datetime

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import Shot


class WishView(Output):
    """A wish as its list shows it.

    `cheaper`: by how many per cent since it was put there, negative when it became dearer; None where that cannot be said.
    `had`: in_stock, few, sold_out, or gone (not on sale any more).
    """

    variant_id: int
    product_id: int
    slug: str
    title: str
    options: tuple[str, ...]
    picture: Shot | None
    seen: Money | None
    price: Money | None
    cheaper: int | None
    had: str
    added_at: datetime


class ListView(Output):
    """A list as its owner, or whoever has its link, sees it. `link` is empty while it is not shared."""

    items: tuple[WishView, ...]
    own: bool
    shared: bool
    link: str
    tells_drops: bool
    can_tell: bool
    """Whether its owner is a customer with an e-mail address."""


class Waiting(Output):
    """How many wait for a variant, since when, and how many were told in the last thirty days."""

    variant_id: int
    count: int
    since: datetime
    told: int = 0
