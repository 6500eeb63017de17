"""Months that are closed, and what they looked like when they were."""

from django.db import models
from django.db.models import Q


class Period(models.Model):
    """A month of the books. It has a row once it was locked for the first time."""

    month = models.DateField(unique=True, help_text="its first day")
    locked_at = models.DateTimeField(null=True, help_text="empty: open again")
    locked_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"period:{self.month:%Y-%m}"


class Seal(models.Model):
    """What a month looked like when it was locked. Opening it again breaks the seal; the broken seal stays."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="seals")
    entries = models.PositiveIntegerField()
    totals = models.JSONField(default=dict, help_text="currency → minor units on either side")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the hashes of its entries and the seal before")
    previous_digest = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.CharField(max_length=120)
    broken_at = models.DateTimeField(null=True)
    broken_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was broken")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period"], condition=Q(broken_at=None), name="ledger_seal_one_whole"),
            models.CheckConstraint(condition=Q(broken_at=None) | ~Q(reason=""), name="ledger_seal_broken_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.digest[:8]}"
