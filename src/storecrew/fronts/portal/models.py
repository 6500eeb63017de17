"""What suppliers ask for that only the crew can grant."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class WishState(models.TextChoices):
    """What became of a wish."""

    OPEN = "open", pgettext_lazy("wish", "waits for us")
    TAKEN = "taken", pgettext_lazy("wish", "agreed")
    DECLINED = "declined", pgettext_lazy("wish", "not agreed")
    REPLACED = "replaced", pgettext_lazy("wish", "asked for anew")


class PriceWish(models.Model):
    """Another cost that a supplier asks for. It changes nothing until somebody of the crew agrees."""

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    offer = models.ForeignKey("supply.Offer", models.PROTECT, related_name="+")
    key = models.ForeignKey("supply_access.Key", models.PROTECT, related_name="+", help_text="the link it came by")
    was_minor = models.BigIntegerField(null=True, blank=True, help_text="the cost when it was asked for")
    cost_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    since = models.DateField(null=True, blank=True, help_text="from when on; None: at once")
    words = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=WishState, default=WishState.OPEN)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name_plural = "price wishes"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WishState.values), name="portal_wish_state_known"),
            models.CheckConstraint(condition=Q(cost_minor__gte=0), name="portal_wish_cost_not_negative"),
            models.UniqueConstraint(fields=["offer"], condition=Q(state="open"), name="portal_one_open_wish_an_offer"),
        ]
        indexes = [
            models.Index(fields=["supplier", "-asked_at"], name="portal_wish_of_supplier")
        ]  # their list of goods

    def __str__(self) -> str:
        return f"wish {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"price_wish:{self.pk}"
