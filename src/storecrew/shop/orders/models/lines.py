"""Lines: so many of one thing, with everything about it that was true when it was agreed."""

from django.db import models
from django.db.models import F, Q

from storecrew.shop.orders.models.orders import Order


class Line(models.Model):
    """So many of one variant, or of something that is not in the catalogue.

    `quantity` was agreed; `cancelled` of it was taken back before it left, `shipped` has left, `returned` came back.
    Sums are of quantity − cancelled.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, help_text="how reservations and packages name it")
    package = models.CharField(max_length=60, blank=True, help_text="key of the package it was to travel in")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, null=True, blank=True, related_name="+")
    sku = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=255, help_text="in the buyer's language")
    options = models.JSONField(default=list, blank=True, help_text="[{name, value}] in the buyer's language")
    tax_class = models.CharField(max_length=64, blank=True)
    hs_code = models.CharField(max_length=16, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="of one piece; None: not known")
    requires_shipping = models.BooleanField(default=True)
    unit_minor = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    gross_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(help_text="gross − discount, plus tax where prices do not contain it")
    cost_minor = models.BigIntegerField(
        null=True, blank=True, help_text="of one piece: as bought, later as dispatched; None: not known"
    )
    cost_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["order_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "key"], name="orders_line_key_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_line_of_something"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("cancelled") + F("shipped")), name="orders_line_not_beyond_agreed"
            ),
            models.CheckConstraint(condition=Q(returned__lte=F("shipped")), name="orders_line_returned_after_shipped"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("unit_minor") * (F("quantity") - F("cancelled"))),
                name="orders_line_gross_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit_minor__gte=0,
                    discount_minor__gte=0,
                    tax_minor__gte=0,
                    total_minor__gte=0,
                    discount_minor__lte=F("gross_minor"),
                ),
                name="orders_line_sums_in_range",
            ),
            models.CheckConstraint(
                condition=Q(cost_minor=None, cost_currency="") | (Q(cost_minor__gte=0) & ~Q(cost_currency="")),
                name="orders_line_cost_has_currency",
            ),
        ]
        indexes = [
            models.Index(fields=["sku"], name="orders_line_by_sku", condition=~Q(sku="")),  # search
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def wanted(self) -> int:
        """Return how many the buyer is to get in all."""
        return self.quantity - self.cancelled

    @property
    def open(self) -> int:
        """Return how many have not left yet."""
        return self.quantity - self.cancelled - self.shipped
