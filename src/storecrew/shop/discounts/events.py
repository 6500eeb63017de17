"""What the discounts room announces."""

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class CouponUsed(Event):
    """An order used a coupon; `code` is empty where none was needed."""

    room = "discounts"
    coupon_id: int
    code: str
    order: str
    customer_id: int | None
    saved: Money


class CouponGivenBack(Event):
    """The order that used a coupon came to nothing, so that the use counts no longer."""

    room = "discounts"
    coupon_id: int
    order: str
