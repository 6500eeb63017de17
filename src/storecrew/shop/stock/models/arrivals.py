"""What is on its way: from suppliers, and from one warehouse to another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.stock.models.items import Item
from storecrew.shop.stock.models.warehouses import Warehouse


class ReceiptState(models.TextChoices):
    """How far a delivery is."""

    EXPECTED = "expected", pgettext_lazy("receipt", "Expected")
    PART = "part", pgettext_lazy("receipt", "Partly here")
    DONE = "done", pgettext_lazy("receipt", "Done")
    CANCELLED = "cancelled", pgettext_lazy("receipt", "Called off")


class Receipt(models.Model):
    """A delivery from a supplier, announced or standing at the door."""

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="receipts")
    supplier = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="their delivery note or our purchase order")
    expected_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=ReceiptState, default=ReceiptState.EXPECTED)
    note = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReceiptState.values), name="stock_receipt_state_known")
        ]
        indexes = [models.Index(fields=["state", "expected_on"], name="stock_receipt_due")]  # queue, list

    def __str__(self) -> str:
        return self.reference or f"receipt {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"receipt:{self.pk}"


class ReceiptLine(models.Model):
    """An item of a delivery: announced, and what really came."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0, help_text="good ones and damaged ones")
    damaged = models.PositiveIntegerField(default=0)
    cost_minor = models.BigIntegerField(null=True, blank=True, help_text="of one piece")
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["receipt_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "item"], name="stock_receipt_line_once"),
            models.CheckConstraint(
                condition=Q(cost_minor=None, currency="") | (Q(cost_minor__gte=0) & ~Q(currency="")),
                name="stock_receipt_line_cost_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received} of {self.expected}"


class TransferState(models.TextChoices):
    """How far a transfer is."""

    SENT = "sent", pgettext_lazy("transfer", "On the way")
    PART = "part", pgettext_lazy("transfer", "Partly here")
    DONE = "done", pgettext_lazy("transfer", "Done")


class Transfer(models.Model):
    """Goods sent from one warehouse to another."""

    source = models.ForeignKey(Warehouse, models.PROTECT, related_name="+")
    target = models.ForeignKey(Warehouse, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=TransferState, default=TransferState.SENT)
    expected_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="waybill or the like")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="stock_transfer_goes_elsewhere"),
            models.CheckConstraint(condition=Q(state__in=TransferState.values), name="stock_transfer_state_known"),
        ]
        indexes = [models.Index(fields=["state", "expected_on"], name="stock_transfer_due")]  # queue, list

    def __str__(self) -> str:
        return self.reference or f"transfer {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"transfer:{self.pk}"


class TransferLine(models.Model):
    """An item of a transfer. What was sent is in transit until it has arrived or is written off as lost."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0, help_text="or gone back")
    costs = models.JSONField(
        default=list, blank=True, help_text="layers on the way: [pieces, cost of all or null, currency, since]"
    )
    lots = models.JSONField(default=list, blank=True, help_text="lots on the way: [lot, pieces]")

    class Meta:
        ordering = ["transfer_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "item"], name="stock_transfer_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(quantity__gte=models.F("arrived") + models.F("lost")),
                name="stock_transfer_line_no_more_than_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrived} of {self.quantity}"
