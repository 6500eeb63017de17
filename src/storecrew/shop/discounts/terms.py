"""A coupon as its arithmetic sees it: frozen, with goods already resolved to the lines of one basket."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

GOODS, ORDER, SHIPPING = "goods", "order", "shipping"
CLASSES: Final = (GOODS, ORDER, SHIPPING)
"""In the order in which they are reckoned: what is left after one class is what the next takes from."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a coupon does and asks for. `goods`, `get`: keys of the basket's lines; amounts in minor units by currency."""

    coupon_id: int
    title: str
    kind: str
    code: str = ""
    """As it is printed; empty for those that need none."""
    typed: str = ""
    """As the buyer typed it."""
    percent: Decimal = Decimal(0)
    amounts: Mapping[str, int] | None = None
    most: Mapping[str, int] | None = None
    buy: int = 0
    get: int = 0
    goods: frozenset[str] = frozenset()
    got: frozenset[str] = frozenset()
    narrow: bool = False
    """Whether it is about some goods only."""
    min_amounts: Mapping[str, int] | None = None
    min_quantity: int = 0
    tags: frozenset[str] = frozenset()
    first_order: bool = False
    countries: frozenset[str] = frozenset()
    stacks_with: frozenset[str] = frozenset()
    priority: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    used_up: bool = False
    used_by_buyer: bool = False

    @property
    def group(self) -> str:
        """Return its class, which says with what it may go together."""
        if self.kind == "shipping":
            return SHIPPING
        return GOODS if self.narrow or self.kind == "buy_get" else ORDER

    def together(self, other: "Terms") -> bool:
        """Tell whether two coupons may be used in one order: each has to allow the other."""
        return other.group in self.stacks_with and self.group in other.stacks_with


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, as far as coupons ask."""

    tags: frozenset[str] = frozenset()
    orders_before: int = 0
