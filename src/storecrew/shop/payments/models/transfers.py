"""Money on the bank statement that has to find its payment."""

from django.db import models
from django.db.models import Q

from storecrew.shop.payments.models.payments import Payment


class Transfer(models.Model):
    """One incoming line of the statement. Matched to a payment, or set aside with a reason."""

    reference = models.CharField(max_length=120, unique=True, help_text="the bank's own id of the line")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=200, blank=True, help_text="what the payer wrote")
    payer = models.CharField(max_length=200, blank=True)
    on = models.DateField(help_text="day of the statement")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="transfers")
    set_aside = models.CharField(max_length=200, blank=True, help_text="why it belongs to no payment")
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True, help_text="matched or set aside")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_transfer_amount_positive"),
            models.CheckConstraint(
                condition=Q(payment=None, set_aside="", settled_at=None)
                | Q(payment=None, settled_at__isnull=False) & ~Q(set_aside="")
                | Q(payment__isnull=False, set_aside="", settled_at__isnull=False),
                name="payments_transfer_settled_one_way",
            ),
        ]
        indexes = [
            models.Index(fields=["on", "id"], name="payments_transfer_open", condition=Q(settled_at=None)),  # to match
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.text}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"bank_line:{self.pk}"
