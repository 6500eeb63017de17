"""What approval rules look at when money goes back."""

from typing import Any

from storecrew.kernel.actions.types import Weight
from storecrew.shop.payments.models import Payment, Refund


def weigh_refund(data: Any) -> Weight:
    """Weigh a refund by all that has gone back, or is about to, of its payment: ten small refunds weigh as one big one.

    The same key again weighs nothing more: it is the same refund.
    """
    payment = Payment.objects.filter(pk=data.payment_id).first()
    if payment is None:
        return Weight()
    known = Refund.objects.filter(payment=payment, key=data.key).exists() if data.key else False
    gone = payment.refunded_minor + payment.refunding_minor
    asked = payment.refundable_minor if data.amount is None else data.amount.minor
    amount = 0 if known else asked
    return Weight(amount_minor=gone + amount, currency=payment.currency, versions={payment.subject: payment.version})
