"""Two records of one person, put together; and pairs of which somebody said that they are two people."""

from django.db import models
from django.db.models import F, Q

from storecrew.shop.customers.models.people import Customer


class Merge(models.Model):
    """`gone` went into `kept`. `moved` says exactly what, part by part, so that it can be taken back."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict, help_text="name of the part → what it needs to move back")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="customers_merge_gone_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="customers_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"merge:{self.pk}"


class NotTheSame(models.Model):
    """A pair that looks alike and is two people; the duplicates leave it out."""

    low = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    high = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="customers_not_the_same_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="customers_not_the_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} is not {self.high_id}"
