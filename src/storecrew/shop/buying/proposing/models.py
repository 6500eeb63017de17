"""What is proposed to be ordered, what the owner says things cost, and promotions that are planned."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money


class Verdict(models.TextChoices):
    """Whether something is to be ordered."""

    DUE = "due", pgettext_lazy("proposal", "Order now")
    SOON = "soon", pgettext_lazy("proposal", "Add if you order there")
    ENOUGH = "enough", pgettext_lazy("proposal", "Enough")
    UNOFFERED = "unoffered", pgettext_lazy("proposal", "Nobody offers it")


class Proposal(models.Model):
    """rows: one per variant the store keeps; all are written anew every night.

    `quantity` is what was reckoned, `chosen` what somebody made of it (0: not now). `figures` and `reasons` are the
    engine's, so that every number can be explained as it was.
    """

    variant = models.OneToOneField("catalogue.Variant", models.CASCADE, related_name="+")
    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, null=True, blank=True, related_name="+")
    offer = models.ForeignKey("supply.Offer", models.CASCADE, null=True, blank=True, related_name="+")
    verdict = models.CharField(max_length=9, choices=Verdict)
    quantity = models.PositiveIntegerField(default=0)
    chosen = models.PositiveIntegerField(null=True, blank=True)
    position = models.IntegerField()
    point = models.PositiveIntegerField(default=0)
    lasts_days = models.FloatField(null=True, blank=True, help_text="None: nothing sells")
    cost_minor = models.BigIntegerField(default=0, help_text="of one piece, in the offer's currency")
    currency = models.CharField(max_length=3, blank=True)
    own_minor = models.BigIntegerField(default=0, help_text="of one piece, in the store's currency")
    thin = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    reasons = models.JSONField(default=list, help_text="[[why, {number: value}], …]")
    reckoned_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="buying_proposal_known")]
        indexes = [models.Index(fields=["verdict", "supplier", "id"], name="buying_proposal_list")]  # the page

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"

    @property
    def wanted(self) -> int:
        """Return how many would be ordered now."""
        if self.chosen is not None:
            return self.chosen
        return self.quantity if self.verdict == Verdict.DUE else 0

    @property
    def cost(self) -> Money | None:
        """Return what one costs; None: nobody offers it."""
        return Money(self.cost_minor, self.currency) if self.currency else None


class Rulebook(models.Model):
    """The one row of what things cost the owner; without it the defaults hold."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    capital_percent = models.PositiveSmallIntegerField(default=12, help_text="a year, of what goods cost")
    storage_percent = models.PositiveSmallIntegerField(default=12, help_text="a year, of what goods cost")
    patient_percent = models.PositiveSmallIntegerField(default=30, help_text="of buyers who wait when it is out")
    line_minor = models.PositiveIntegerField(default=800, help_text="work of one line, in the store's currency")
    review_days = models.PositiveSmallIntegerField(default=7, help_text="between two orders of a supplier")
    most_days = models.PositiveSmallIntegerField(default=120)
    service_percent = models.PositiveSmallIntegerField(default=95, help_text="where nobody knows the margin")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="buying_rulebook_one_row"),
            models.CheckConstraint(
                condition=Q(patient_percent__lte=100, service_percent__gte=50, service_percent__lte=99)
                & Q(review_days__gte=1, most_days__gte=F("review_days")),
                name="buying_rulebook_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capital_percent} % a year"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return "buying_rulebook:1"


class Promotion(models.Model):
    """A promotion that is planned: how much more will be asked for, of what, on which days. No variants: of everything."""

    name = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()
    percent = models.SmallIntegerField(help_text="more than usual; negative: less")
    variant_ids = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="buying_promotion_not_backwards"),
            models.CheckConstraint(condition=Q(percent__gte=-100, percent__lte=2000), name="buying_promotion_in_range"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"buying_promotion:{self.pk}"
