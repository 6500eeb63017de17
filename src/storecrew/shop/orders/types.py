"""What other rooms and programs may hold of orders. All frozen; texts are in the buyer's language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from storecrew.kernel.actions.types import Output, Private
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address


class OptionChosen(Output):
    """An option and its value: Colour, Oat."""

    name: str
    value: str


class TaxShare(Output):
    """A tax of a line, a charge or the whole order. `rate` in percent; `base` without any tax."""

    name: str
    rate: Decimal
    base: Money
    amount: Money


class LineView(Output):
    """A line as it stands. `open` have not left yet; sums are of quantity − cancelled. `cost` is of one piece, crew only."""

    line_id: int
    key: str
    variant_id: int | None
    """None: not from the catalogue."""
    sku: str
    title: str
    options: tuple[OptionChosen, ...]
    unit_price: Money
    quantity: int
    cancelled: int
    shipped: int
    returned: int
    open: int
    gross: Money
    discount: Money
    tax: Money
    total: Money
    taxes: tuple[TaxShare, ...]
    package: str
    weight_g: int | None
    requires_shipping: bool
    hs_code: str
    origin: str
    tax_class: str
    cost: Money | None


class ChargeView(Output):
    """Shipping of a package, or a fee. `source`: where the package leaves from. `total` after discount, with added tax."""

    charge_id: int
    kind: str
    key: str
    source: str
    name: str
    method_id: int | None
    carrier: str
    amount: Money
    discount: Money
    tax: Money
    total: Money


class DiscountView(Output):
    """What one coupon, or the crew, took off in all. `code` is empty where none is needed."""

    coupon_id: int
    code: str
    name: str
    amount: Money


class OrderView(Output):
    """An order as it stands. `balance`: still to be paid; negative: to be given back. Fields for the crew only are marked."""

    order_id: int
    number: str
    checkout: str
    state: str
    payment: str
    fulfilment: str
    held: bool
    hold_reason: str
    """Crew only; empty where it is not held."""
    channel: str
    language: str
    currency: str
    inclusive: bool
    customer_id: int | None
    name: str
    email: str
    phone: str
    ship_to: Address | None
    bill_to: Address | None
    """None: the same as `ship_to`."""
    buyer_note: str
    lines: tuple[LineView, ...]
    charges: tuple[ChargeView, ...]
    discounts: tuple[DiscountView, ...]
    taxes: tuple[TaxShare, ...]
    subtotal: Money
    discount: Money
    shipping: Money
    fee: Money
    tax: Money
    total: Money
    placed_total: Money
    authorised: Money
    captured: Money
    refunded: Money
    credited: Money
    disputed: Money
    balance: Money
    provider: str
    ships_unpaid: bool
    pay_by: datetime | None
    promise: dict[str, Any]
    promised_from: date | None
    promised_until: date | None
    ship_by: datetime | None
    placed_at: datetime | None
    paid_at: datetime | None
    fulfilled_at: datetime | None
    cancelled_at: datetime | None
    version: int


class OpenLine(Output):
    """Pieces that have not left yet, of an order that may leave or not: for waves and pick lists."""

    order_id: int
    number: str
    line_id: int
    key: str
    variant_id: int | None
    sku: str
    title: str
    options: tuple[OptionChosen, ...]
    quantity: int
    package: str
    source: str
    """Where its package leaves from, as quoted: own, warehouse:2; empty where nothing was said."""
    method_id: int | None
    weight_g: int | None
    country: str
    language: str
    ship_by: datetime | None
    placed_at: datetime


class OrderRow(Output):
    """An order in a list."""

    order_id: int
    number: str
    state: str
    payment: str
    fulfilment: str
    held: bool
    channel: str
    customer_id: int | None
    name: str
    email: str
    country: str
    total: Money
    balance: Money
    pieces: int
    placed_at: datetime | None
    ship_by: datetime | None
    promised_until: date | None


class OwnOrder(Output):
    """What a buyer may still do about an order. `until`: how long it may be cancelled, as far as nobody begins before."""

    cancel: bool
    change_address: bool
    until: datetime | None


class Placed(Output):
    """The order of a checkout: the same whenever it is asked for. `token` opens it for its buyer, without an account."""

    order_id: int
    number: str
    token: Annotated[str, Private]
