"""Methods: how something is brought to a zone, for what price, in how many working days."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.shop.shipping.models.packages import PackageKind
from storecrew.shop.shipping.models.zones import Zone


class MethodKind(models.TextChoices):
    """What the price depends on."""

    FLAT = "flat", _("One price")
    WEIGHT = "weight", _("By weight")
    VALUE = "value", _("By the order's value")
    PIECES = "pieces", _("By number of pieces")
    PICKUP = "pickup", _("The customer fetches it")


class Method(models.Model):
    """A way of sending. What customers read of it is in `names` and `notes`, by language."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="methods")
    kind = models.CharField(max_length=8, choices=MethodKind, default=MethodKind.FLAT)
    names = models.JSONField(default=dict, help_text="language code to what customers read")
    notes = models.JSONField(default=dict, blank=True, help_text="language code to one line below the name")
    carrier = models.CharField(max_length=32, blank=True, help_text="code of a carrier; empty: nobody is named")
    warehouse_ids = models.JSONField(default=list, blank=True, help_text="leaves from these only; empty: from any")
    min_weight_g = models.PositiveIntegerField(default=0)
    max_weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="of one box, as it is weighed")
    volume_divisor = models.PositiveIntegerField(
        null=True, blank=True, help_text="cubic centimetres that count as one kilogram, e.g. 6000; None: only weighed"
    )
    package_kinds = models.ManyToManyField(PackageKind, blank=True, related_name="methods")
    handling_min = models.PositiveSmallIntegerField(default=0, help_text="working days until it leaves")
    handling_max = models.PositiveSmallIntegerField(default=1)
    transit_min = models.PositiveSmallIntegerField(default=0, help_text="working days on the way")
    transit_max = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["zone_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MethodKind.values), name="shipping_method_kind_known"),
            models.CheckConstraint(
                condition=Q(handling_min__lte=F("handling_max")) & Q(transit_min__lte=F("transit_max")),
                name="shipping_method_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(max_weight_g=None) | Q(max_weight_g__gt=F("min_weight_g")),
                name="shipping_method_weights_in_order",
            ),
            models.CheckConstraint(
                condition=Q(volume_divisor=None) | Q(volume_divisor__gt=0), name="shipping_method_divisor_positive"
            ),
        ]

    def __str__(self) -> str:
        return next(iter(self.names.values()), f"method {self.pk}")

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"shipping_method:{self.pk}"


class Tier(models.Model):
    """A price from a measure on, in one currency.

    The measure is grams, minor units or pieces by the method's kind; of one price and of pick-up there is one tier at 0.
    Weight counts when it is *more* than `above` (a carrier's "up to 1 kg" holds 1 kg), value and pieces when they are
    `above` or more. With a step, each begun `step` beyond `above` costs `step_minor` more: first and further kilograms.
    """

    method = models.ForeignKey(Method, models.CASCADE, related_name="tiers")
    currency = models.CharField(max_length=3)
    above = models.BigIntegerField(default=0)
    price_minor = models.BigIntegerField()
    step = models.PositiveIntegerField(null=True, blank=True)
    step_minor = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["method_id", "currency", "above", "id"]
        constraints = [
            models.UniqueConstraint(fields=["method", "currency", "above"], name="shipping_tier_once"),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, step_minor__gte=0, above__gte=0), name="shipping_tier_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(step=None, step_minor=0) | Q(step__gt=0), name="shipping_tier_step_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.above}: {self.price_minor} {self.currency}"


class Threshold(models.Model):
    """From which value of the goods on a method costs nothing, in one currency."""

    method = models.ForeignKey(Method, models.CASCADE, related_name="thresholds")
    currency = models.CharField(max_length=3)
    free_from_minor = models.BigIntegerField()

    class Meta:
        ordering = ["method_id", "currency", "id"]
        constraints = [
            models.UniqueConstraint(fields=["method", "currency"], name="shipping_threshold_once"),
            models.CheckConstraint(condition=Q(free_from_minor__gte=0), name="shipping_threshold_not_negative"),
        ]

    def __str__(self) -> str:
        return f"free from {self.free_from_minor} {self.currency}"
