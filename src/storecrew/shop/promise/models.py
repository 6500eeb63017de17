"""What happened to shipments, for ever; and what was learned from it, by name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class What(models.TextChoices):
    """What happened. `ended`: it will never arrive, or nobody waits for it any more."""

    PLACED = "placed", pgettext_lazy("shipment", "Ordered")
    HANDED_OVER = "handed_over", pgettext_lazy("shipment", "Handed over")
    DELIVERED = "delivered", pgettext_lazy("shipment", "Delivered")
    ENDED = "ended", pgettext_lazy("shipment", "Called off or lost")


class Observation(models.Model):
    """One thing that happened to one shipment. Rows are only ever added.

    A shipment is a parcel (`parcel:3`), or an order of which nothing has left (`order:12`). Keys and days of the way are kept
    as they were when it was promised: methods and carriers change.
    """

    shipment = models.CharField(max_length=60)
    order = models.CharField(max_length=60, help_text="subject of the order it belongs to")
    what = models.CharField(max_length=12, choices=What)
    at = models.DateTimeField()
    placed_at = models.DateTimeField(help_text="when its clock started")
    source = models.CharField(max_length=60, blank=True, help_text="warehouse it leaves from; empty: not settled")
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=80, blank=True)
    way = models.JSONField(help_text="`types.Way`: method, carrier, days of handling and transit that were said")
    promised_first = models.DateField(null=True, blank=True)
    promised_last = models.DateField(null=True, blank=True)
    grounds = models.JSONField(null=True, blank=True, help_text="what the promise rested on; of what was ordered only")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "what"], name="promise_observed_once"),
            models.CheckConstraint(condition=Q(what__in=What.values), name="promise_observation_known"),
        ]
        indexes = [
            models.Index(fields=["placed_at"], name="promise_observation_placed"),  # learning
            models.Index(fields=["what", "at"], name="promise_observation_what"),  # how good promises were
            models.Index(fields=["order"], name="promise_observation_order"),
        ]

    def __str__(self) -> str:
        return f"{self.shipment} {self.what}"


class Knowledge(models.Model):
    """What was learned up to a moment. `version` is the hash of `state`: the same knowledge has the same name."""

    version = models.CharField(max_length=16, unique=True)
    state = models.JSONField()
    parcels = models.PositiveIntegerField(help_text="that arrived and were learned from")
    waiting = models.PositiveIntegerField(help_text="that had not arrived, and count for as long as they had waited")
    until = models.DateTimeField(help_text="what happened before this moment is in it")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "knowledge"

    def __str__(self) -> str:
        return self.version

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"promise_knowledge:{self.pk}"
