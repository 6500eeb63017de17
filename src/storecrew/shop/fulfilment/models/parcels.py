"""Parcels: what was packed together, for whom, and where it is now."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class ParcelState(models.TextChoices):
    """Where a parcel is. Undone ones were unpacked again before they left."""

    PACKED = "packed", pgettext_lazy("parcel", "Packed")
    LABELLED = "label_made", pgettext_lazy("parcel", "Label made")
    SHIPPED = "shipped", pgettext_lazy("parcel", "Shipped")
    IN_TRANSIT = "in_transit", pgettext_lazy("parcel", "On the way")
    OUT_FOR_DELIVERY = "out_for_delivery", pgettext_lazy("parcel", "Out for delivery")
    DELIVERED = "delivered", pgettext_lazy("parcel", "Delivered")
    EXCEPTION = "exception", pgettext_lazy("parcel", "Trouble")
    RETURNED = "returned", pgettext_lazy("parcel", "Came back")
    UNDONE = "undone", pgettext_lazy("parcel", "Unpacked")


HERE = (ParcelState.PACKED, ParcelState.LABELLED)
"""Still in the house."""
ON_THE_WAY = (ParcelState.SHIPPED, ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY, ParcelState.EXCEPTION)
"""Left and not arrived."""
GONE = (*ON_THE_WAY, ParcelState.DELIVERED, ParcelState.RETURNED)
"""Left the house."""


class Parcel(models.Model):
    """One box to one buyer. What it is made of never changes once it has left."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, unique=True, help_text="the order's number and a count: SO-10481-1")
    ordinal = models.PositiveSmallIntegerField(help_text="1 for the order's first parcel")
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, null=True, blank=True, related_name="+")
    wave = models.ForeignKey("fulfilment.Wave", models.SET_NULL, null=True, blank=True, related_name="parcels")
    state = models.CharField(max_length=16, choices=ParcelState, default=ParcelState.PACKED)
    package_kind = models.ForeignKey("shipping.PackageKind", models.PROTECT, null=True, blank=True, related_name="+")
    expected_g = models.PositiveIntegerField(null=True, blank=True, help_text="by the variants' weights and the box")
    weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="as weighed; None: nobody weighed it")
    method_id = models.BigIntegerField(null=True, blank=True, help_text="the shipping method the buyer chose")
    carrier = models.CharField(max_length=32, blank=True, help_text="code of the carrier")
    tracking_number = models.CharField(max_length=60, blank=True)
    ship_to = models.JSONField(
        help_text="addresses.types.Address when it was packed; emptied when the buyer is forgotten"
    )
    language = models.CharField(max_length=12, help_text="the buyer's")
    due_at = models.DateTimeField(null=True, blank=True, help_text="when it has to leave")
    promised_from = models.DateField(null=True, blank=True)
    promised_until = models.DateField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, help_text="what the carrier said of the trouble")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="somebody dealt with the trouble")
    packed_at = models.DateTimeField()
    packed_by = models.CharField(max_length=80)
    printed_at = models.DateTimeField(null=True, blank=True, help_text="its own label was printed")
    shipped_at = models.DateTimeField(null=True, blank=True)
    shipped_by = models.CharField(max_length=80, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="the carrier's last word")
    late_told_at = models.DateTimeField(null=True, blank=True, help_text="ParcelLate was announced")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "ordinal"], name="fulfilment_parcel_ordinal_once"),
            models.UniqueConstraint(
                fields=["carrier", "tracking_number"],
                condition=~Q(tracking_number="") & ~Q(state=ParcelState.UNDONE),
                name="fulfilment_tracking_number_once",
            ),
            models.CheckConstraint(condition=Q(state__in=ParcelState.values), name="fulfilment_parcel_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[*HERE, ParcelState.UNDONE], shipped_at=None)
                | Q(state__in=GONE, shipped_at__isnull=False),
                name="fulfilment_parcel_left_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParcelState.DELIVERED) | Q(delivered_at__isnull=False),
                name="fulfilment_parcel_delivered_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="fulfilment_parcel_by_state"),  # lists, the queue
            models.Index(fields=["tracking_number"], name="fulfilment_parcel_tracking"),  # search, imports
            models.Index(fields=["order", "id"], name="fulfilment_parcel_of_order"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name that audit rows, events, stock moves and orders use."""
        return f"parcel:{self.pk}"


class Content(models.Model):
    """So many pieces of an order's line in a parcel."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="contents")
    line = models.ForeignKey("orders.Line", models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, help_text="of the line: how reservations name it")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["parcel_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="fulfilment_content_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="fulfilment_content_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"


class Piece(models.Model):
    """What leaves the shelf for a content: the variant itself, or the components of a bundle."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="pieces")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    bin = models.ForeignKey("stock.Bin", models.PROTECT, null=True, blank=True, related_name="+")
    lot = models.CharField(max_length=60, blank=True)
    serials = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["content_id", "id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="fulfilment_piece_of_something")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"


class Progress(models.Model):
    """How many pieces of an order's line lie packed in the house, never more than are open.

    rows: one per line that was ever packed. The row is also the lock under which packers of one order take turns.
    """

    line = models.OneToOneField("orders.Line", models.CASCADE, related_name="+")
    waiting = models.PositiveIntegerField(default=0, help_text="packed, not handed over")
    open = models.PositiveIntegerField(default=0, help_text="of the line, when it was last packed from")

    class Meta:
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(condition=Q(waiting__lte=F("open")), name="fulfilment_packed_at_most_open")
        ]

    def __str__(self) -> str:
        return f"{self.waiting}/{self.open} of line {self.line_id}"
