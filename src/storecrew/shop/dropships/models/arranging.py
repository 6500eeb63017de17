"""How drop shipments go to a supplier."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """How a supplier is told."""

    MAIL = "mail", pgettext_lazy("way", "By mail")
    API = "api", pgettext_lazy("way", "By API")
    HAND = "hand", pgettext_lazy("way", "By hand (WeChat, file)")


class Arrangement(models.Model):
    """What was arranged with a supplier. Without a row: by mail where somebody there has an address, else by hand."""

    supplier = models.OneToOneField("supply.Supplier", models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    mail_to = models.CharField(max_length=254, blank=True, help_text="empty: whoever is asked first there")
    address = models.CharField(max_length=300, blank=True, help_text="of the API")
    sealed_key = models.TextField(blank=True, help_text="encrypted")
    at_once = models.BooleanField(default=True, help_text="sent as soon as an order may leave; not by hand")
    ack_hours = models.PositiveSmallIntegerField(
        default=8, help_text="working hours of the site until an answer is due"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["supplier_id"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="dropships_way_known"),
            models.CheckConstraint(condition=~Q(way=Way.API) | ~Q(address=""), name="dropships_api_has_address"),
            models.CheckConstraint(condition=Q(ack_hours__gte=1, ack_hours__lte=200), name="dropships_ack_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.way} for {self.supplier_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"supplier:{self.supplier_id}"
