"""What left a supplier's warehouse for a buyer, and what is owed for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.dropships.models.shipments import DropLine, DropShipment


class Settlement(models.TextChoices):
    """What was done about a parcel that nobody wanted any more when it left."""

    OPEN = "open", pgettext_lazy("surprise", "To be decided")
    COUNTED = "counted", pgettext_lazy("surprise", "Counts for the order")
    KEPT = "kept", pgettext_lazy("surprise", "The buyer keeps it")
    BACK = "back", pgettext_lazy("surprise", "Goes back to the supplier")


class DropParcel(models.Model):
    """One parcel of a drop shipment.

    `parcel` is the one that fulfilment follows; None: it left although it had been called off, moved or held back, and the
    order does not count it (`surprise`). What is owed for it: see `owed`.
    """

    dropship = models.ForeignKey(DropShipment, models.PROTECT, related_name="parcels")
    parcel = models.OneToOneField("fulfilment.Parcel", models.PROTECT, null=True, blank=True, related_name="+")
    carrier = models.CharField(max_length=32, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    surprise = models.CharField(max_length=12, blank=True, help_text="cancelled, moved or held; empty: as asked")
    settlement = models.CharField(max_length=8, choices=Settlement, blank=True, help_text="of a surprise")
    owed = models.BooleanField(default=True, help_text="the supplier is to be paid for it")
    claim_minor = models.BigIntegerField(null=True, blank=True, help_text="what the supplier is to make good")
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    entry = models.PositiveBigIntegerField(null=True, blank=True, help_text="number of the ledger's entry")

    class Meta:
        ordering = ["dropship_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(surprise="", settlement="", parcel__isnull=False) | (~Q(surprise="") & ~Q(settlement="")),
                name="dropships_parcel_asked_or_settled",
            ),
            models.CheckConstraint(
                condition=Q(settlement__in=["", Settlement.OPEN], settled_at=None)
                | Q(settlement__in=[Settlement.COUNTED, Settlement.KEPT, Settlement.BACK], settled_at__isnull=False),
                name="dropships_surprise_settled_when",
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="dropships_parcel_at"),  # facts, what is owed since
            models.Index(fields=["id"], name="dropships_parcel_unbooked", condition=Q(entry=None, owed=True)),
            models.Index(fields=["id"], name="dropships_surprise_open", condition=Q(settlement="open")),
        ]

    def __str__(self) -> str:
        return f"{self.dropship_id}: {self.tracking_number or self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that ledger entries use."""
        return f"dropship:{self.dropship_id}"


class DropPiece(models.Model):
    """So many pieces of a drop shipment's line in a parcel, at what one cost when it left; `billed` of them."""

    parcel = models.ForeignKey(DropParcel, models.CASCADE, related_name="pieces")
    line = models.ForeignKey(DropLine, models.PROTECT, related_name="pieces")
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField(null=True, blank=True)
    billed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["parcel_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="dropships_piece_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="dropships_piece_of_something"),
            models.CheckConstraint(condition=Q(billed__lte=F("quantity")), name="dropships_piece_billed_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
