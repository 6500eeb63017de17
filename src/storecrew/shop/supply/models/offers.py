"""What suppliers offer: for each variant their SKU and terms, and every cost there ever was."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from storecrew.shop.supply.models.suppliers import Supplier


class Offer(models.Model):
    """A supplier's terms for one variant. An ended one frees its SKU and variant; offered again, it is opened again."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="offers")
    variant = models.ForeignKey(
        "catalogue.Variant",
        models.CASCADE,
        related_name="+",
        help_text="variants that were never on sale can be deleted, and take what was offered of them along",
    )
    sku = models.CharField(max_length=100, blank=True, help_text="the supplier's own; empty: they have none")
    title = models.CharField(max_length=300, blank=True, help_text="what the supplier calls it")
    barcode = models.CharField(max_length=64, blank=True)
    cost_minor = models.BigIntegerField(null=True, blank=True, help_text="of one piece; None: not told yet")
    currency = models.CharField(max_length=3)
    breaks = models.JSONField(
        default=list, blank=True, help_text="[[from how many, cost of one in minor units], …], rising; [] for none"
    )
    minimum = models.PositiveIntegerField(default=1, help_text="pieces of an order, at least")
    pack_size = models.PositiveIntegerField(default=1, help_text="ordered in multiples of this")
    handling_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None: like the site")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="the last day; None: until further notice")
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="no longer offered")

    class Meta:
        ordering = ["supplier_id", "sku", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "variant"], condition=Q(ended_at=None), name="supply_offer_once_a_variant"
            ),
            models.UniqueConstraint(
                fields=["supplier", "sku"], condition=Q(ended_at=None) & ~Q(sku=""), name="supply_offer_sku_once"
            ),
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor__gte=0), name="supply_offer_cost_not_negative"
            ),
            models.CheckConstraint(condition=Q(minimum__gte=1, pack_size__gte=1), name="supply_offer_at_least_one"),
            models.CheckConstraint(
                condition=Q(handling_days=None) | Q(handling_days__lte=90), name="supply_offer_handling_in_range"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="supply_offer_not_backwards",
            ),
        ]
        indexes = [
            models.Index(fields=["variant", "supplier"], name="supply_offer_by_variant"),  # reads.offers_of
            models.Index(fields=["supplier", "barcode"], name="supply_offer_barcode", condition=~Q(barcode="")),
            models.Index(
                fields=["valid_until", "id"],
                name="supply_offer_ends",
                condition=Q(ended_at=None, valid_until__isnull=False),
            ),  # queue: about to end
            models.Index(fields=["-changed_at", "id"], name="supply_offer_changed"),  # the list, newest first
        ]

    def __str__(self) -> str:
        return self.sku or f"offer {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"offer:{self.pk}"


class CostChanges(models.QuerySet["CostChange"]):
    """Costs there were."""

    def raised(self, percent: int, *, since: datetime) -> "CostChanges":
        """Return rises by more than so many per cent of open offers, since a moment, that nobody has seen."""
        rows = self.filter(since__gte=since, cost_minor__gt=F("before_minor"), offer__ended_at=None)
        rows = rows.filter(cost_minor__gt=F("before_minor") + F("before_minor") * percent / 100)
        return rows.filter(Q(offer__supplier__looked_at=None) | Q(since__gt=F("offer__supplier__looked_at")))


class CostChange(models.Model):
    """rows: one per change of an offer's cost or breaks; append only. The newest says what the offer says."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="cost_changes")
    cost_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    breaks = models.JSONField(default=list, blank=True)
    before_minor = models.BigIntegerField(
        null=True, blank=True, help_text="the cost before, where it was in the same currency"
    )
    since = models.DateTimeField(help_text="this cost holds from here until the next row")
    by = models.CharField(max_length=80, help_text="the actor as audit rows name it, e.g. person:1")
    cause = models.CharField(max_length=40, help_text="the audit row of the run that set it")

    objects = CostChanges.as_manager()

    class Meta:
        ordering = ["offer_id", "-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor__gte=0), name="supply_cost_change_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["offer", "-since", "-id"], name="supply_cost_history"),  # the offer's page, doctor
            models.Index(
                fields=["since"],
                name="supply_cost_rises",
                condition=Q(cost_minor__gt=F("before_minor")),
            ),  # queue: what became dearer lately
        ]

    def __str__(self) -> str:
        return f"{self.cost_minor} {self.currency} since {self.since:%Y-%m-%d}"


class Watch(models.Model):
    """The one row of when somebody is told; without it the defaults hold."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    rise_percent = models.PositiveSmallIntegerField(default=5, help_text="a cost that rose by more is shown")
    document_days = models.PositiveSmallIntegerField(default=30, help_text="so long before a document lapses")
    offer_days = models.PositiveSmallIntegerField(default=14, help_text="so long before an offer ends")

    class Meta:
        verbose_name_plural = "watch"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="supply_one_row_of_watch"),
            models.CheckConstraint(
                condition=Q(rise_percent__lte=1000, document_days__lte=365, offer_days__lte=365),
                name="supply_watch_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"rises above {self.rise_percent} %"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return "supply_watch:1"
