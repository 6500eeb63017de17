"""Which variants are counted, how, and how far they may be sold beyond what lies there; and what bundles are made of."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Tracing(models.TextChoices):
    """Whether single pieces or batches are told apart."""

    NONE = "none", _("By number only")
    LOT = "lot", _("By lot")
    SERIAL = "serial", _("By serial number")


class Item(models.Model):
    """A variant as the warehouse knows it. Its primary key is the variant's. Variants without one are not counted.

    What may be sold beyond what lies there is `backorder_limit` pieces in all: 0 none, None without limit. With `ships_on`
    it is a pre-order, and the shop says from when it ships. One warehouse carries that limit (see `Level.beyond`), so that
    it can never be used twice.
    """

    variant = models.OneToOneField("catalogue.Variant", models.CASCADE, primary_key=True, related_name="stock_item")
    tracked = models.BooleanField(default=True, help_text="False: sold without counting")
    tracing = models.CharField(max_length=6, choices=Tracing, default=Tracing.NONE)
    backorder_limit = models.PositiveIntegerField(null=True, blank=True, default=0)
    ships_on = models.DateField(null=True, blank=True, help_text="pre-order: the day from which it ships")
    low_stock_at = models.PositiveIntegerField(null=True, blank=True, help_text="tell when no more are available")
    bundle = models.BooleanField(default=False, help_text="made of components; has no stock of its own")
    component = models.BooleanField(default=False, help_text="part of a bundle")
    abc = models.CharField(max_length=1, blank=True, help_text="class by value of outflow: how often it is counted")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tracing__in=Tracing.values), name="stock_item_tracing_known"),
            models.CheckConstraint(condition=Q(abc__in=["", "A", "B", "C"]), name="stock_item_class_known"),
            models.CheckConstraint(condition=~Q(bundle=True, component=True), name="stock_item_bundle_is_no_component"),
        ]
        indexes = [
            models.Index(fields=["low_stock_at"], name="stock_item_watched", condition=Q(low_stock_at__isnull=False))
        ]  # the queue's low stock

    def __str__(self) -> str:
        return f"variant {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"variant:{self.pk}"


class Component(models.Model):
    """What one piece of a bundle takes."""

    bundle = models.ForeignKey(Item, models.CASCADE, related_name="components")
    item = models.ForeignKey(Item, models.PROTECT, related_name="bundles")
    quantity = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["bundle_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "item"], name="stock_component_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stock_component_at_least_one"),
            models.CheckConstraint(condition=~Q(bundle=F("item")), name="stock_component_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item_id} in {self.bundle_id}"
