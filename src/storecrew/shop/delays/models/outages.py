"""Sources from which nothing comes for now, and what was decided for each order that waits for one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money


class Cause(models.TextChoices):
    """Why somebody looks after a source."""

    SILENT = "silent", pgettext_lazy("outage", "silent")
    DEAD = "dead", pgettext_lazy("outage", "silent for days")
    CLOSED = "closed", pgettext_lazy("outage", "closed")
    OTHER = "other", pgettext_lazy("outage", "looked after")


class Outage(models.Model):
    """A supplier's warehouse that is looked after until somebody says that it is over."""

    site = models.ForeignKey("supply.Site", models.PROTECT, related_name="+")
    cause = models.CharField(max_length=8, choices=Cause)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=80)
    over_at = models.DateTimeField(null=True, blank=True)
    over_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(over_at=None), name="delays_outage_one_at_a_time"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="delays_outage_cause_known"),
        ]

    def __str__(self) -> str:
        return f"outage of site {self.site_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"outage:{self.pk}"


class What(models.TextChoices):
    """What is done with an order that waits for a source."""

    MOVE = "move", _("Take it from elsewhere")
    TELL = "tell", _("Offer the buyer choices")
    ASK = "ask", _("Ask the supplier")
    WAIT = "wait", _("Wait")


class Decision(models.Model):
    """What was decided for one order, with its pieces and money as they were then; taken back, it stays as history."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="decisions")
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    what = models.CharField(max_length=6, choices=What)
    pieces = models.PositiveIntegerField()
    stake_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    done = models.JSONField(default=dict, help_text="what followed: the offer, the drop shipments")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["outage_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outage", "order"], condition=Q(undone_at=None), name="delays_decision_one_an_order"
            ),
            models.CheckConstraint(condition=Q(what__in=What.values), name="delays_decision_known"),
        ]
        indexes = [models.Index(fields=["order", "-id"], name="delays_decision_of_order")]

    def __str__(self) -> str:
        return f"{self.what} for {self.order_id}"

    @property
    def stake(self) -> Money:
        """Return what the pieces cost, as it was decided."""
        return Money(self.stake_minor, self.currency)
