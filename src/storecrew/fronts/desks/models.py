"""What people did with a job instead of doing it: put it off, handed it on, or dropped it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.kernel.people import seats


class Kind(models.TextChoices):
    """What was done with the job."""

    LATER = "later", pgettext_lazy("job", "put off")
    HANDED = "handed", pgettext_lazy("job", "handed on")
    DROPPED = "dropped", pgettext_lazy("job", "dropped")


class Deferral(models.Model):
    """One job of a seat's list set aside, for the whole seat. Jobs are computed; this refers to one by its key.

    At most one row a job is open. It ends by itself at `until`, when somebody takes it back, or when the job changes.
    """

    key = models.CharField(max_length=200)
    seat = models.CharField(max_length=16, choices=seats.CHOICES)
    title = models.CharField(max_length=300, help_text="the job's sentence as it stood")
    version = models.CharField(max_length=64, blank=True, help_text="the job's version; another one is another job")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    until = models.DateTimeField(help_text="from then on it is back on the list")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "seat"], condition=Q(taken_back_at=None), name="desks_deferral_one_open"
            ),
            models.CheckConstraint(
                condition=Q(kind="handed", to_person__isnull=False) | (~Q(kind="handed") & Q(to_person=None)),
                name="desks_deferral_handed_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="dropped") | ~Q(reason=""), name="desks_deferral_dropped_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["seat", "until"], name="desks_deferral_seat")]  # every list of jobs

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"
