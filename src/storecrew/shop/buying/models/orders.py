"""Purchase orders, their lines, and what suppliers answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money

FIRST_NUMBER = 10_000


class State(models.TextChoices):
    """How far a purchase order is. Received: nothing more is awaited. Closed: everything of it is billed, or given up."""

    DRAFT = "draft", pgettext_lazy("purchase order", "Draft")
    SENT = "sent", pgettext_lazy("purchase order", "Sent")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("purchase order", "Acknowledged")
    PART = "part", pgettext_lazy("purchase order", "Partly here")
    RECEIVED = "received", pgettext_lazy("purchase order", "Here")
    CLOSED = "closed", pgettext_lazy("purchase order", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("purchase order", "Cancelled")


OPEN = (State.SENT, State.ACKNOWLEDGED, State.PART)
"""The supplier has it, and something of it is awaited."""
LIVE = (State.DRAFT, *OPEN, State.RECEIVED)
"""Somebody has something to do with it yet."""


class Way(models.TextChoices):
    """How an order reaches a supplier, and how an answer came back."""

    MAIL = "mail", pgettext_lazy("way", "E-mail")
    PORTAL = "portal", pgettext_lazy("way", "Their page")
    PERSON = "person", _("By hand: WeChat, telephone, paper")
    API = "api", _("By program")


class PurchaseOrder(models.Model):
    """What is bought of one supplier for one of the store's warehouses.

    The terms are those of the day on which it was made. `version` moves with every change that a person could see.
    """

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    site = models.ForeignKey(
        "supply.Site", models.PROTECT, null=True, blank=True, related_name="+", help_text="whence; None: they choose"
    )
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, related_name="+", help_text="whither")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=12, help_text="in which the supplier is written to")
    deposit_percent = models.PositiveSmallIntegerField(default=0)
    net_days = models.PositiveSmallIntegerField(default=0)
    wanted_on = models.DateField(null=True, blank=True, help_text="by when it should be here")
    promised_on = models.DateField(null=True, blank=True, help_text="the latest day the supplier named for a line")
    note = models.TextField(blank=True, help_text="for the supplier")
    way = models.CharField(max_length=8, choices=Way, blank=True, help_text="how it was sent")
    sent_to = models.CharField(max_length=254, blank=True)
    receipt_id = models.BigIntegerField(null=True, blank=True, help_text="the delivery that stock awaits of it now")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="since when an answer is awaited")
    acked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, help_text="received, closed or cancelled")
    reason = models.CharField(max_length=300, blank=True, help_text="why it was cancelled or closed short")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="buying_order_state_known"),
            models.CheckConstraint(condition=Q(deposit_percent__lte=100), name="buying_order_deposit_in_range"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED]) | Q(sent_at__isnull=False),
                name="buying_order_sent_before_the_rest",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="buying_order_by_state"),  # list, queue
            models.Index(fields=["supplier", "-id"], name="buying_order_of_supplier"),  # supplier's page, facts
            models.Index(fields=["sent_at", "id"], name="buying_order_by_day"),  # facts of a period
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return what people and suppliers call it."""
        return f"PO-{FIRST_NUMBER + self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"purchase:{self.pk}"

    def money(self, minor: int) -> Money:
        """Return an amount in the order's currency."""
        return Money(minor, self.currency)


class PurchaseLine(models.Model):
    """So many of a variant, at a price. What the supplier said otherwise stands beside it until somebody decides.

    `quantity` and `cost_minor` are what is agreed now; `ordered` and `asked_minor` what was first sent. Of `received`
    pieces `returned` do not count (sent back, broken and credited or replaced); of `quantity` pieces `waived` are no
    longer awaited.
    """

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    offer = models.ForeignKey("supply.Offer", models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=100, blank=True, help_text="the supplier's own")
    title = models.CharField(max_length=300, help_text="what the supplier calls it, else what we do")
    quantity = models.PositiveIntegerField()
    cost_minor = models.BigIntegerField(help_text="of one piece, before tax")
    ordered = models.PositiveIntegerField(default=0)
    asked_minor = models.BigIntegerField(default=0)
    promised_on = models.DateField(null=True, blank=True)
    first_promised_on = models.DateField(
        null=True, blank=True, help_text="the first day they named; it is kept score of"
    )
    said_quantity = models.PositiveIntegerField(null=True, blank=True)
    said_minor = models.BigIntegerField(null=True, blank=True)
    said_on = models.DateField(null=True, blank=True)
    received = models.PositiveIntegerField(default=0, help_text="good ones and damaged ones")
    damaged = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)
    first_received_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True, help_text="when the last of it came")
    landed_minor = models.BigIntegerField(default=0, help_text="freight, duty and fees so far, in the store's currency")
    billed = models.PositiveIntegerField(default=0)
    billed_minor = models.BigIntegerField(default=0, help_text="what was billed for them, in the order's currency")

    class Meta:
        ordering = ["order_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="buying_line_once_a_variant"),
            models.CheckConstraint(condition=Q(cost_minor__gte=0), name="buying_line_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(received__gte=F("damaged")) & Q(received__gte=F("returned")),
                name="buying_line_parts_within_received",
            ),
        ]
        indexes = [models.Index(fields=["variant", "-id"], name="buying_line_of_variant")]  # variant's page, proposals

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku or self.variant_id}"

    @property
    def kept(self) -> int:
        """Return how many pieces of it stay here, and may be billed."""
        return self.received - self.returned

    @property
    def missing(self) -> int:
        """Return how many are awaited yet."""
        return max(0, self.quantity - self.waived - self.kept)

    @property
    def differs(self) -> bool:
        """Tell whether the supplier said something that nobody has decided about."""
        return self.said_quantity is not None or self.said_minor is not None or self.said_on is not None


class Answer(models.Model):
    """What was said about an order: evidence, never changed. `ours`: what we told them."""

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="answers")
    at = models.DateTimeField()
    ours = models.BooleanField(default=False)
    kind = models.CharField(max_length=16, help_text="sent, acknowledged, accepted, declined, changed, cancelled")
    way = models.CharField(max_length=8, choices=Way)
    actor = models.CharField(max_length=80)
    contact = models.ForeignKey("supply.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    lines = models.JSONField(default=list, blank=True, help_text="[{line, quantity, on, minor}, …] as it was said")

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [models.CheckConstraint(condition=Q(way__in=Way.values), name="buying_answer_way_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
