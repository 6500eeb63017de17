"""Prices: now, and at any moment before. Tax is in or out of them by the rules of each currency's market, not here."""

from django.db import models
from django.db.models import F, Q

from storecrew.shop.catalogue.models.products import Product
from storecrew.shop.catalogue.models.variants import Variant


class Price(models.Model):
    """What a variant costs now in one currency; always equal to its newest PriceChange."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    price_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(
        null=True, blank=True, help_text="a former or recommended price, crossed out"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "currency"], name="catalogue_price_once_per_currency"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="catalogue_price_not_negative"),
            models.CheckConstraint(
                condition=Q(compare_at_minor=None) | Q(compare_at_minor__gte=0),
                name="catalogue_price_compare_at_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price_minor} {self.currency}"


class PriceChange(models.Model):
    """rows: one per change of a variant's price in one currency; append only once the product has been on sale."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="price_changes")
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField(null=True, blank=True, help_text="None: from here on it has no price")
    compare_at_minor = models.BigIntegerField(null=True, blank=True)
    since = models.DateTimeField(help_text="this price holds from here until the next row")
    by = models.CharField(max_length=80, help_text="the actor as audit rows name it, e.g. person:1")
    cause = models.CharField(max_length=40, help_text="the audit row of the run that set it")

    class Meta:
        indexes = [
            models.Index(
                fields=["variant", "currency", "-since", "-id"], name="catalogue_price_history"
            ),  # lowest in 30 days
        ]

    def __str__(self) -> str:
        return f"{self.price_minor} {self.currency} since {self.since:%Y-%m-%d}"


class PriceRange(models.Model):
    """The cheapest and dearest variant of a product in one currency: what lists show, filter and sort by."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="price_ranges")
    currency = models.CharField(max_length=3)
    low_minor = models.BigIntegerField()
    high_minor = models.BigIntegerField()
    reduced = models.BooleanField(default=False, help_text="some variant costs less than its compare-at price")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "currency"], name="catalogue_price_range_once"),
            models.CheckConstraint(condition=Q(low_minor__lte=F("high_minor")), name="catalogue_price_range_low_first"),
        ]
        indexes = [
            models.Index(
                fields=["currency", "low_minor", "product"], name="catalogue_price_range_sort"
            ),  # lists by price
        ]

    def __str__(self) -> str:
        return f"{self.low_minor} to {self.high_minor} {self.currency}"
