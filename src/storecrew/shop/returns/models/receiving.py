"""What came in: receipts are written once and never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.returns.models.returns import Return, ReturnLine


class Disposition(models.TextChoices):
    """What becomes of pieces that came in; the codes are those of `stock`."""

    RESTOCK = "restock", pgettext_lazy("disposition", "Back on the shelf")
    SECOND_CHOICE = "second_choice", pgettext_lazy("disposition", "Second choice")
    QUALITY = "quality", pgettext_lazy("disposition", "To be checked")
    TO_SUPPLIER = "to_supplier", pgettext_lazy("disposition", "Back to the supplier")
    DESTROY = "destroy", pgettext_lazy("disposition", "Destroyed")


class Condition(models.TextChoices):
    """How it was found."""

    NEW = "new", pgettext_lazy("condition", "As new")
    OPENED = "opened", pgettext_lazy("condition", "Opened, fine")
    WORN = "worn", pgettext_lazy("condition", "Used")
    BROKEN = "broken", pgettext_lazy("condition", "Damaged")
    WRONG = "wrong", pgettext_lazy("condition", "Something else")


class Receipt(models.Model):
    """Pieces of a return that were taken in together: the document that stock and orders know it by."""

    ret = models.ForeignKey(Return, models.CASCADE, related_name="receipts")
    ordinal = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=60, unique=True, help_text="how stock and orders name it: return:4-1")
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80, help_text="as audit rows name actors")

    class Meta:
        ordering = ["ret_id", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["ret", "ordinal"], name="returns_receipt_ordinal_once")]

    def __str__(self) -> str:
        return f"receipt {self.ordinal} of {self.ret_id}"


class Received(models.Model):
    """So many pieces of a line in a receipt, in one condition, with what becomes of them."""

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="lines")
    line = models.ForeignKey(ReturnLine, models.CASCADE, related_name="received_in")
    quantity = models.PositiveIntegerField()
    condition = models.CharField(max_length=8, choices=Condition)
    disposition = models.CharField(max_length=14, choices=Disposition)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["receipt_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returns_received_something"),
            models.CheckConstraint(condition=Q(disposition__in=Disposition.values), name="returns_disposition_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"
