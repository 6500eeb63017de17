"""What buying has to book: written with the fact, booked when the books can take it."""

from django.db import models
from django.db.models import Q


class Booking(models.Model):
    """An entry to be. It waits while the accounts are missing; its key makes sure that it is booked once."""

    key = models.CharField(max_length=160, unique=True)
    on = models.DateField()
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=120)
    lines = models.JSONField(help_text="[[account, debit minor, credit minor, currency], …]")
    entry = models.BigIntegerField(null=True, blank=True, help_text="number of the entry in the ledger")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], name="buying_booking_waiting", condition=Q(entry=None))]  # queue, job

    def __str__(self) -> str:
        return self.key
