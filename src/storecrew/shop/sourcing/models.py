"""What the owner wants of the choice of sources."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OwnFirst(models.TextChoices):
    """How the own shelf stands against suppliers."""

    FIRST = "first", _("Own shelf first")
    COST = "cost", _("Whatever costs least altogether")


class BuyerPays(models.TextChoices):
    """What a buyer pays for sending when the goods leave from several places."""

    ONE = "one", _("One shipment: the dearest; for the others only what is faster than the cheapest way")
    EACH = "each", _("Each parcel")


class RuleSet(models.Model):
    """The one row; without it the usual rules hold. Money is in `currency`, the store's own when it was set."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    own = models.CharField(max_length=8, choices=OwnFirst, default=OwnFirst.FIRST)
    currency = models.CharField(max_length=3)
    late_day_minor = models.PositiveBigIntegerField(help_text="what it costs that a line comes one day later")
    parcel_minor = models.PositiveBigIntegerField(help_text="what one more parcel costs, besides its postage")
    missing_minor = models.PositiveBigIntegerField(help_text="what it costs when the source has none after all")
    buyer_pays = models.CharField(max_length=8, choices=BuyerPays, default=BuyerPays.ONE)
    automatic = models.BooleanField(default=True, help_text="what fails is moved to the next source within the limits")
    most_extra_percent = models.PositiveSmallIntegerField(default=15, help_text="dearer by at most")
    most_days = models.PositiveSmallIntegerField(default=2, help_text="later by at most")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="sourcing_one_row_of_rules"),
            models.CheckConstraint(
                condition=Q(own__in=OwnFirst.values, buyer_pays__in=BuyerPays.values), name="sourcing_rules_known"
            ),
            models.CheckConstraint(
                condition=Q(most_extra_percent__lte=500, most_days__lte=90), name="sourcing_limits_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"sourcing: own shelf {self.own}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return "sourcing_rules:1"
