"""What is learned about suppliers, and what the store dares with them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class Outcome(models.Model):
    """rows: one per order that asked a supplier for pieces they had reported; append only.

    `expected`: the chance that a piece was still there if the report was so, reckoned when the outcome came in.
    """

    offer = models.ForeignKey("supply.Offer", models.PROTECT, related_name="+")
    site = models.ForeignKey("supply.Site", models.PROTECT, related_name="+")
    wanted = models.PositiveIntegerField()
    had = models.PositiveIntegerField()
    at = models.DateTimeField(help_text="when it was ordered")
    document = models.CharField(max_length=80, blank=True, help_text="e.g. dropship:9; counts once")
    said = models.PositiveIntegerField(null=True, blank=True, help_text="what the report had said; None: nothing")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="when that had been seen")
    expected = models.FloatField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wanted__gte=1, had__lte=F("wanted")), name="availability_outcome_in_range"
            ),
            models.UniqueConstraint(
                fields=["document", "offer", "site"], condition=~Q(document=""), name="availability_outcome_once"
            ),
        ]
        indexes = [
            models.Index(fields=["offer", "-at", "-id"], name="availability_outcome_of_offer")
        ]  # the offer's page

    def __str__(self) -> str:
        return f"{self.had} of {self.wanted} of offer {self.offer_id}"


class Record(models.Model):
    """How often somebody was right, forgotten by halves. `whose`: `all`, `supplier:3`, `supplier:3:4` (Fridays), `offer:9`.

    Of a supplier besides: how much older than they claim the numbers are (`lags`).
    """

    whose = models.CharField(max_length=40, primary_key=True)
    expected = models.FloatField()
    had = models.FloatField()
    expected_lately = models.FloatField()
    had_lately = models.FloatField()
    lags = models.JSONField(default=list, help_text="of a supplier: how likely each of `learning.LAGS` is, in logs")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.whose


class Threshold(models.Model):
    """What the store dares with a supplier; the row without a supplier holds for everybody who has none of their own.

    Days are working days of the site. Who changed what when is in the audit.
    """

    supplier = models.OneToOneField("supply.Supplier", models.CASCADE, null=True, blank=True, related_name="+")
    risk = models.FloatField(help_text="a piece is sold while it is missing with at most this chance")
    confirm_after = models.FloatField(help_text="working days after which the page says it is being confirmed")
    stop_after = models.FloatField(help_text="working days after which nothing is sold")
    cap = models.PositiveIntegerField(null=True, blank=True, help_text="pieces sold on one report at most; None: all")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(Coalesce(F("supplier"), 0), name="availability_threshold_once"),
            models.CheckConstraint(condition=Q(risk__gt=0, risk__lte=0.5), name="availability_risk_in_range"),
            models.CheckConstraint(
                condition=Q(confirm_after__gt=0, stop_after__gte=F("confirm_after"), stop_after__lte=90),
                name="availability_ages_in_order",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gte=1), name="availability_cap_of_something"),
        ]

    def __str__(self) -> str:
        return f"thresholds of {self.supplier_id or 'everybody'}"
