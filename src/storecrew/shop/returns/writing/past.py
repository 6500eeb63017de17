"""Write many returns that are over: the demo's year, imports. The same rows as single ones, a dozen statements a batch."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db.models import Max

from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns import rules
from storecrew.shop.returns.models import (
    Claim,
    Condition,
    Decline,
    Disposition,
    Kind,
    Payer,
    Receipt,
    Received,
    Refund,
    RefundLine,
    RefundPart,
    RefundState,
    Return,
    ReturnLine,
    State,
    Wish,
)
from storecrew.shop.returns.reasons import OURS, Reason
from storecrew.shop.returns.reckoning import worth

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PastReturn:
    """A return that is over. The caller has written already what belongs to it in the other rooms, by the names given here:

    - `document`: in orders, the pieces that came back (`Moved.document`), and in stock their moves; of the form
      `return:<letters, digits, hyphens>`, unique for ever. Pieces whose disposition is None never came back (the buyer kept
      them, or they never arrived) and are in neither.
    - `payment_id`, `refund_key`: in payments, the settled refund of `refunded_minor`; unused when that is 0.

    `lines`: (id of the order's line, pieces, reason, disposition or None). `refunded_minor` is in the order's currency.
    `received_at` None: nothing came back. `declined`: it was not granted.
    """

    order_id: int
    lines: tuple[tuple[int, int, Reason, Disposition | None], ...]
    requested_at: datetime
    received_at: datetime | None
    refunded_minor: int
    kind: Kind = Kind.RETURN
    document: str = ""
    payment_id: int | None = None
    refund_key: str = ""
    declined: bool = False


def write_many(pasts: Sequence[PastReturn], *, by: str) -> int:
    """Write past returns; those whose document is known already are passed over. Returns how many are new.

    Nothing is announced: it is history.
    """
    written = 0
    for part in batched(pasts, AT_ONCE):
        documents = [past.document for past in part if past.document]
        known = set(Receipt.objects.filter(document__in=documents).values_list("document", flat=True))
        fresh = [past for past in part if past.document not in known]
        _write(fresh, orders.find_many({past.order_id for past in fresh}), by)
        written += len(fresh)
    return written


def _write(pasts: Sequence[PastReturn], of: dict[int, OrderView], by: str) -> None:
    last = dict(
        Return.objects.filter(order__in=of)
        .order_by()
        .values("order")
        .annotate(n=Max("ordinal"))
        .values_list("order", "n")
    )
    count: dict[int, int] = defaultdict(int, last)
    rows = []
    for past in pasts:
        count[past.order_id] += 1
        rows.append(_row(past, of[past.order_id], count[past.order_id], by))
    Return.objects.bulk_create(rows)
    lines = [
        [_line(row, past, of[past.order_id], line) for line in past.lines]
        for past, row in zip(pasts, rows, strict=True)
    ]
    ReturnLine.objects.bulk_create([line for many in lines for line in many])
    Claim.objects.bulk_create(
        Claim(ret=row, granted=Claim.Granted.REFUND)
        for row in rows
        if row.kind == Kind.CLAIM and not row.decline_reason
    )
    _receive([(past, row, many) for past, row, many in zip(pasts, rows, lines, strict=True) if _came(past)], by)
    _refund([(past, row, many) for past, row, many in zip(pasts, rows, lines, strict=True)], of, by)


def _came(past: PastReturn) -> bool:
    return past.received_at is not None and any(line[3] is not None for line in past.lines) and not past.declined


def _row(past: PastReturn, order: OrderView, ordinal: int, by: str) -> Return:
    reasons = {str(line[2]) for line in past.lines}
    over = past.received_at or past.requested_at
    kind = Kind.CLAIM if past.kind == Kind.RETURN and rules.is_claim(reasons) else past.kind
    return Return(
        order_id=past.order_id,
        customer_id=order.customer_id,
        number=f"{order.number}-R{ordinal}",
        ordinal=ordinal,
        kind=kind,
        state=State.DECLINED if past.declined else State.CLOSED,
        wish=Wish.REFUND,
        language=order.language,
        currency=order.currency,
        nothing_back=not _came(past),
        payer=Payer.SHOP if reasons <= OURS else Payer.BUYER,
        decline_reason=Decline.USED if past.declined else "",
        requested_at=past.requested_at,
        requested_by=f"customer:{order.customer_id}" if order.customer_id else "nobody",
        decided_at=past.requested_at,
        decided_by=by,
        received_at=past.received_at if _came(past) else None,
        settled_at=None if past.declined else over,
        closed_at=over,
    )


def _line(
    row: Return, past: PastReturn, order: OrderView, line: tuple[int, int, Reason, Disposition | None]
) -> ReturnLine:
    line_id, quantity, reason, disposition = line
    variant_id = next(one.variant_id for one in order.lines if one.line_id == line_id)
    return ReturnLine(
        ret=row,
        line_id=line_id,
        variant_id=variant_id,
        quantity=quantity,
        reason=reason,
        received=quantity if disposition is not None and _came(past) else 0,
        refunded=quantity if past.refunded_minor and not past.declined else 0,
    )


def _receive(found: Sequence[tuple[PastReturn, Return, list[ReturnLine]]], by: str) -> None:
    receipts = [
        Receipt(
            ret=row,
            ordinal=1,
            document=past.document or f"{row.subject}-1",
            at=past.received_at or row.requested_at,
            by=by,
        )
        for past, row, _lines in found
    ]
    Receipt.objects.bulk_create(receipts)
    Received.objects.bulk_create(
        Received(receipt=receipt, line=line, quantity=said[1], condition=_condition(said[3]), disposition=said[3])
        for receipt, (past, _row, lines) in zip(receipts, found, strict=True)
        for line, said in zip(lines, past.lines, strict=True)
        if said[3] is not None
    )


def _condition(disposition: Disposition) -> Condition:
    return Condition.NEW if disposition == Disposition.RESTOCK else Condition.BROKEN


def _refund(found: Sequence[tuple[PastReturn, Return, list[ReturnLine]]], of: dict[int, OrderView], by: str) -> None:
    """Price the pieces as reckoning does; what went back beyond that counts as goodwill, what is missing as a fee."""
    paid = [one for one in found if one[0].refunded_minor and not one[0].declined]
    refunds, lines, parts = [], [], []
    for past, row, many in paid:
        of_order = {line.line_id: line for line in of[past.order_id].lines}
        worths = [worth(of_order[line.line_id], line.quantity) for line in many]
        goods = sum(worths)
        refund = Refund(
            ret=row,
            ordinal=1,
            state=RefundState.SETTLED,
            goods_minor=goods,
            fee_minor=max(0, goods - past.refunded_minor),
            goodwill_minor=max(0, past.refunded_minor - goods),
            total_minor=past.refunded_minor,
            shipping_rule="none",
            at=row.settled_at or row.requested_at,
            by=by,
            settled_at=row.settled_at,
        )
        refunds.append(refund)
        lines += [
            RefundLine(refund=refund, line=line, quantity=line.quantity, amount_minor=amount)
            for line, amount in zip(many, worths, strict=True)
        ]
        if past.payment_id is not None:
            parts.append(
                RefundPart(
                    refund=refund,
                    payment_id=past.payment_id,
                    key=past.refund_key or f"{row.subject}:1",
                    amount_minor=past.refunded_minor,
                    state=RefundState.SETTLED,
                )
            )
    Refund.objects.bulk_create(refunds)
    RefundLine.objects.bulk_create(lines)
    RefundPart.objects.bulk_create(parts)
