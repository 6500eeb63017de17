"""Rows of orders that were agreed in another system: priced, discounted and taxed there, kept here as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from storecrew.kernel.money.types import Money
from storecrew.shop.orders.models import Charge, ChargeKind, Discount, Line, Tax
from storecrew.shop.orders.sums import complete
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.pricing.types import Quote, QuoteDiscount, Totals, fingerprint_of


@dataclass(frozen=True, slots=True)
class Off:
    """What a code, or an agreement there, takes off one row."""

    name: str
    minor: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Levy:
    """A tax on one row. `rate` in percent; `base_minor` without any tax."""

    name: str
    rate: Decimal
    base_minor: int
    minor: int


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """Goods of another system. `variant_id` where they are known here; None: a line of its own."""

    key: str
    title: str
    quantity: int
    unit_minor: int
    variant_id: int | None = None
    sku: str = ""
    options: tuple[tuple[str, str], ...] = ()
    weight_g: int | None = None
    requires_shipping: bool = True
    offs: tuple[Off, ...] = ()
    levies: tuple[Levy, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignCharge:
    """Shipping or a fee of another system."""

    kind: ChargeKind
    key: str
    name: str
    minor: int
    offs: tuple[Off, ...] = ()
    levies: tuple[Levy, ...] = ()


def add_foreign(sheet: Sheet, lines: Sequence[ForeignLine], charges: Sequence[ForeignCharge]) -> None:
    """Add unsaved rows; the order's sums are the caller's."""
    for position, foreign in enumerate(lines, len(sheet.lines) + 1):
        line = Line(
            order=sheet.order,
            position=position,
            key=foreign.key,
            variant_id=foreign.variant_id,
            sku=foreign.sku[:100],
            title=foreign.title[:255],
            options=[{"name": name, "value": value} for name, value in foreign.options],
            weight_g=foreign.weight_g,
            requires_shipping=foreign.requires_shipping,
            unit_minor=foreign.unit_minor,
            quantity=foreign.quantity,
            gross_minor=foreign.unit_minor * foreign.quantity,
            total_minor=0,
        )
        sheet.lines.append(line)
        _stand_on(sheet, line, foreign.offs, foreign.levies)
    for extra in charges:
        charge = Charge(
            order=sheet.order,
            kind=extra.kind,
            key=extra.key,
            name=extra.name[:200],
            amount_minor=extra.minor,
            total_minor=0,
        )
        sheet.charges.append(charge)
        _stand_on(sheet, charge, extra.offs, extra.levies)


def foreign_quote(
    *,
    currency: str,
    language: str,
    country: str,
    inclusive: bool,
    lines: Sequence[ForeignLine],
    charges: Sequence[ForeignCharge],
    at: datetime,
) -> Quote:
    """Return what was agreed as a quote without lines of the catalogue: its sums and codes, as the other system had them."""
    rows: list[ForeignLine | ForeignCharge] = [*lines, *charges]
    taken: dict[tuple[str, str], int] = {}
    for row in rows:
        for off in row.offs:
            taken[off.code, off.name] = taken.get((off.code, off.name), 0) + off.minor

    def money(minor: int) -> Money:
        return Money(minor, currency)

    goods = sum(line.unit_minor * line.quantity for line in lines)
    shipping = sum(charge.minor for charge in charges)
    tax = sum(levy.minor for row in rows for levy in row.levies)
    saved = sum(taken.values())
    quote = Quote(
        currency=currency,
        language=language,
        country=country,
        inclusive=inclusive,
        lines=(),
        packages=(),
        discounts=tuple(
            QuoteDiscount(coupon_id=0, code=code, title=name, kind="foreign", amount=money(minor), shipping=money(0))
            for (code, name), minor in taken.items()
        ),
        refused=(),
        taxes=(),
        tax_note="",
        tax_number="",
        totals=Totals(
            subtotal=money(goods),
            discount=money(saved),
            shipping=money(shipping),
            tax=money(tax),
            total=money(goods - saved + shipping + (0 if inclusive else tax)),
        ),
        problems=(),
        rate=None,
        quoted_at=at,
        fingerprint="",
    )
    return quote.model_copy(update={"fingerprint": fingerprint_of(quote)})


def _stand_on(sheet: Sheet, row: Line | Charge, offs: Sequence[Off], levies: Sequence[Levy]) -> None:
    place = {"line": row} if isinstance(row, Line) else {"charge": row}
    discounts = [
        Discount(order=sheet.order, code=off.code[:64], name=off.name[:200], amount_minor=off.minor, **place)
        for off in offs
    ]
    taxes = [
        Tax(
            order=sheet.order,
            name=levy.name[:100],
            rate=levy.rate,
            base_minor=levy.base_minor,
            amount_minor=levy.minor,
            **place,
        )
        for levy in levies
    ]
    complete(row, discounts, taxes, inclusive=sheet.order.inclusive)
    sheet.discounts += discounts
    sheet.taxes += taxes
