"""Drop shipments: what one warehouse of a supplier is to send to one buyer, and how far it is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a drop shipment is. The last four are its ends."""

    NEW = "new", pgettext_lazy("drop shipment", "To send")
    SENT = "sent", pgettext_lazy("drop shipment", "Sent, no answer yet")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("drop shipment", "Acknowledged")
    PACKED = "packed", pgettext_lazy("drop shipment", "Packed")
    PART_SHIPPED = "part_shipped", pgettext_lazy("drop shipment", "Partly shipped")
    SHIPPED = "shipped", pgettext_lazy("drop shipment", "Shipped")
    REFUSED = "refused", pgettext_lazy("drop shipment", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("drop shipment", "Called off")
    MOVED = "moved", pgettext_lazy("drop shipment", "Moved elsewhere")


ASKED = (State.SENT, State.ACKNOWLEDGED, State.PACKED, State.PART_SHIPPED)
"""The supplier has it and something is still to come."""
OPEN = (State.NEW, *ASKED)
"""Something is still to be sent."""
OVER = (State.SHIPPED, State.REFUSED, State.CANCELLED, State.MOVED)
ANSWERABLE = (*ASKED, State.REFUSED, State.CANCELLED, State.MOVED, State.SHIPPED)
"""A supplier was asked at some time, and may still say something."""


class Reason(models.TextChoices):
    """Why a supplier will not send something."""

    OUT_OF_STOCK = "out_of_stock", pgettext_lazy("refusal", "Out of stock")
    DISCONTINUED = "discontinued", pgettext_lazy("refusal", "No longer made")
    PRICE_CHANGED = "price_changed", pgettext_lazy("refusal", "The price has changed")
    CANNOT_DELIVER = "cannot_deliver", pgettext_lazy("refusal", "Cannot deliver there")
    OTHER = "other", pgettext_lazy("refusal", "Another reason")


class DropShipment(models.Model):
    """One order's goods at one warehouse of a supplier: asked, answered, sent. Asked again later, it is another one."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    site = models.ForeignKey("supply.Site", models.PROTECT, related_name="+")
    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, unique=True, help_text="DS-10481-1")
    ordinal = models.PositiveSmallIntegerField(help_text="1 for the order's first")
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    way = models.CharField(max_length=8, blank=True, help_text="how it was sent last; empty: never")
    revision = models.PositiveSmallIntegerField(default=0, help_text="how often the supplier was told something of it")
    told = models.CharField(max_length=64, blank=True, help_text="digest of address and pieces as last told")
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    ack_by = models.DateTimeField(null=True, blank=True, help_text="until when an answer is due")
    ack_at = models.DateTimeField(null=True, blank=True, help_text="the supplier's first yes or no")
    ship_by = models.DateTimeField(
        null=True, blank=True, help_text="by handling days, calendar and cut-off of the site"
    )
    ships_on = models.DateField(null=True, blank=True, help_text="the day the supplier named")
    packed_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True, help_text="the last of its parcels")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="nothing is to come any more")
    cancel_asked_at = models.DateTimeField(null=True, blank=True, help_text="the supplier was told to stop")
    cancel_agreed_at = models.DateTimeField(null=True, blank=True, help_text="and said that it did")
    cancel_reason = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="what the supplier calls it")
    trouble = models.CharField(max_length=300, blank=True, help_text="why it could not be sent to the supplier")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "ordinal"], name="dropships_ordinal_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="dropships_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.NEW, State.CANCELLED, State.MOVED]) | Q(sent_at__isnull=False),
                name="dropships_answered_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at=None) | Q(state__in=OVER, closed_at__isnull=False),
                name="dropships_closed_when_over",
            ),
            models.CheckConstraint(
                condition=Q(cancel_agreed_at=None) | Q(cancel_asked_at__isnull=False),
                name="dropships_agreed_to_what_was_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ship_by", "id"], name="dropships_by_state"),  # lists and the queue
            models.Index(fields=["supplier", "-id"], name="dropships_of_supplier"),
            models.Index(fields=["made_at", "supplier"], name="dropships_facts"),  # scorecards, by time
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"dropship:{self.pk}"


class DropLine(models.Model):
    """So many pieces of one variant for one line of the order. Of a bundle, each component has a line.

    Of `wanted`: `shipped` left, `refused` the supplier will not send, `cancelled` we took back. `pending` of those two are
    still promised to the buyer from here and have no other source yet: somebody has to decide.
    """

    dropship = models.ForeignKey(DropShipment, models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.Line", models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    offer = models.ForeignKey("supply.Offer", models.PROTECT, null=True, blank=True, related_name="+")
    sku = models.CharField(max_length=100, blank=True, help_text="the supplier's own")
    title = models.CharField(max_length=300, help_text="what the supplier calls it, else what we do")
    each = models.PositiveIntegerField(default=1, help_text="pieces of the variant in one of the order's line")
    wanted = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField(default=0, help_text="the supplier said yes to")
    shipped = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=16, choices=Reason, blank=True, help_text="why the refused ones were")
    unit_minor = models.BigIntegerField(null=True, blank=True, help_text="what one costs; None: nobody told")

    class Meta:
        ordering = ["dropship_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dropship", "line", "variant"], name="dropships_line_once"),
            models.CheckConstraint(condition=Q(wanted__gte=1, each__gte=1), name="dropships_line_of_something"),
            models.CheckConstraint(
                condition=Q(wanted__gte=F("shipped") + F("refused") + F("cancelled")),
                name="dropships_line_not_beyond_wanted",
            ),
            models.CheckConstraint(
                condition=Q(pending__lte=F("refused") + F("cancelled"), confirmed__lte=F("wanted")),
                name="dropships_line_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["variant"], name="dropships_line_variant")]

    def __str__(self) -> str:
        return f"{self.wanted} × {self.sku or self.title}"

    @property
    def open(self) -> int:
        """Return how many are still to come from this supplier."""
        return self.wanted - self.shipped - self.refused - self.cancelled

    def reopen(self, quantity: int) -> None:
        """Let pieces that were refused or taken back be open again: those without another source first."""
        waiting = min(quantity, self.pending)
        refused = min(waiting, self.refused)
        self.refused -= refused
        self.cancelled -= waiting - refused
        self.pending -= waiting
        rest = min(quantity - waiting, self.cancelled)
        self.cancelled -= rest
        self.refused -= quantity - waiting - rest
