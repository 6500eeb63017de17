"""How the store treats returns. One row, or none: then the defaults hold."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ShippingBack(models.TextChoices):
    """What of the delivery's price goes back when a buyer has changed their mind."""

    NONE = "none", pgettext_lazy("shipping refund", "Nothing of it")
    SHARE = "share", pgettext_lazy("shipping refund", "The share of what comes back")
    WHOLE = "whole", pgettext_lazy("shipping refund", "All of it, once everything comes back")


class Policy(models.Model):
    """Amounts are in the store's own currency. `letters` names those that are sent."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    window_days = models.PositiveSmallIntegerField(default=14, help_text="from delivery, without any reason")
    claim_days = models.PositiveSmallIntegerField(default=730, help_text="from delivery, when something was wrong")
    send_days = models.PositiveSmallIntegerField(default=14, help_text="to send it once it is approved")
    shop_pays = models.JSONField(default=list, help_text="reasons for which the shop pays the way back")
    restocking_percent = models.PositiveSmallIntegerField(default=0)
    label_fee_minor = models.BigIntegerField(default=0, help_text="for our label, where the buyer pays the way back")
    shipping_back = models.CharField(max_length=6, choices=ShippingBack, default=ShippingBack.WHOLE)
    final_collection_id = models.BigIntegerField(null=True, blank=True, help_text="what is in it does not come back")
    auto_reasons = models.JSONField(default=list, help_text="reasons that need nobody's look")
    auto_up_to_minor = models.BigIntegerField(default=0, help_text="what may be approved by rule; 0: nothing")
    auto_share_percent = models.PositiveSmallIntegerField(
        default=50, help_text="of earlier pieces sent back; who sends back more is looked at"
    )
    keep_under_minor = models.BigIntegerField(default=0, help_text="cheaper goods need not come back; 0: all do")
    warehouse = models.ForeignKey("stock.Warehouse", models.SET_NULL, null=True, blank=True, related_name="+")
    instructions = models.JSONField(default=dict, blank=True, help_text="language → how to pack and send it")
    letters = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="returns_one_policy"),
            models.CheckConstraint(
                condition=Q(restocking_percent__lte=100, auto_share_percent__lte=100), name="returns_percent_in_range"
            ),
            models.CheckConstraint(
                condition=Q(label_fee_minor__gte=0, auto_up_to_minor__gte=0, keep_under_minor__gte=0),
                name="returns_policy_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_days} days"
