"""Lots and serial numbers, and where exactly pieces lie."""

from django.db import models
from django.db.models import Q

from storecrew.shop.stock.models.items import Item
from storecrew.shop.stock.models.levels import Level
from storecrew.shop.stock.models.warehouses import Bin


class Lot(models.Model):
    """A batch that was made together. What expires first is taken first."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="lots")
    code = models.CharField(max_length=60)
    expires_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["expires_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="stock_lot_once"),
            models.CheckConstraint(condition=~Q(code=""), name="stock_lot_has_code"),
        ]
        indexes = [
            models.Index(fields=["expires_on"], name="stock_lot_expiring", condition=Q(expires_on__isnull=False))
        ]  # what runs out soon

    def __str__(self) -> str:
        return self.code


class Serial(models.Model):
    """One piece with a number of its own; `level` None: it is not in any warehouse."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="serials")
    code = models.CharField(max_length=60)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="serials")
    since = models.DateTimeField(help_text="when it came to where it is")

    class Meta:
        ordering = ["item_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="stock_serial_once"),
            models.CheckConstraint(condition=~Q(code=""), name="stock_serial_has_code"),
        ]
        indexes = [models.Index(fields=["code"], name="stock_serial_scan")]  # scanner, search

    def __str__(self) -> str:
        return self.code


class Pile(models.Model):
    """How many of a level's saleable pieces lie in a bin, or are of a lot. What is in no pile lies about unsorted."""

    level = models.ForeignKey(Level, models.PROTECT, related_name="piles")
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, blank=True, related_name="piles")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="piles")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "bin", "lot"],
                condition=Q(bin__isnull=False, lot__isnull=False),
                name="stock_pile_once",
            ),
            models.UniqueConstraint(
                fields=["level", "bin"], condition=Q(bin__isnull=False, lot=None), name="stock_pile_of_bin_once"
            ),
            models.UniqueConstraint(
                fields=["level", "lot"], condition=Q(bin=None, lot__isnull=False), name="stock_pile_of_lot_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stock_pile_of_something"),
            models.CheckConstraint(
                condition=Q(bin__isnull=False) | Q(lot__isnull=False), name="stock_pile_says_where_or_which"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.level_id}"
