"""What the crew puts together before anybody agreed: the content of a draft, and the question it asks of pricing."""

from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input, Personal
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.orders.writing.quoting import FreeDraft
from storecrew.shop.pricing.types import LineWish, QuoteQuery, StaffTerms

MOST_LINES = 200


class DraftLine(Input):
    """So many of a variant. `key` names the line for as long as the draft lives; `unit_price` None: as the shop asks."""

    key: Annotated[str, Field(min_length=1, max_length=60)]
    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=100_000)] = 1
    unit_price: Money | None = None


class DraftFree(FreeDraft):
    """Something that is not in the catalogue."""

    key: Annotated[str, Field(min_length=1, max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=255)]
    quantity: Annotated[int, Field(ge=1, le=100_000)] = 1


class Content(Input):
    """All of a draft. `discount` comes off the goods, `shipping` replaces the price of all packages; None: by the rules."""

    lines: Annotated[tuple[DraftLine, ...], Field(max_length=MOST_LINES)] = ()
    free: Annotated[tuple[DraftFree, ...], Field(max_length=50)] = ()
    discount: Money | None = None
    shipping: Money | None = None
    methods: dict[str, int] = Field(default_factory=dict)
    codes: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    customer_id: int | None = None
    email: Annotated[str, Personal, Field(max_length=254)] = ""
    phone: Annotated[str, Personal, Field(max_length=40)] = ""
    ship_to: Address | None = None
    bill_to: Address | None = None
    language: Annotated[str, Field(min_length=2, max_length=12)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    note: Annotated[str, Personal, Field(max_length=2000)] = ""


def query_of(content: Content, *, as_listed: bool = False) -> QuoteQuery:
    """Return what to ask pricing; `as_listed` leaves out whatever the crew conceded."""
    prices = {line.key: line.unit_price for line in content.lines if line.unit_price is not None}
    terms = StaffTerms(
        unit_prices={} if as_listed else prices,
        discount=None if as_listed else content.discount,
        shipping=None if as_listed else content.shipping,
        unlisted=True,
    )
    return QuoteQuery(
        lines=tuple(
            LineWish(key=line.key, variant_id=line.variant_id, quantity=line.quantity) for line in content.lines
        ),
        currency=content.currency,
        language=content.language,
        address=content.ship_to,
        method_by_package=content.methods,
        codes=content.codes,
        customer_id=content.customer_id,
        email=content.email,
        staff=terms,
    )
