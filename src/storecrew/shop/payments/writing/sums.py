"""The sums of a payment, from its transactions and refunds: the one place that says what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from storecrew.shop.payments.models import Payment, Refund, Transaction
from storecrew.shop.payments.types import REFUND_OPEN, Kind


@dataclass(frozen=True, slots=True)
class Sums:
    """How a payment stands, in minor units of its currency."""

    authorised: int
    captured: int
    refunded: int
    refunding: int
    disputed: int

    def on(self, payment: Payment) -> bool:
        """Tell whether the row says the same."""
        return self == Sums(
            payment.authorised_minor,
            payment.captured_minor,
            payment.refunded_minor,
            payment.refunding_minor,
            payment.disputed_minor,
        )


def sums_of(payment: Payment) -> Sums:
    """Derive the sums of a payment anew; two queries. What came in another currency counts in none of them."""
    rows = Transaction.objects.filter(payment=payment, currency=payment.currency).values_list("kind")
    moved = {Kind(kind): int(total) for kind, total in rows.annotate(total=Sum("amount_minor")).order_by("kind")}
    open_ = Refund.objects.filter(payment=payment, state__in=REFUND_OPEN).aggregate(total=Sum("amount_minor"))
    return reckoned(moved, int(open_["total"] or 0))


def reckoned(moved: Mapping[Kind, int], refunding: int) -> Sums:
    """Make sums of what each kind of transaction comes to.

    Whoever takes more than was set aside had more set aside: captured never exceeds authorised.
    """
    captured = moved.get(Kind.CAPTURE, 0)
    return Sums(
        authorised=max(moved.get(Kind.AUTHORISE, 0), captured),
        captured=captured,
        refunded=moved.get(Kind.REFUND, 0) - moved.get(Kind.REFUND_RETURNED, 0),
        refunding=refunding,
        disputed=moved.get(Kind.DISPUTE, 0) - moved.get(Kind.DISPUTE_RETURNED, 0),
    )
