"""What a basket costs: the question and the frozen answer that carts show, orders keep and books post."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.sourcing.types import Option, Reason, Share

LINES_AT_MOST = 500
OWN = "own"
"""The key of a package that is the only one, and the source of what leaves from nobody knows where."""


class LineWish(Input):
    """So many pieces of a variant. `key` is the owner's own name for the line, unique within the question."""

    key: Annotated[str, Field(min_length=1, max_length=60)]
    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=100_000)]


class StaffTerms(Input):
    """What somebody of the crew agreed with a buyer by telephone; only for callers that checked who asks.

    `unit_prices`: line key → the price of one piece, in the currency of the quote. `discount`: taken off the goods after
    all coupons. `shipping`: replaces the price of every package together. None: as the shop's own rules say.
    """

    unit_prices: dict[str, Money] = Field(default_factory=dict)
    discount: Money | None = None
    shipping: Money | None = None
    tax_exempt: bool = False
    unlisted: bool = False
    """Also sells what is not on sale in the storefront."""


class QuoteQuery(Input):
    """A basket. Without an address it is priced for the store's own country, and shipping is not yet part of it."""

    lines: Annotated[tuple[LineWish, ...], Field(max_length=LINES_AT_MOST)]
    currency: CurrencyCode
    language: Annotated[str, Field(min_length=2, max_length=12)]
    address: Address | None = None
    method_by_package: dict[str, int] = Field(default_factory=dict)
    """Package key → chosen shipping method; a package without one takes the cheapest, and says so by `assumed`."""
    codes: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """Coupon codes as they were typed."""
    customer_id: int | None = None
    email: Annotated[str, Field(max_length=254)] = ""
    owner: Annotated[str, Field(max_length=80)] = ""
    """Who asks, as a subject (`cart:<uid>`, `order:12`): what is held or reserved for them already counts as there."""
    anew: bool = False
    """What is held for the owner counts as there, and may come from somewhere else than where it is held."""
    staff: StaffTerms | None = None


class ChosenOption(Output):
    """An option and its value, in the language of the quote: Colour, Oat."""

    name: str
    value: str


class TaxPart(Output):
    """A tax on a line or package. `rate` in percent, `base` is what it is reckoned on, without any tax."""

    name: str
    rate: Decimal
    base: Money
    amount: Money


class DiscountPart(Output):
    """What one coupon takes off one line or package."""

    coupon_id: int
    """0: agreed by staff."""
    amount: Money


class QuoteLine(Output):
    """A line as agreed.

    gross = unit_price × quantity, discount ≥ 0, total = gross − discount (+ tax, unless prices include it).
    `cost` and `weight_g` are of the whole line; None: not known. `cost` is in the currency it was bought in, and for the
    crew's eyes only.
    """

    key: str
    variant_id: int
    product_id: int
    slug: str
    sku: str
    title: str
    options: tuple[ChosenOption, ...]
    picture_id: int | None
    quantity: int
    unit_price: Money
    compare_at: Money | None
    """The crossed-out price of one piece, where it is higher."""
    gross: Money
    discount: Money
    discounts: tuple[DiscountPart, ...]
    taxes: tuple[TaxPart, ...]
    tax: Money
    total: Money
    tax_class: str
    weight_g: int | None
    requires_shipping: bool
    cost: Money | None
    hs_code: str = ""
    origin: str = ""


class ShippingOffer(Output):
    """A way to send a package; `price` before discounts, with or without tax as the quote says. Days None: not known."""

    method_id: int
    name: str
    price: Money
    min_days: int | None
    max_days: int | None
    carrier: str = ""
    note: str = ""
    pickup_from: int | None = None
    """The warehouse where the buyer fetches it; None: it is brought."""
    handling: tuple[int, int] | None = None
    transit: tuple[int, int] | None = None
    """Of the days, those until it leaves, and those on the road."""
    first: date | None = None
    last: date | None = None
    """Between which days it arrives if it is ordered now; None: not known."""


class PackedLine(Output):
    """So many pieces of a line travel in a package."""

    key: str
    quantity: int


class QuotePackage(Output):
    """What travels together. `total` = price − discount (+ tax, unless prices include it); None in `chosen`: no way yet.

    `key` is what `method_by_package` names: `own` where there is one package, wherever it leaves from; of several each has
    the subject of its warehouse. `source` is a warehouse's subject, `own` where nobody knows it; `supplier_id`: whose it is.
    """

    key: str
    source: str
    supplier_id: int | None = None
    lines: tuple[PackedLine, ...]
    weight_g: int
    offers: tuple[ShippingOffer, ...]
    chosen: ShippingOffer | None
    assumed: bool
    """True where nobody chose and the cheapest was taken."""
    discount: Money
    discounts: tuple[DiscountPart, ...]
    taxes: tuple[TaxPart, ...]
    tax: Money
    total: Money


class QuoteSource(Output):
    """Where the pieces of a line come from, why, and what comes next if that fails. For the crew's eyes only.

    `chosen` and `chain` say what was known of the places then, best first; money is in the store's own currency.
    """

    key: str
    shares: tuple[Share, ...]
    reason: Reason
    chosen: tuple[Option, ...] = ()
    chain: tuple[Option, ...] = ()


class QuoteDiscount(Output):
    """A coupon that took something off. `code` is empty for those that need none; `amount` includes `shipping`."""

    coupon_id: int
    code: str
    title: str
    kind: str
    amount: Money
    shipping: Money


class RefusedCode(Output):
    """A code that takes nothing off, and why, in the language of the quote; `reason` is stable and for programs."""

    code: str
    reason: str
    message: str


class Totals(Output):
    """total = subtotal − discount + shipping, plus tax where prices do not include it; `discount` counts shipping's too."""

    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money


class Problem(Output):
    """Why this cannot be bought as it stands. `line` and `package` are keys; `most`: how many can be had.

    Codes: gone, off_sale, no_price, too_many, sold_out, no_method, method_gone, no_rate, no_address, empty.
    Only `blocking` ones stop an order; the others are there to be read.
    """

    code: str
    message: str
    line: str = ""
    package: str = ""
    most: int | None = None
    blocking: bool = True


class RateUsed(Output):
    """The rate by which prices were converted that the catalogue does not have in this currency."""

    base: str
    quote: str
    rate: Decimal
    source: str
    on: date


class Quote(Output):
    """What a basket costs, and everything that led to it. Lines stand in the order they were asked in.

    `inclusive`: prices contain the taxes. `fingerprint` changes with whatever the buyer would notice on the bill: compare it
    before charging. Titles, weights, costs, offers not chosen, problems and the moment are not part of it.
    """

    currency: str
    language: str
    country: str
    """Whose taxes these are: ISO 3166-1 alpha-2."""
    inclusive: bool
    lines: tuple[QuoteLine, ...]
    packages: tuple[QuotePackage, ...]
    discounts: tuple[QuoteDiscount, ...]
    refused: tuple[RefusedCode, ...]
    taxes: tuple[TaxPart, ...]
    """One for each tax and rate, over the whole basket."""
    tax_note: str
    """What the invoice has to say where no tax is charged: reverse charge, exempt; empty otherwise."""
    tax_number: str
    """The buyer's, where it was the reason for charging none."""
    totals: Totals
    problems: tuple[Problem, ...]
    rate: RateUsed | None
    quoted_at: datetime
    fingerprint: str
    sources: tuple[QuoteSource, ...] = ()
    """Empty where there was nothing to choose: all of it leaves from one warehouse of one's own."""
    sourced: tuple[Reason, ...] = ()
    """Why the basket as a whole leaves from where it does."""
    charged_once: bool = False
    """It leaves in several packages, and sending is charged as if it were one."""

    @property
    def buyable(self) -> bool:
        """Tell whether an order could be placed exactly as quoted."""
        return not any(problem.blocking for problem in self.problems)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes that took something off, as they are to be used up."""
        return tuple(discount.code for discount in self.discounts if discount.code)


def fingerprint_of(quote: Quote) -> str:
    """Return the hash of what the buyer agrees to; the order of lines and of packages does not matter."""
    agreed = {
        "currency": quote.currency,
        "inclusive": quote.inclusive,
        "country": quote.country,
        "lines": sorted(
            [
                line.variant_id,
                line.quantity,
                line.unit_price.minor,
                line.discount.minor,
                line.tax.minor,
                line.total.minor,
            ]
            for line in quote.lines
        ),
        "packages": sorted(
            [
                package.source,
                package.chosen.method_id if package.chosen else 0,
                package.chosen.price.minor if package.chosen else 0,
                package.total.minor,
                sorted([packed.quantity for packed in package.lines]),
            ]
            for package in quote.packages
        ),
        "discounts": sorted([one.coupon_id, one.amount.minor] for one in quote.discounts),
        "taxes": sorted([tax.name, str(tax.rate.normalize()), tax.amount.minor] for tax in quote.taxes),
        "totals": [getattr(quote.totals, name).minor for name in Totals.model_fields],
        "note": quote.tax_note and quote.tax_number,
    }
    return hashlib.sha256(json.dumps(agreed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:32]
