"""The currencies the store sells in beside its own, and how converted prices are rounded."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Where a converted price is rounded to."""

    NEAREST = "nearest", _("to the nearest")
    UP = "up", _("up")
    DOWN = "down", _("down")


class PriceRule(models.Model):
    """A currency and the form its converted prices take: a multiple of `step`, less `less` (step 1.00 less 0.01: .99)."""

    currency = models.CharField(max_length=3, unique=True, help_text="ISO 4217")
    active = models.BooleanField(default=True, help_text="buyers can choose it")
    step_minor = models.PositiveIntegerField(default=1, help_text="in minor units; 1: to the cent")
    less_minor = models.PositiveIntegerField(default=0, help_text="in minor units, taken off the multiple")
    direction = models.CharField(max_length=7, choices=Direction, default=Direction.NEAREST)
    surcharge = models.DecimalField(
        max_digits=5, decimal_places=2, default=0, help_text="percent on top of the rate, for its movements and fees"
    )
    source = models.CharField(max_length=40, blank=True, help_text="take rates of this source only; empty: of any")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "currency"]
        constraints = [
            models.CheckConstraint(condition=Q(step_minor__gte=1), name="pricing_rule_step_positive"),
            models.CheckConstraint(condition=Q(less_minor__lt=F("step_minor")), name="pricing_rule_less_than_step"),
            models.CheckConstraint(
                condition=Q(surcharge__gte=-20, surcharge__lte=50), name="pricing_rule_surcharge_in_range"
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="pricing_rule_direction_known"),
        ]

    def __str__(self) -> str:
        return self.currency

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"price_rule:{self.pk}"
