"""Turn what was agreed (a quote, and lines that are not from the catalogue) into an order's rows."""

from collections.abc import Sequence

from storecrew.kernel.actions.types import Input
from storecrew.shop.orders.models import Charge, ChargeKind, Discount, Line, Order, Tax
from storecrew.shop.orders.sums import add_up, complete
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.pricing.types import DiscountPart, Quote, QuoteLine, QuotePackage, TaxPart

STAFF = "staff"


class FreeLine(Input):
    """A line that is not from the catalogue, priced by the crew; taxes as they were reckoned."""

    key: str
    title: str
    quantity: int
    unit_minor: int
    tax_class: str = ""
    requires_shipping: bool = False
    taxes: tuple[TaxPart, ...] = ()


def rows_of(order: Order, quote: Quote, free: Sequence[FreeLine] = ()) -> Sheet:
    """Return the unsaved rows of an order, and set the order's sums."""
    sheet = Sheet(order, [], [])
    names = {one.coupon_id: (one.code, one.title) for one in quote.discounts}
    package_of = {packed.key: package.key for package in quote.packages for packed in package.lines}
    for position, line in enumerate(quote.lines, 1):
        add_quoted(sheet, line, position, package=package_of.get(line.key, ""), names=names)
    for position, extra in enumerate(free, len(quote.lines) + 1):
        add_free(sheet, extra, position)
    for package in quote.packages:
        if package.chosen is not None:
            add_package(sheet, package, names)
    add_up(order, sheet.lines, sheet.charges)
    return sheet


def save_rows(sheet: Sheet) -> None:
    """Write new rows with four statements, however many there are."""
    Line.objects.bulk_create(sheet.lines)
    Charge.objects.bulk_create(sheet.charges)
    Discount.objects.bulk_create(sheet.discounts)
    Tax.objects.bulk_create(sheet.taxes)


def add_quoted(
    sheet: Sheet, quoted: QuoteLine, position: int, *, package: str, names: dict[int, tuple[str, str]]
) -> Line:
    """Add a line from a quote."""
    line = Line(
        order=sheet.order,
        position=position,
        key=quoted.key,
        package=package,
        variant_id=quoted.variant_id,
        sku=quoted.sku,
        title=quoted.title[:255],
        options=[{"name": one.name, "value": one.value} for one in quoted.options],
        tax_class=quoted.tax_class,
        hs_code=quoted.hs_code,
        origin=quoted.origin,
        weight_g=None if quoted.weight_g is None else quoted.weight_g // quoted.quantity,
        requires_shipping=quoted.requires_shipping,
        unit_minor=quoted.unit_price.minor,
        quantity=quoted.quantity,
        gross_minor=quoted.gross.minor,
        total_minor=0,
        cost_minor=None if quoted.cost is None else quoted.cost.minor // quoted.quantity,
        cost_currency="" if quoted.cost is None else quoted.cost.currency,
    )
    sheet.lines.append(line)
    _stand_on(sheet, line, quoted.discounts, quoted.taxes, names)
    return line


def add_free(sheet: Sheet, extra: FreeLine, position: int) -> Line:
    """Add a line that is not from the catalogue."""
    line = Line(
        order=sheet.order,
        position=position,
        key=extra.key,
        title=extra.title[:255],
        tax_class=extra.tax_class,
        requires_shipping=extra.requires_shipping,
        unit_minor=extra.unit_minor,
        quantity=extra.quantity,
        gross_minor=extra.unit_minor * extra.quantity,
        total_minor=0,
    )
    sheet.lines.append(line)
    _stand_on(sheet, line, (), extra.taxes, {})
    return line


def add_package(sheet: Sheet, package: QuotePackage, names: dict[int, tuple[str, str]]) -> Charge:
    """Add what sending a package costs."""
    chosen = package.chosen
    assert chosen is not None  # noqa: S101  the caller looked
    charge = Charge(
        order=sheet.order,
        kind=ChargeKind.SHIPPING,
        key=package.key,
        source=package.source,
        name=chosen.name,
        method_id=chosen.method_id,
        carrier=chosen.carrier,
        min_days=chosen.min_days,
        max_days=chosen.max_days,
        amount_minor=chosen.price.minor,
        total_minor=0,
    )
    sheet.charges.append(charge)
    _stand_on(sheet, charge, package.discounts, package.taxes, names)
    return charge


def _stand_on(
    sheet: Sheet,
    row: Line | Charge,
    discounts: Sequence[DiscountPart],
    taxes: Sequence[TaxPart],
    names: dict[int, tuple[str, str]],
) -> None:
    place = {"line": row} if isinstance(row, Line) else {"charge": row}
    offs = []
    for part in discounts:
        code, title = names.get(part.coupon_id, ("", STAFF))
        offs.append(
            Discount(
                order=sheet.order,
                coupon_id=part.coupon_id,
                code=code,
                name=title[:200],
                amount_minor=part.amount.minor,
                **place,
            )
        )
    levies = [
        Tax(
            order=sheet.order,
            name=part.name[:100],
            rate=part.rate,
            base_minor=part.base.minor,
            amount_minor=part.amount.minor,
            **place,
        )
        for part in taxes
    ]
    complete(row, offs, levies, inclusive=sheet.order.inclusive)
    sheet.discounts += offs
    sheet.taxes += levies
