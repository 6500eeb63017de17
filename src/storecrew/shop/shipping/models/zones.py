"""Zones: parts of the world that are served alike."""

from django.db import models
from django.db.models import Q


class Zone(models.Model):
    """A part of the world. An address lies in the zone whose area describes it most closely."""

    name = models.CharField(max_length=120, help_text="for the crew; customers never see it")
    everywhere_else = models.BooleanField(default=False, help_text="what no other zone describes")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="shipping_zone_has_name"),
            models.UniqueConstraint(
                fields=["everywhere_else"], condition=Q(everywhere_else=True), name="shipping_zone_one_everywhere_else"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"shipping_zone:{self.pk}"


class Area(models.Model):
    """A country, a region of it, or a range of its postcodes.

    Postcodes are kept in capitals without spaces and compared by their beginning, as long as the bound is:
    967 to 968 holds 96701 and 96898, BT to BT holds every code that begins with BT.
    """

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="areas")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    region = models.CharField(max_length=80, blank=True, help_text="as addresses keep it; empty: the whole country")
    postal_from = models.CharField(max_length=12, blank=True)
    postal_to = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["country", "region", "postal_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "postal_from", "postal_to"], name="shipping_area_in_one_zone"
            ),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="shipping_area_country_code"),
            models.CheckConstraint(
                condition=Q(postal_from="", postal_to="") | (~Q(postal_from="") & ~Q(postal_to="")),
                name="shipping_area_range_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return "/".join(filter(None, (self.country, self.region, self.postal_from, self.postal_to)))
