"""What was told to suppliers, and what they said: never changed, never deleted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.dropships.models.shipments import DropShipment


class Kind(models.TextChoices):
    """What was said. The first ones by us."""

    SENT = "sent", pgettext_lazy("said", "Sent to the supplier")
    CHANGED = "changed", pgettext_lazy("said", "Told that it has changed")
    REMINDED = "reminded", pgettext_lazy("said", "Reminded")
    STOPPED = "stopped", pgettext_lazy("said", "Asked to stop")
    MOVED = "moved", pgettext_lazy("said", "Moved to another source")
    FAILED = "failed", pgettext_lazy("said", "Could not be sent")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("said", "Acknowledged")
    PACKED = "packed", pgettext_lazy("said", "Packed")
    SHIPPED = "shipped", pgettext_lazy("said", "Shipped")
    REFUSED = "refused", pgettext_lazy("said", "Refused")
    AGREED = "agreed", pgettext_lazy("said", "Agreed to stop")
    SURPRISED = "surprised", pgettext_lazy("said", "Shipped although it was called off")
    SETTLED = "settled", pgettext_lazy("said", "Settled")


class Means(models.TextChoices):
    """By which way something was said."""

    MAIL = "mail", pgettext_lazy("means", "Mail")
    PORTAL = "portal", pgettext_lazy("means", "Portal")
    API = "api", pgettext_lazy("means", "API")
    FILE = "file", pgettext_lazy("means", "File")
    PERSON = "person", pgettext_lazy("means", "By hand")
    SYSTEM = "system", pgettext_lazy("means", "By itself")


class Answer(models.Model):
    """One thing that was said of a drop shipment: evidence. `detail` holds pieces by line, days, numbers."""

    dropship = models.ForeignKey(DropShipment, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    means = models.CharField(max_length=8, choices=Means)
    contact = models.ForeignKey("supply.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=400, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["dropship_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="dropships_answer_kind_known"),
            models.CheckConstraint(condition=Q(means__in=Means.values), name="dropships_answer_means_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dropship_id}"
