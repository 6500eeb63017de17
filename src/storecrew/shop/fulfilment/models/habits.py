"""The few habits of the packing tables."""

from django.db import models
from django.db.models import Q


class Habits(models.Model):
    """The one row of habits; without it the defaults hold."""

    weigh_tolerance_g = models.PositiveIntegerField(default=30, help_text="a parcel may differ by this")
    weigh_tolerance_percent = models.PositiveSmallIntegerField(default=5, help_text="or by this share, if that is more")
    silent_after_days = models.PositiveSmallIntegerField(
        default=3, help_text="working days without a word of the carrier"
    )
    totes_in_wave = models.PositiveSmallIntegerField(default=12, help_text="orders that one walk takes at most")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="fulfilment_one_habits"),
            models.CheckConstraint(
                condition=Q(totes_in_wave__gte=1, totes_in_wave__lte=100, silent_after_days__gte=1),
                name="fulfilment_habits_in_range",
            ),
        ]

    def __str__(self) -> str:
        return "habits"
