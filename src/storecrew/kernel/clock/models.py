"""The store's work calendar as rows."""

from django.db import models
from django.db.models import F, Q

STORE = "store"
"""The calendar that everything goes by unless it names another."""


class Calendar(models.Model):
    """Usual hours of a week, and whose holidays are kept."""

    code = models.SlugField(max_length=40, unique=True)
    timezone = models.CharField(max_length=64, help_text="IANA name")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1; empty keeps no public holidays")
    subdivision = models.CharField(max_length=10, blank=True, help_text="ISO 3166-2 part, e.g. BY in Germany")
    make_up = models.BooleanField(default=True, help_text="whether make-up workdays are worked")
    week = models.JSONField(help_text="seven texts from Monday to Sunday, e.g. 09:00-12:00, 13:30-18:00; empty: closed")
    stamp = models.CharField(max_length=40, help_text="changes with every change, of its special days too")

    def __str__(self) -> str:
        return self.code


class SpecialDays(models.Model):
    """Dates on which the week does not hold: closed (no hours), or open at hours of their own."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="special_days")
    first = models.DateField()
    last = models.DateField()
    hours = models.CharField(max_length=200, blank=True, help_text="empty: closed")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="clock_special_days_not_backwards"),
            models.CheckConstraint(
                condition=Q(hours="") | Q(last=F("first")), name="clock_special_days_hours_for_one_date"
            ),
            models.UniqueConstraint(
                fields=["calendar", "first"], condition=~Q(hours=""), name="clock_special_days_one_set_of_hours_a_date"
            ),
        ]
        indexes = [models.Index(fields=["calendar", "last"], name="clock_special_days_upcoming")]  # reads.calendar

    def __str__(self) -> str:
        return f"{self.first} {self.hours or 'closed'}"
