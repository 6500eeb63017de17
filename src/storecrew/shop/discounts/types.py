"""What other rooms may hold of discounts."""

from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money


class Discountable(Input):
    """A line of a basket. `unit_price` is of one piece, with or without tax as the store shows prices."""

    key: str
    variant_id: int
    product_id: int
    quantity: int
    unit_price: Money


class Basket(Input):
    """What discounts look at. `shipping`: package key → its price; empty while no way of sending is known.

    `orders_before`: how many orders this buyer has placed; None asks whoever counts them.
    """

    lines: tuple[Discountable, ...]
    currency: str
    shipping: dict[str, Money] = Field(default_factory=dict)
    country: str = ""
    customer_id: int | None = None
    email: Annotated[str, Field(max_length=254)] = ""
    orders_before: int | None = None


class Allocation(Output):
    """What a coupon takes off one line (`shipping` False) or one package; more than nothing."""

    key: str
    amount: Money
    shipping: bool = False


class Accepted(Output):
    """A coupon that takes something off. `code` as it is to be used up; empty where none is needed."""

    coupon_id: int
    code: str
    title: str
    kind: str
    amount: Money
    allocations: tuple[Allocation, ...]


class RefusedCoupon(Output):
    """A code that takes nothing off, and why; `reason` is stable, `message` in the reader's language."""

    code: str
    coupon_id: int | None
    reason: str
    message: str


class Applied(Output):
    """What all coupons together do to a basket; no line and no package goes below zero."""

    accepted: tuple[Accepted, ...]
    refused: tuple[RefusedCoupon, ...]


class CouponUsedUp(Refused):
    """Somebody else took the last use between the quote and the order; price the basket anew."""

    def __init__(self, message: str, *, code: str, coupon_code: str) -> None:
        super().__init__(message, code=code)
        self.coupon_code = coupon_code
