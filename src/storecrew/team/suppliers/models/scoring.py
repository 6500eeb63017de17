"""The score: what weighs how much, what it was on a day, and what follows from it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class Yardstick(models.Model):
    """The one row of how suppliers are measured; without it `scoring.formula` has the usual values.

    `weights`: measure → parts of the whole; `marks`: measure → [full points from, none from].
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    weights = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    days = models.PositiveSmallIntegerField(default=180, help_text="how far back facts count")
    warn_below = models.PositiveSmallIntegerField(default=60, help_text="points; 0: nobody is warned of")
    block_below = models.PositiveSmallIntegerField(default=0, help_text="points; 0: nothing is stopped")
    complaints_days = models.PositiveSmallIntegerField(default=90, help_text="complaints so far back are put together")
    complaints_least = models.PositiveSmallIntegerField(default=3, help_text="fewer make no problem")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="suppliers_one_yardstick"),
            models.CheckConstraint(
                condition=Q(block_below__lte=F("warn_below"), warn_below__lte=100), name="suppliers_block_below_warn"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=30, days__lte=730, complaints_days__gte=14, complaints_days__lte=730),
                name="suppliers_yardstick_days_in_range",
            ),
            models.CheckConstraint(condition=Q(complaints_least__gte=2), name="suppliers_several_complaints"),
        ]

    def __str__(self) -> str:
        return "how suppliers are measured"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return "yardstick:1"


class Score(models.Model):
    """rows: one per supplier and day. `points` None: not enough is known. `measures`: what it is made of, as numbers."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    on = models.DateField(help_text="by the store's own day; facts up to its end count")
    points = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    known = models.FloatField(help_text="which part of the weights there are enough facts for")
    measures = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["supplier_id", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "on"], name="suppliers_score_once_a_day"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0, points__lte=100), name="suppliers_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} on {self.on}"


class Level(models.TextChoices):
    """What happens to orders placed with a supplier."""

    FREE = "free", pgettext_lazy("consequence", "Nothing")
    WARN = "warn", pgettext_lazy("consequence", "Warn whoever orders")
    BLOCK = "block", pgettext_lazy("consequence", "Stop orders")


class Verdict(models.Model):
    """What a person said about ordering from a supplier, whatever the score says. `until`: the last day it holds."""

    supplier = models.OneToOneField("supply.Supplier", models.CASCADE, primary_key=True, related_name="+")
    level = models.CharField(max_length=5, choices=Level)
    why = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="suppliers_verdict_level_known"),
            models.CheckConstraint(condition=~Q(why=""), name="suppliers_verdict_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.supplier_id}"


class ProposalState(models.TextChoices):
    """What became of it."""

    OPEN = "open", pgettext_lazy("proposal", "To be decided")
    TAKEN = "taken", pgettext_lazy("proposal", "Taken")
    LEFT = "left", pgettext_lazy("proposal", "Left alone")
    UNDONE = "undone", pgettext_lazy("proposal", "Taken back")


class Proposal(models.Model):
    """Other thresholds for what a supplier says they have. `before` is what held when it was taken; {}: the usual ones."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    values = models.JSONField(help_text="risk, confirm_after, stop_after, cap")
    before = models.JSONField(default=dict, blank=True)
    right = models.FloatField(help_text="how often they were right")
    low = models.FloatField()
    high = models.FloatField()
    asked = models.PositiveIntegerField(help_text="pieces of orders that tell so")
    state = models.CharField(max_length=6, choices=ProposalState, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(state="open"), name="suppliers_proposal_open_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="suppliers_proposal_state_known"),
        ]

    def __str__(self) -> str:
        return f"thresholds for {self.supplier_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"threshold_proposal:{self.pk}"
