"""The owner's rules: from when on somebody is warned, what may be given, what is sent without a hand."""

from django.db import models
from django.db.models import Q


class Rulebook(models.Model):
    """One row, or the defaults. Amounts are minor units of the store's own currency."""

    warn_below = models.PositiveSmallIntegerField(default=60, help_text="chance in a hundred")
    day_percent = models.PositiveSmallIntegerField(default=2, help_text="what a late day costs, of the order's total")
    voucher_percent = models.PositiveSmallIntegerField(default=5, help_text="of what is late; 0: none")
    voucher_most_minor = models.BigIntegerField(default=3000)
    part_percent = models.PositiveSmallIntegerField(default=0, help_text="what goes back for waiting; 0: nothing")
    part_most_minor = models.BigIntegerField(default=0)
    answer_hours = models.PositiveSmallIntegerField(default=72)
    service_most_minor = models.BigIntegerField(default=5000, help_text="what service may give away with one order")
    automatic = models.BooleanField(default=False)
    automatic_below = models.PositiveSmallIntegerField(default=40)
    automatic_most_minor = models.BigIntegerField(default=0)
    automatic_a_day = models.PositiveSmallIntegerField(default=50)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="delays_rulebook_one"),
            models.CheckConstraint(
                condition=Q(warn_below__lte=100, day_percent__lte=100, voucher_percent__lte=100, part_percent__lte=100),
                name="delays_rulebook_percents",
            ),
        ]

    def __str__(self) -> str:
        return "rules of delays"


def rulebook() -> Rulebook:
    """Return the rules; the defaults where none were set."""
    return Rulebook.objects.filter(pk=1).first() or Rulebook(pk=1)
