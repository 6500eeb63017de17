"""Carriers that the house does not know by itself: the courier round the corner."""

from django.db import models
from django.db.models import Q


class OwnCarrier(models.Model):
    """A carrier that the shop added. Its code never hides one that the house knows (`carriers.known`)."""

    code = models.CharField(max_length=32, unique=True)
    names = models.JSONField(default=dict, help_text="language code to name")
    tracking_url = models.CharField(max_length=300, blank=True, help_text="{number} stands for the tracking number")
    pattern = models.CharField(max_length=120, blank=True, help_text="of its numbers: # a digit, @ a letter, * either")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[a-z][a-z0-9_]*$"), name="shipping_own_carrier_code"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"carrier:{self.code}"
