"""In which parcels an order was agreed to come: for its buyer's page, as long as none has left."""

from dataclasses import dataclass
from datetime import date

from storecrew.shop.orders.models import Order
from storecrew.shop.pricing.types import QuotePackage


@dataclass(frozen=True, slots=True)
class AgreedParcel:
    """What was to travel together. `lines`: key of the order's line, and pieces; days None: nobody said."""

    lines: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None


def parcels_agreed(order_id: int) -> tuple[AgreedParcel, ...]:
    """Return the parcels of the quote that was agreed to, in its order; nothing for orders of other systems. One question."""
    quote = Order.objects.filter(pk=order_id).values_list("quote", flat=True).first() or {}
    packages = [QuotePackage.model_validate(one) for one in quote.get("packages") or ()]
    return tuple(
        AgreedParcel(
            tuple((packed.key, packed.quantity) for packed in package.lines),
            package.chosen.first if package.chosen else None,
            package.chosen.last if package.chosen else None,
        )
        for package in packages
    )
