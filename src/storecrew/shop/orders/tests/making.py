"""Quotes by hand, as pricing would give them: tests say what was agreed, to the cent."""

from dataclasses import dataclass, field
from decimal import Decimal

from storecrew.kernel.money.types import Money
from storecrew.shop.orders.tests.conftest import NOW
from storecrew.shop.pricing.types import (
    ChosenOption,
    DiscountPart,
    PackedLine,
    Quote,
    QuoteDiscount,
    QuoteLine,
    QuotePackage,
    ShippingOffer,
    TaxPart,
    Totals,
    fingerprint_of,
)

RATE = Decimal(13)


@dataclass(frozen=True)
class Want:
    """A line of a quote: pieces of a variant at a price, with a discount on the whole line."""

    variant_id: int
    quantity: int = 1
    unit: int = 10000
    off: int = 0
    key: str = ""
    title: str = "Lamp"


@dataclass
class Quoting:
    """How a quote is made."""

    shipping: int = 1200
    inclusive: bool = True
    currency: str = "CNY"
    coupon: tuple[int, str] = (0, "")
    days: tuple[int, int] = (2, 5)
    wants: tuple[Want, ...] = field(default_factory=tuple)

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)


def quote_of(*wants: Want, **how: object) -> Quote:
    made = Quoting(**how)  # type: ignore[arg-type]  # tests name what they change
    lines = tuple(_line(made, want, number) for number, want in enumerate(wants, 1))
    packages = _packages(made, lines)
    return _whole(made, lines, packages)


def _tax(made: Quoting, amount: int) -> TaxPart:
    if made.inclusive:
        tax = round(amount * RATE / (100 + RATE))
        return TaxPart(name="VAT", rate=RATE, base=made.money(amount - tax), amount=made.money(tax))
    return TaxPart(name="VAT", rate=RATE, base=made.money(amount), amount=made.money(round(amount * RATE / 100)))


def _line(made: Quoting, want: Want, number: int) -> QuoteLine:
    gross = want.unit * want.quantity
    tax = _tax(made, gross - want.off)
    offs = (DiscountPart(coupon_id=made.coupon[0], amount=made.money(want.off)),) if want.off else ()
    return QuoteLine(
        key=want.key or f"line:{number}",
        variant_id=want.variant_id,
        product_id=1,
        slug="lamp",
        sku=f"L-{want.variant_id}",
        title=want.title,
        options=(ChosenOption(name="Colour", value="Oat"),),
        picture_id=None,
        quantity=want.quantity,
        unit_price=made.money(want.unit),
        compare_at=None,
        gross=made.money(gross),
        discount=made.money(want.off),
        discounts=offs,
        taxes=(tax,),
        tax=tax.amount,
        total=made.money(gross - want.off + (0 if made.inclusive else tax.amount.minor)),
        tax_class="standard",
        weight_g=500 * want.quantity,
        requires_shipping=True,
        cost=Money(4000 * want.quantity, "CNY"),
    )


def _packages(made: Quoting, lines: tuple[QuoteLine, ...]) -> tuple[QuotePackage, ...]:
    if not lines:
        return ()
    tax = _tax(made, made.shipping)
    way = ShippingOffer(
        method_id=1,
        name="Standard",
        price=made.money(made.shipping),
        min_days=made.days[0],
        max_days=made.days[1],
        handling=(0, 0),
        transit=made.days,
    )
    package = QuotePackage(
        key="own",
        source="own",
        lines=tuple(PackedLine(key=line.key, quantity=line.quantity) for line in lines),
        weight_g=1000,
        offers=(way,),
        chosen=way,
        assumed=False,
        discount=made.money(0),
        discounts=(),
        taxes=(tax,),
        tax=tax.amount,
        total=made.money(made.shipping + (0 if made.inclusive else tax.amount.minor)),
    )
    return (package,)


def _whole(made: Quoting, lines: tuple[QuoteLine, ...], packages: tuple[QuotePackage, ...]) -> Quote:
    subtotal = sum(line.gross.minor for line in lines)
    off = sum(line.discount.minor for line in lines)
    tax = sum(one.tax.minor for one in (*lines, *packages))
    total = sum(one.total.minor for one in (*lines, *packages))
    discount = QuoteDiscount(
        coupon_id=made.coupon[0],
        code=made.coupon[1],
        title="Ten off",
        kind="amount",
        amount=made.money(off),
        shipping=made.money(0),
    )
    quote = Quote(
        currency=made.currency,
        language="en",
        country="CN",
        inclusive=made.inclusive,
        lines=lines,
        packages=packages,
        discounts=(discount,) if off else (),
        refused=(),
        taxes=(),
        tax_note="",
        tax_number="",
        totals=Totals(
            subtotal=made.money(subtotal),
            discount=made.money(off),
            shipping=made.money(made.shipping if packages else 0),
            tax=made.money(tax),
            total=made.money(total),
        ),
        problems=(),
        rate=None,
        quoted_at=NOW,
        fingerprint="",
    )
    return quote.model_copy(update={"fingerprint": fingerprint_of(quote)})
