"""Payouts: what a provider has sent to the bank, and of which lines it is made."""

from django.db import models
from django.db.models import Q

from storecrew.shop.payments.models.payments import Payment
from storecrew.shop.payments.models.providers import Provider
from storecrew.shop.payments.types import PayoutState


class Payout(models.Model):
    """One payout; negative when refunds and fees came to more than payments."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="payouts")
    reference = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=PayoutState, default=PayoutState.PENDING)
    arrives_on = models.DateField()
    created_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    whole = models.BooleanField(default=False, help_text="its lines are here and add up to its amount")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payments_payout_once"),
            models.CheckConstraint(condition=Q(state__in=PayoutState.values), name="payments_payout_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PayoutState.ARRIVED) | Q(arrived_at__isnull=False),
                name="payments_payout_arrived_has_time",
            ),
        ]
        indexes = [models.Index(fields=["-arrives_on", "-id"], name="payments_payout_newest")]  # the console's list

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount_minor} {self.currency}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"payout:{self.pk}"


class PayoutLine(models.Model):
    """rows: one per movement inside a payout. `gross` and `net` carry their sign; net = gross − fee."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    reference = models.CharField(max_length=120, help_text="the provider's own id of the movement")
    kind = models.CharField(max_length=40, help_text="payment, refund, dispute, fee, adjustment …")
    gross_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    at = models.DateTimeField()
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="payout_lines")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "reference"], name="payments_payout_line_once"),
            models.CheckConstraint(
                condition=Q(net_minor=models.F("gross_minor") - models.F("fee_minor")),
                name="payments_payout_line_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.net_minor}"
