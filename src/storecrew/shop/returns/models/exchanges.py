"""What is sent instead."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.returns.models.returns import Return, ReturnLine


class ExchangeState(models.TextChoices):
    """How far what is sent instead is."""

    WISHED = "wished", pgettext_lazy("exchange", "Wished for")
    KEPT = "kept", pgettext_lazy("exchange", "Put aside")
    RELEASED = "released", pgettext_lazy("exchange", "To be sent")
    SENT = "sent", pgettext_lazy("exchange", "Sent")
    OFF = "off", pgettext_lazy("exchange", "Called off")


class Exchange(models.Model):
    """The new goods of an exchange, and the order by which they leave once it is placed.

    `credit_minor`: what of the returned goods' price pays for the new ones; the rest goes back as money.
    """

    ret = models.OneToOneField(Return, models.CASCADE, related_name="exchange")
    state = models.CharField(max_length=8, choices=ExchangeState, default=ExchangeState.WISHED)
    order = models.OneToOneField("orders.Order", models.PROTECT, null=True, blank=True, related_name="+")
    credit_minor = models.BigIntegerField(default=0)
    due_minor = models.BigIntegerField(default=0, help_text="what the buyer still had to pay when it was placed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(credit_minor__gte=0, due_minor__gte=0), name="returns_exchange_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ExchangeState.WISHED, ExchangeState.OFF]) | Q(order__isnull=False),
                name="returns_exchange_kept_has_order",
            ),
        ]

    def __str__(self) -> str:
        return f"exchange of {self.ret_id}"


class ExchangeLine(models.Model):
    """So many of a variant instead of a line that comes back."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="lines")
    instead_of = models.ForeignKey(ReturnLine, models.CASCADE, related_name="exchanged_for")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["exchange_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returns_exchange_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"
