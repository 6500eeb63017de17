"""What it costs to get the goods here: freight, duty, fees, spread over what came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.shop.buying.models.orders import PurchaseOrder


class CostKind(models.TextChoices):
    """What was paid besides the goods."""

    FREIGHT = "freight", _("Freight")
    DUTY = "duty", _("Duty and import tax")
    INSURANCE = "insurance", _("Insurance")
    FEE = "fee", _("Agent’s and bank fees")
    OTHER = "other", pgettext_lazy("landed cost", "Other")


class Spread(models.TextChoices):
    """By what a cost is shared among the pieces."""

    VALUE = "value", pgettext_lazy("spread", "By what they cost")
    WEIGHT = "weight", pgettext_lazy("spread", "By weight")
    QUANTITY = "quantity", pgettext_lazy("spread", "By pieces")


class LandedCost(models.Model):
    """A cost of an order, at the rate of its day. `billed_minor` None: nobody has sent the bill yet."""

    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=10, choices=CostKind)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    own_minor = models.BigIntegerField(help_text="in the store's currency, at the rate of the day")
    rate = models.CharField(max_length=40, blank=True, help_text="as a fraction; empty: the store's own currency")
    rate_on = models.DateField(null=True, blank=True, help_text="of which day the rate is")
    spread = models.CharField(max_length=8, choices=Spread, default=Spread.VALUE)
    supplier = models.ForeignKey(
        "supply.Supplier", models.PROTECT, null=True, blank=True, related_name="+", help_text="who bills it"
    )
    note = models.CharField(max_length=200, blank=True)
    billed_minor = models.BigIntegerField(null=True, blank=True, help_text="in `currency`")
    added_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="taken back; its share left the goods again")

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="buying_cost_of_something"),
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="buying_cost_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.order_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"landed_cost:{self.pk}"
