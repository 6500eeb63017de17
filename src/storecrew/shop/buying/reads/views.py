"""Rows as others may hold them."""

from collections.abc import Sequence

from storecrew.kernel.money.types import Money
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder
from storecrew.shop.buying.types import PurchaseFact, PurchaseLineView, PurchaseView


def order_view(row: PurchaseOrder, lines: Sequence[PurchaseLine]) -> PurchaseView:
    """Return an order with its lines."""
    return PurchaseView(
        po_id=row.pk,
        number=row.number,
        supplier_id=row.supplier_id,
        site_id=row.site_id,
        warehouse_id=row.warehouse_id,
        state=row.state,
        currency=row.currency,
        language=row.language,
        total=row.money(sum(line.quantity * line.cost_minor for line in lines)),
        made_at=row.made_at,
        sent_at=row.sent_at,
        acked_at=row.acked_at,
        done_at=row.done_at,
        wanted_on=row.wanted_on,
        promised_on=row.promised_on,
        note=row.note,
        differs=any(line.differs for line in lines),
        version=row.version,
        lines=tuple(line_view(row, line) for line in lines),
    )


def line_view(order: PurchaseOrder, row: PurchaseLine) -> PurchaseLineView:
    """Return a line."""
    return PurchaseLineView(
        line_id=row.pk,
        variant_id=row.variant_id,
        offer_id=row.offer_id,
        sku=row.sku,
        title=row.title,
        ordered=row.ordered,
        quantity=row.quantity,
        cost=order.money(row.cost_minor),
        asked=order.money(row.asked_minor),
        promised_on=row.promised_on,
        said_quantity=row.said_quantity,
        said_cost=None if row.said_minor is None else order.money(row.said_minor),
        said_on=row.said_on,
        received=row.received,
        damaged=row.damaged,
        returned=row.returned,
        missing=row.missing,
        billed=row.billed,
        billed_cost=order.money(row.billed_minor),
    )


def fact_of(row: PurchaseLine) -> PurchaseFact:
    """Return what happened to a line; `row` comes with its order."""
    order = row.order
    invoiced = None
    if row.billed:
        invoiced = Money((2 * row.billed_minor + row.billed) // (2 * row.billed), order.currency)  # half up
    assert order.sent_at is not None  # noqa: S101  facts begin with sending
    return PurchaseFact(
        po_id=order.pk,
        number=order.number,
        supplier_id=order.supplier_id,
        line_id=row.pk,
        variant_id=row.variant_id,
        state=order.state,
        ordered_at=order.sent_at,
        acked_at=order.acked_at,
        promised=row.first_promised_on or order.wanted_on,
        first_received_at=row.first_received_at,
        received_at=row.received_at if not row.missing else None,
        wanted=row.ordered,
        received=row.received,
        damaged=row.damaged,
        agreed=order.money(row.asked_minor),
        invoiced=invoiced,
    )
