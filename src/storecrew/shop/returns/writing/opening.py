"""Write a new return down."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from storecrew.kernel.actions.run import Run
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.returns import rules
from storecrew.shop.returns.events import ReturnRequested
from storecrew.shop.returns.models import (
    Claim,
    Exchange,
    ExchangeLine,
    Kind,
    Payer,
    Photo,
    Policy,
    Return,
    ReturnLine,
    Wish,
)
from storecrew.shop.returns.reasons import NOTHING_TO_SEND


@dataclass(frozen=True, slots=True)
class Asked:
    """Pieces of a line that somebody wants to give back. `variant_id`: what they want instead, None for nothing."""

    line: LineView
    quantity: int
    reason: str
    variant_id: int | None = None


def next_ordinal(order_id: int) -> int:
    """Return which return of an order the next one is.

    It is the order's lock, and is taken before anybody looks at what may still come back: whoever writes a return after
    this has the same number, and is told to look again.
    """
    return (Return.objects.filter(order=order_id).aggregate(last=Max("ordinal"))["last"] or 0) + 1


def open_return(
    run: Run,
    order: OrderView,
    ordinal: int,
    asked: Sequence[Asked],
    *,
    wish: Wish,
    words: str,
    photos: Sequence[int],
    policy: Policy,
) -> Return:
    """Write a return with its lines, its claim, its exchange and its photographs."""
    reasons = {one.reason for one in asked}
    row = Return(
        order_id=order.order_id,
        customer_id=order.customer_id,
        ordinal=ordinal,
        number=f"{order.number}-R{ordinal}",
        kind=_kind(reasons, wish),
        wish=wish,
        words=words,
        language=order.language,
        currency=order.currency,
        payer=Payer.SHOP if reasons <= set(policy.shop_pays) else Payer.BUYER,
        nothing_back=reasons <= NOTHING_TO_SEND,
        warehouse_id=policy.warehouse_id,
        requested_at=run.now,
        requested_by=run.actor.ref,
    )
    row.save()
    run.changed(row.subject, "state", old=None, new=str(row.state))
    run.about(f"order:{order.order_id}")
    lines = [
        ReturnLine(
            ret=row,
            line_id=one.line.line_id,
            variant_id=one.line.variant_id,
            quantity=one.quantity,
            reason=one.reason,
        )
        for one in asked
    ]
    for line in lines:  # one by one: SQLite and PostgreSQL both give the ids back, and there are few
        line.save()
    if row.kind == Kind.CLAIM:
        Claim.objects.create(ret=row)
    _wish(row, list(zip(asked, lines, strict=True)))
    Photo.objects.bulk_create(Photo(ret=row, asset_id=asset_id) for asset_id in dict.fromkeys(photos))
    run.emit(
        ReturnRequested(
            return_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            kind=row.kind,
            reasons={one.line.line_id: one.reason for one in asked},
        ),
        subject=row.subject,
    )
    return row


def _kind(reasons: set[str], wish: Wish) -> Kind:
    if rules.is_claim(reasons):
        return Kind.CLAIM
    return Kind.RETURN if wish == Wish.REFUND else Kind.EXCHANGE


def _wish(row: Return, pairs: Sequence[tuple[Asked, ReturnLine]]) -> None:
    """Write what is wanted instead: the same once more, or what was chosen."""
    if row.wish == Wish.REFUND:
        return
    exchange = Exchange.objects.create(ret=row)
    chosen = [
        (line, variant_id, one.quantity)
        for one, line in pairs
        if (variant_id := one.variant_id or one.line.variant_id) is not None
    ]
    ExchangeLine.objects.bulk_create(
        ExchangeLine(exchange=exchange, instead_of=line, variant_id=variant_id, quantity=quantity)
        for line, variant_id, quantity in chosen
    )
