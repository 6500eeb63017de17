"""The one row that says which edition of the rules holds."""

from django.db import models
from django.db.models import Q


class Rulebook(models.Model):
    """Edition and assumptions of all rules. Whoever keeps rules in memory asks this row whether they still hold.

    The edition is random, not a count: a change that was rolled back must never look like a later one.
    """

    edition = models.CharField(max_length=32)
    assumed_weight_g = models.PositiveIntegerField(default=500, help_text="of a piece that nobody weighed")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="shipping_rulebook_only_one")]

    def __str__(self) -> str:
        return self.edition
