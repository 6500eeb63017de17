"""Disputes: the buyer's bank wants the money back."""

from django.db import models
from django.db.models import Q

from storecrew.shop.payments.models.payments import Payment
from storecrew.shop.payments.types import DisputeState


class Dispute(models.Model):
    """One dispute about one payment."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    reference = models.CharField(max_length=120, help_text="the provider's own id of it")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60, blank=True, help_text="as the provider says, e.g. product_not_received")
    state = models.CharField(max_length=8, choices=DisputeState, default=DisputeState.OPEN)
    due_at = models.DateTimeField(null=True, blank=True, help_text="evidence has to be there by then")
    evidence = models.TextField(blank=True, help_text="what was sent, or is being written")
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "reference"], name="payments_dispute_once"),
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="payments_dispute_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[DisputeState.WON, DisputeState.LOST], closed_at__isnull=False)
                | Q(state__in=[DisputeState.OPEN, DisputeState.REVIEW], closed_at=None),
                name="payments_dispute_closed_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at", "id"], name="payments_dispute_due")]  # what is due next

    def __str__(self) -> str:
        return f"{self.reference}: {self.state}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"dispute:{self.pk}"
