"""What really came of purchase orders, and what was wrong with it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.shop.buying.models.orders import PurchaseLine, PurchaseOrder


class Receiving(models.Model):
    """Goods of an order at the door, once. Stock holds the pieces; here stands what they had been agreed for."""

    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="receivings")
    receipt_id = models.BigIntegerField(help_text="the delivery in stock")
    delivery_note = models.CharField(max_length=80, blank=True, help_text="number of the supplier's paper")
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["order_id", "id"]
        indexes = [models.Index(fields=["receipt_id"], name="buying_receiving_of_receipt")]  # layers of a receipt

    def __str__(self) -> str:
        return f"receiving {self.pk}"


class ReceivingLine(models.Model):
    """So many of a line, at what one cost then, in the order's currency and in the store's."""

    receiving = models.ForeignKey(Receiving, models.PROTECT, related_name="lines")
    line = models.ForeignKey(PurchaseLine, models.PROTECT, related_name="receivings")
    quantity = models.PositiveIntegerField(help_text="good ones and damaged ones")
    damaged = models.PositiveIntegerField(default=0)
    cost_minor = models.BigIntegerField(help_text="of one, in the order's currency")
    own_minor = models.BigIntegerField(help_text="of one, in `own_currency`: what the layers were written with")
    own_currency = models.CharField(max_length=3)
    rate = models.CharField(max_length=40, blank=True, help_text="one unit of the order's currency, as a fraction")

    class Meta:
        ordering = ["receiving_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["receiving", "line"], name="buying_receiving_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(quantity__gte=F("damaged")), name="buying_receiving_line_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"


class Trouble(models.TextChoices):
    """What can be wrong with a delivery and needs somebody's word."""

    OVER = "over", _("More than ordered")
    DAMAGED = "damaged", pgettext_lazy("delivery", "Damaged")


class Outcome(models.TextChoices):
    """What becomes of it."""

    KEPT = "kept", pgettext_lazy("delivery", "Kept, and paid for")
    BACK = "back", pgettext_lazy("delivery", "Sent back")
    CREDITED = "credited", pgettext_lazy("delivery", "Not paid for")
    REPLACED = "replaced", pgettext_lazy("delivery", "They send new ones")


ANSWERS = {
    Trouble.OVER: (Outcome.KEPT, Outcome.BACK),
    Trouble.DAMAGED: (Outcome.CREDITED, Outcome.REPLACED, Outcome.KEPT),
}
"""What may be decided about each."""


class Discrepancy(models.Model):
    """Pieces of a delivery that were too many or broken, until somebody has said what becomes of them."""

    line = models.ForeignKey(PurchaseLine, models.PROTECT, related_name="discrepancies")
    receiving = models.ForeignKey(Receiving, models.PROTECT, related_name="discrepancies")
    trouble = models.CharField(max_length=8, choices=Trouble)
    quantity = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    note = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "discrepancies"
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="buying_discrepancy_of_something"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="buying_discrepancy_settled_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], name="buying_discrepancy_open", condition=Q(outcome=""))]  # queue

    def __str__(self) -> str:
        return f"{self.quantity} {self.trouble}"
