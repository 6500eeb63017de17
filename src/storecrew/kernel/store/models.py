"""The one row that says which store this is."""

from django.db import models
from django.db.models import Q


class Store(models.Model):
    """The store of this installation. There is one row or, before set-up, none."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    currency = models.CharField(max_length=3, help_text="ISO 4217; prices and books are kept in it")
    languages = models.JSONField(default=list, help_text="language codes of the storefront, the first is its default")
    time_zone = models.CharField(max_length=64, help_text="IANA name; days begin here")
    established_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="store_only_one")]

    def __str__(self) -> str:
        return self.name
