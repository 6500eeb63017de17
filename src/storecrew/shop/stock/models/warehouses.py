"""Where goods lie: warehouses and the bins in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WarehouseKind(models.TextChoices):
    """Whose it is."""

    OWN = "own", pgettext_lazy("warehouse", "Own")
    THIRD_PARTY = "third_party", pgettext_lazy("warehouse", "Third party’s")
    SUPPLIER = "supplier", pgettext_lazy("warehouse", "Supplier’s")


class Warehouse(models.Model):
    """A place with an address from which goods leave. One that does not sell keeps goods no order may take."""

    code = models.CharField(max_length=12, unique=True, help_text="short, for labels and files, e.g. FS")
    name = models.CharField(max_length=80, unique=True, help_text="Shopify: location")
    kind = models.CharField(max_length=12, choices=WarehouseKind, default=WarehouseKind.OWN)
    address = models.JSONField(default=dict, blank=True, help_text="an `addresses.types.Address`; empty: not given")
    calendar = models.ForeignKey(
        "clock.Calendar",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="when it works; None: like the store",
    )
    cut_off = models.TimeField(null=True, blank=True, help_text="local time until which orders leave the same day")
    priority = models.PositiveSmallIntegerField(help_text="1 is asked first")
    sells = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="given up; its history stays")

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="stock_warehouse_has_name"),
            models.CheckConstraint(condition=Q(kind__in=WarehouseKind.values), name="stock_warehouse_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(sells=False), name="stock_warehouse_closed_sells_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"warehouse:{self.pk}"


class Bin(models.Model):
    """A marked place in a warehouse. Codes are walked in their order: `A-01-2` is aisle, bay, shelf."""

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="bins")
    code = models.CharField(max_length=24)
    note = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["warehouse_id", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="stock_bin_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="stock_bin_has_code"),
        ]
        verbose_name = _("bin")

    def __str__(self) -> str:
        return self.code
