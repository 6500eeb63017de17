"""Delays: orders whose promise is not likely to hold, since when that is known, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.shop.delays.reasons import Reason


class State(models.TextChoices):
    """Where a delay stands."""

    OPEN = "open", pgettext_lazy("delay", "To be decided")
    OFFERED = "offered", pgettext_lazy("delay", "Asked the buyer")
    ANSWERED = "answered", pgettext_lazy("delay", "Answered")
    SETTLED = "settled", pgettext_lazy("delay", "Over")
    GONE = "gone", pgettext_lazy("delay", "No longer likely")


LIVE = (State.OPEN, State.OFFERED, State.ANSWERED)
"""Something may still come of it."""
OVER = (State.SETTLED, State.GONE)


class Outcome(models.TextChoices):
    """What became of a promise that was watched."""

    KEPT = "kept", _("kept after all")
    RECOVERED = "recovered", _("looked worse than it was")
    BROKEN = "broken", _("broken")
    CHANGED = "changed", _("the buyer chose something else")
    CANCELLED = "cancelled", _("cancelled")
    UNKNOWN = "unknown", _("nobody knows")


class Delay(models.Model):
    """One order that will not arrive as promised, as far as is known. One at a time is live for an order.

    Chance, days and cost are those of the last look that changed them. Of what has not arrived: `pieces`, `stake_minor`.
    """

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=12, choices=Reason, help_text="the one that decides")
    whys = models.JSONField(default=list, help_text="all reasons: [{code, n, what}]")
    source = models.CharField(max_length=60, blank=True, help_text="where its slowest part leaves from: warehouse:3")
    site = models.ForeignKey("supply.Site", models.PROTECT, null=True, blank=True, related_name="+")
    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, null=True, blank=True, related_name="+")
    lines = models.JSONField(default=list, help_text="ids of the order's lines whose promise is in danger")
    chance = models.PositiveSmallIntegerField(help_text="in a hundred, that the promise holds")
    promised_until = models.DateField()
    expected_first = models.DateField(null=True, blank=True)
    expected_likely = models.DateField(null=True, blank=True, help_text="None: nobody can say")
    expected_last = models.DateField(null=True, blank=True)
    days_late = models.PositiveSmallIntegerField(null=True, blank=True, help_text="as expected; None: nobody can say")
    pieces = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    stake_minor = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(default=0, help_text="what it is likely to cost, for the order of the list")
    foreseen_at = models.DateTimeField(help_text="when it was noticed first")
    looked_at = models.DateTimeField(help_text="when something about it changed last")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    days = models.IntegerField(null=True, blank=True, help_text="calendar days after the promised one, in the end")
    spent_minor = models.BigIntegerField(null=True, blank=True, help_text="what was given for it, in the end")
    settled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state__in=LIVE), name="delays_one_live"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delays_state_known"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="delays_reason_known"),
            models.CheckConstraint(condition=Q(chance__lte=100), name="delays_chance_in_range"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="delays_outcome_known"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, settled_at=None, outcome="")
                | (Q(state__in=OVER, settled_at__isnull=False) & ~Q(outcome="")),
                name="delays_over_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-cost_minor", "-id"], name="delays_by_cost"),  # the list, the queue
            models.Index(fields=["supplier", "settled_at"], name="delays_of_supplier"),  # facts for scorecards
            models.Index(fields=["settled_at", "id"], name="delays_settled", condition=Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.order_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"delay:{self.pk}"

    @property
    def stake(self) -> Money:
        """Return what the pieces cost that have not arrived."""
        return Money(self.stake_minor, self.currency)

    @property
    def cost(self) -> Money:
        """Return what it is likely to cost."""
        return Money(self.cost_minor, self.currency)

    @property
    def live(self) -> bool:
        """Tell whether something may still come of it."""
        return self.state in LIVE
