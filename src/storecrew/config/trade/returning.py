"""What came back, or was paid back without coming, as returns and claims of the past."""

from collections.abc import Iterable, Iterator, Mapping

from storecrew.config.trade.sales import Sale
from storecrew.shop.returns.demo import Disposition, Kind, PastReturn, Reason


def past_returns(
    sales: Iterable[Sale],
    orders: Mapping[str, int],
    lines: Mapping[tuple[int, str], int],
    payments: Mapping[str, int],
) -> Iterator[PastReturn]:
    """Yield them. `orders`: name → number, `lines`: (order, key) → number, `payments`: name of the payment → number."""
    for sale in sales:
        back = sale.back
        if back is None:
            continue
        order_id = orders[sale.name]
        yield PastReturn(
            order_id=order_id,
            lines=tuple(
                (
                    lines[order_id, one.key],
                    one.quantity,
                    Reason(one.reason),
                    Disposition(one.disposition) if one.disposition else None,
                )
                for one in back.lines
            ),
            requested_at=back.requested_at,
            received_at=back.received_at,
            refunded_minor=back.refunded_minor,
            kind=Kind(back.kind),
            document=sale.document,
            payment_id=payments[f"p{sale.name}"],
            refund_key=sale.document,
        )
