"""Ask what things cost, for orders that the crew writes or changes: the same reckoning that prices carts."""

from collections.abc import Sequence
from datetime import datetime

from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.writing.agreed import FreeLine
from storecrew.shop.pricing.types import TaxPart
from storecrew.shop.taxes import reads as taxes
from storecrew.shop.taxes.types import STANDARD, Place, Taxable


class FreeDraft(Input):
    """Something that is not in the catalogue: engraving, a gift box, a spare part."""

    title: str
    quantity: int = 1
    unit_price: Money
    tax_class: str = STANDARD
    requires_shipping: bool = False


def priced_free(
    extras: Sequence[FreeDraft], keys: Sequence[str], *, order: Order, at: datetime
) -> tuple[FreeLine, ...]:
    """Return lines that are not from the catalogue with the taxes of where the order goes."""
    amounts = [
        Taxable(key=key, amount=extra.unit_price * extra.quantity, tax_class=extra.tax_class, quantity=extra.quantity)
        for key, extra in zip(keys, extras, strict=True)
    ]
    parts = taxes_of(order, amounts, at=at)
    return tuple(
        FreeLine(
            key=key,
            title=extra.title,
            quantity=extra.quantity,
            unit_minor=extra.unit_price.minor,
            tax_class=extra.tax_class,
            requires_shipping=extra.requires_shipping,
            taxes=tuple(parts.get(key, ())),
        )
        for key, extra in zip(keys, extras, strict=True)
    )


def taxes_of(order: Order, amounts: Sequence[Taxable], *, at: datetime) -> dict[str, list[TaxPart]]:
    """Return the taxes of amounts of an order, by their keys."""
    if not amounts:
        return {}
    place = place_of(order)
    found = taxes.reckon(amounts, place, inclusive=order.inclusive, at=at, customer_id=order.customer_id)
    parts: dict[str, list[TaxPart]] = {}
    for tax in found.lines:
        parts.setdefault(tax.key, []).append(TaxPart(name=tax.name, rate=tax.rate, base=tax.base, amount=tax.amount))
    return parts


def place_of(order: Order) -> Place:
    """Return where an order goes, as taxes look at it."""
    address = address_of(order)
    if address is None:
        return Place(country=order.country)
    return Place(country=address.country, region=address.region, postal_code=address.postal_code, city=address.city)


def address_of(order: Order) -> Address | None:
    """Return where an order goes; None where nothing is sent."""
    return Address.model_validate(order.ship_to) if order.ship_to else None
