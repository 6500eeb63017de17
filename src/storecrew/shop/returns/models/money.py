"""Money that goes back: composed line by line, then spread over the order's payments."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.returns.models.returns import Return, ReturnLine


class RefundState(models.TextChoices):
    """How far it is, from what payments say of its parts."""

    SENT = "sent", pgettext_lazy("return refund", "On its way")
    SETTLED = "settled", pgettext_lazy("return refund", "Paid back")
    FAILED = "failed", pgettext_lazy("return refund", "Failed")


class Refund(models.Model):
    """One sum that was given back, and what it is made of. Never changed, but for its state."""

    ret = models.ForeignKey(Return, models.CASCADE, related_name="refunds")
    ordinal = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=RefundState)
    goods_minor = models.BigIntegerField(help_text="price of the pieces as paid, tax included")
    shipping_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0, help_text="kept for restocking and the way back")
    credit_minor = models.BigIntegerField(default=0, help_text="used up by what was sent in exchange")
    earlier_minor = models.BigIntegerField(default=0, help_text="what had gone back of it before, by another way")
    goodwill_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    shipping_rule = models.CharField(max_length=8, help_text="none, share, whole, given")
    at = models.DateTimeField()
    by = models.CharField(max_length=80, help_text="as audit rows name actors")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ret_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["ret", "ordinal"], name="returns_refund_ordinal_once"),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor")
                    + F("shipping_minor")
                    - F("fee_minor")
                    - F("credit_minor")
                    - F("earlier_minor")
                    + F("goodwill_minor")
                ),
                name="returns_refund_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor__gte=0,
                    goods_minor__gte=0,
                    shipping_minor__gte=0,
                    fee_minor__gte=0,
                    credit_minor__gte=0,
                    earlier_minor__gte=0,
                    goodwill_minor__gte=0,
                ),
                name="returns_refund_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"refund {self.ordinal} of {self.ret_id}"


class RefundLine(models.Model):
    """The price of so many pieces of a line."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="lines")
    line = models.ForeignKey(ReturnLine, models.CASCADE, related_name="refunded_in")
    quantity = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["refund_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="returns_refund_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, amount_minor__gte=0), name="returns_refund_line_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} for {self.quantity} of {self.line_id}"


class RefundPart(models.Model):
    """What of a refund goes back by which payment. `key` is the refund's name there; empty for past ones."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="parts")
    payment = models.ForeignKey("payments.Payment", models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=RefundState)

    class Meta:
        ordering = ["refund_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "key"], name="returns_part_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="returns_part_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} by payment {self.payment_id}"
