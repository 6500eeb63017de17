"""Running totals, kept in the transaction of the entries they come from; the doctor proves them equal to the lines."""

from django.db import models
from django.db.models import Q

from storecrew.shop.ledger.models.accounts import Account


class Balance(models.Model):
    """What was booked on an account in one currency in one month."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    month = models.DateField(help_text="its first day")
    debit_minor = models.BigIntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "account", "currency"], name="ledger_balance_once"),
            models.CheckConstraint(
                condition=Q(debit_minor__gte=0, credit_minor__gte=0), name="ledger_balance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.currency} {self.month:%Y-%m}"
