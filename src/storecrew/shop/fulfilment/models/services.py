"""Carriers' APIs that the shop connected, and the labels asked of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.fulfilment.models.parcels import Parcel


class Service(models.Model):
    """A connection to a carrier, or to a program that speaks for several. The key is encrypted at rest."""

    name = models.CharField(max_length=80, unique=True)
    adapter = models.CharField(max_length=32, help_text="which protocol it speaks")
    carrier = models.CharField(max_length=32, help_text="code of the carrier that its labels are of")
    address = models.CharField(max_length=300)
    sealed_key = models.TextField(blank=True, help_text="encrypted")
    follows = models.BooleanField(default=True, help_text="it is asked where parcels are")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="fulfilment_service_has_address")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"carrier_service:{self.pk}"


class LabelState(models.TextChoices):
    """What became of asking for a label."""

    ASKED = "asked", pgettext_lazy("label", "Asked for")
    MADE = "made", pgettext_lazy("label", "Made")
    FAILED = "failed", pgettext_lazy("label", "Refused")


class Label(models.Model):
    """A label asked of a carrier's API. One is open or made for each parcel."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="labels")
    service = models.ForeignKey(Service, models.PROTECT, related_name="labels")
    state = models.CharField(max_length=8, choices=LabelState, default=LabelState.ASKED)
    reference = models.CharField(max_length=80, unique=True, help_text="our key for it: asking twice makes one label")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    document_url = models.CharField(max_length=500, blank=True, help_text="where the carrier keeps the printable label")
    cost_minor = models.BigIntegerField(null=True, blank=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"], condition=~Q(state=LabelState.FAILED), name="fulfilment_label_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=LabelState.MADE) | ~Q(tracking_number=""), name="fulfilment_label_made_has_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} for {self.parcel_id}"
