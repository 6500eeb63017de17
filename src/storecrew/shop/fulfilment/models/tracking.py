"""What carriers said about parcels, for ever."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.fulfilment.models.parcels import GONE, Parcel


class Source(models.TextChoices):
    """How we know."""

    HAND = "hand", pgettext_lazy("tracking", "by hand")
    FILE = "file", pgettext_lazy("tracking", "from a file")
    CARRIER = "carrier", pgettext_lazy("tracking", "from the carrier")
    HOUSE = "house", pgettext_lazy("tracking", "by ourselves")


class TrackingEvent(models.Model):
    """One word of a carrier. The same event told twice is one row."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="events")
    state = models.CharField(max_length=16, choices=[(one.value, one.label) for one in GONE])
    at = models.DateTimeField(help_text="when it happened")
    text = models.CharField(max_length=300, blank=True, help_text="the carrier's words; customers read them")
    where = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=8, choices=Source)
    key = models.CharField(max_length=80, help_text="the carrier's own id, or what makes it the same event")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["parcel_id", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "key"], name="fulfilment_tracking_event_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in GONE]), name="fulfilment_tracking_state_known"
            ),
        ]
        indexes = [models.Index(fields=["parcel", "at", "id"], name="fulfilment_tracking_timeline")]

    def __str__(self) -> str:
        return f"{self.state} of {self.parcel_id}"
