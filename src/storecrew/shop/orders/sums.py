"""Add up an order from its rows, and take a share out of a row without losing a cent."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from storecrew.kernel.money.types import Rounding, rounded
from storecrew.shop.orders.models import Charge, ChargeKind, Discount, Line, Order, Tax


def add_up(order: Order, lines: Iterable[Line], charges: Iterable[Charge]) -> None:
    """Set the order's sums from its rows."""
    goods, extras = list(lines), list(charges)
    rows: list[Line | Charge] = [*goods, *extras]
    order.subtotal_minor = sum(line.gross_minor for line in goods)
    order.discount_minor = sum(row.discount_minor for row in rows)
    order.shipping_minor = sum(one.amount_minor for one in extras if one.kind == ChargeKind.SHIPPING)
    order.fee_minor = sum(one.amount_minor for one in extras if one.kind == ChargeKind.FEE)
    order.tax_minor = sum(row.tax_minor for row in rows)
    order.added_tax_minor = 0 if order.inclusive else order.tax_minor
    order.total_minor = sum(row.total_minor for row in rows)


def complete(row: Line | Charge, discounts: Sequence[Discount], taxes: Sequence[Tax], *, inclusive: bool) -> None:
    """Set the sums of a line or charge from its own amount and the parts that stand on it."""
    own = row.gross_minor if isinstance(row, Line) else row.amount_minor
    row.discount_minor = sum(part.amount_minor for part in discounts)
    row.tax_minor = sum(part.amount_minor for part in taxes)
    row.total_minor = own - row.discount_minor + (0 if inclusive else row.tax_minor)


def share(amount_minor: int, of: int, in_all: int) -> int:
    """Return the part of an amount that `of` out of `in_all` pieces carry, half up; all of them carry all of it."""
    return rounded(Fraction(amount_minor * of, in_all), Rounding.HALF_UP)
