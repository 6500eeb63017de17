"""Rates that were recorded; history, hence never changed: a correction is a newer row."""

from django.db import models


class Rate(models.Model):
    """One unit of `base` was worth `rate` units of `quote` on a day."""

    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    source = models.CharField(max_length=40)
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="money_rate_positive"),
            models.UniqueConstraint(
                fields=["base", "quote", "source", "on", "recorded_at"], name="money_rate_said_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["base", "quote", "-on"], name="money_rate_latest"
            ),  # reads.rate: newest on or before a day
        ]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.rate} ({self.source}, {self.on})"
