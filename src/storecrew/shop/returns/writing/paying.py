"""Write a refund down and set its parts on their way: one key each, so that nothing goes back twice."""

from collections.abc import Sequence

from django.db.models import Max

from storecrew.kernel.actions.run import Run
from storecrew.shop.orders.types import OrderView
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.types import RefundState as PaymentRefundState
from storecrew.shop.returns.events import ReturnRefunded
from storecrew.shop.returns.models import Refund, RefundLine, RefundPart, RefundState, Return, ReturnLine, State
from storecrew.shop.returns.reckoning import spread
from storecrew.shop.returns.types import Sum
from storecrew.shop.returns.writing.closing import close_when_done
from storecrew.shop.returns.writing.loading import to_state

CALLS = (payments.refund,)
"""What actions that call `pay` declare."""


def pay(
    run: Run, row: Return, order: OrderView, lines: Sequence[ReturnLine], pieces: dict[int, int], money: Sum
) -> Refund:
    """Give back what was reckoned: the rows, the payments' refunds, the pieces counted. The return is locked."""
    ordinal = (row.refunds.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    made = Refund.objects.create(
        ret=row,
        ordinal=ordinal,
        state=RefundState.SENT if money.total.minor else RefundState.SETTLED,
        goods_minor=money.goods.minor,
        shipping_minor=money.shipping.minor,
        fee_minor=money.fee.minor,
        credit_minor=money.credit.minor,
        earlier_minor=money.earlier.minor,
        goodwill_minor=money.goodwill.minor,
        total_minor=money.total.minor,
        shipping_rule=money.shipping_rule,
        at=run.now,
        by=run.actor.ref,
        settled_at=None if money.total.minor else run.now,
    )
    by_line = {one.line_id: one for one in money.lines}
    for line in lines:
        if not pieces.get(line.pk):
            continue
        amount = by_line[line.line_id].amount.minor
        RefundLine.objects.create(refund=made, line=line, quantity=pieces[line.pk], amount_minor=amount)
        line.refunded += pieces[line.pk]
        line.save(update_fields=["refunded"])
    _send(run, row, order, made)
    _stand(run, row, lines)
    run.changed(row.subject, "refunded", old=None, new={"minor": made.total_minor, "currency": row.currency})
    run.emit(
        ReturnRefunded(
            return_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            kind=row.kind,
            refund=ordinal,
            total=money.total,
            goods=money.goods,
            shipping=money.shipping,
            fee=money.fee,
            goodwill=money.goodwill,
        ),
        subject=row.subject,
    )
    return made


def _send(run: Run, row: Return, order: OrderView, made: Refund) -> None:
    """Ask the payments, the newest first; what is paid back by hand stands on finance's list."""
    for view, part in spread(order, made.total_minor):
        key = f"{row.subject}:{made.ordinal}"
        asked = run.call(
            payments.refund,
            payments.RefundMoney(payment_id=view.payment_id, amount=row.money(part), reason=row.number, key=key),
        )
        settled = asked.state == PaymentRefundState.SETTLED
        RefundPart.objects.create(
            refund=made,
            payment_id=view.payment_id,
            key=key,
            amount_minor=part,
            state=RefundState.SETTLED if settled else RefundState.SENT,
        )


def _stand(run: Run, row: Return, lines: Sequence[ReturnLine]) -> None:
    """Once nothing is awaited and every piece is made good, so is the return."""
    awaited = not row.nothing_back and any(line.awaited for line in lines)
    if awaited:
        return
    to_state(run, row, State.SETTLED)
    row.settled_at = run.now
    close_when_done(run, row)
