"""What is to be counted, and what was counted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.stock.models import Item, Warehouse


class CountState(models.TextChoices):
    """How far a count is."""

    OPEN = "open", pgettext_lazy("count", "Open")
    DONE = "done", pgettext_lazy("count", "Booked")
    CANCELLED = "cancelled", pgettext_lazy("count", "Called off")


class Count(models.Model):
    """A walk through a warehouse to count some of what lies there."""

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+")
    classes = models.CharField(
        max_length=3, blank=True, help_text="classes it was planned from, e.g. AB; empty: by hand"
    )
    state = models.CharField(max_length=9, choices=CountState, default=CountState.OPEN)
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CountState.values), name="stock_counting_count_state_known")
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="stock_counting_due")]  # queue, list

    def __str__(self) -> str:
        return f"count {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"count:{self.pk}"


class LineState(models.TextChoices):
    """How far the counting of an item is."""

    TODO = "todo", pgettext_lazy("count line", "to be counted")
    AGAIN = "again", pgettext_lazy("count line", "to be counted again")
    AGREED = "agreed", pgettext_lazy("count line", "counted")
    BOOKED = "booked", pgettext_lazy("count line", "booked")


class CountLine(models.Model):
    """An item to be counted: what saleable pieces of it lie on the shelves, promised or not.

    `books` is what the books said when this round began; `difference` what was counted minus what the books said when it
    was typed. It is agreed when it is nothing, or when two rounds found the same.
    """

    count = models.ForeignKey(Count, models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(help_text="its place on the walk, by bins")
    state = models.CharField(max_length=6, choices=LineState, default=LineState.TODO)
    books = models.IntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    difference = models.IntegerField(null=True, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    counter = models.CharField(max_length=80, blank=True, help_text="who counted last")
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["count_id", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["count", "item"], name="stock_counting_line_once"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="stock_counting_line_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "booked"]) | Q(counted__isnull=False, difference__isnull=False),
                name="stock_counting_line_agreed_on_something",
            ),
        ]
        indexes = [models.Index(fields=["item", "-counted_at"], name="stock_counting_last")]  # when it was counted last

    def __str__(self) -> str:
        return f"item {self.item_id} of count {self.count_id}"
