"""By how much an order would fall if pieces of it were cancelled: the same arithmetic as the cancellation, nothing written."""

from collections.abc import Mapping

from storecrew.shop.orders.models import Charge, Discount, Line, Order, Tax
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.orders.writing.shrinking import empty_charge, shrink_line


def would_fall(order_id: int, pieces: Mapping[int, int], *, replaced: bool = False) -> int:
    """Return by how many minor units the total would fall: line id → pieces. All that is left takes the charges along,
    unless something else comes instead (`replaced`).

    Pieces beyond those that have not left are not counted. Five questions.
    """
    order = Order.objects.get(pk=order_id)
    rows: dict[str, object] = {"order": order}
    sheet = Sheet(
        order,
        list(Line.objects.filter(**rows)),
        list(Charge.objects.filter(**rows)),
        list(Discount.objects.filter(**rows)),
        list(Tax.objects.filter(**rows)),
    )
    before = _total(sheet)
    for line in sheet.lines:
        gone = min(line.open, pieces.get(line.pk, 0))
        if gone:
            shrink_line(sheet, line, gone)
    if not replaced and all(line.wanted == 0 for line in sheet.lines):
        for charge in sheet.charges:
            empty_charge(sheet, charge)
    return before - _total(sheet)


def _total(sheet: Sheet) -> int:
    return sum(line.total_minor for line in sheet.lines) + sum(charge.total_minor for charge in sheet.charges)
