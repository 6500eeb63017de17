"""What stands on an order beside its goods, and the parts that discounts and taxes take of each row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.shop.orders.models.lines import Line
from storecrew.shop.orders.models.orders import Order


class ChargeKind(models.TextChoices):
    """What is charged besides goods."""

    SHIPPING = "shipping", _("Shipping")
    FEE = "fee", _("Fee")


class Charge(models.Model):
    """Shipping of one package, or a fee."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="charges")
    kind = models.CharField(max_length=10, choices=ChargeKind)
    key = models.CharField(max_length=60, help_text="of shipping: the package's")
    source = models.CharField(max_length=60, blank=True, help_text="where the package leaves from: own, warehouse:2")
    name = models.CharField(max_length=200, help_text="in the buyer's language")
    method_id = models.BigIntegerField(null=True, blank=True, help_text="the shipping method as chosen; it may be gone")
    carrier = models.CharField(max_length=40, blank=True)
    min_days = models.PositiveSmallIntegerField(null=True, blank=True)
    max_days = models.PositiveSmallIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "key"], name="orders_charge_once"),
            models.CheckConstraint(condition=Q(kind__in=ChargeKind.values), name="orders_charge_kind_known"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, discount_minor__gte=0, tax_minor__gte=0, total_minor__gte=0),
                name="orders_charge_sums_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name


_ONE_OF_BOTH = Q(line__isnull=False, charge=None) | Q(line=None, charge__isnull=False)


class Discount(models.Model):
    """What one coupon, or one agreement by staff, takes off one line or charge."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="discounts")
    line = models.ForeignKey(Line, models.CASCADE, null=True, blank=True, related_name="discounts")
    charge = models.ForeignKey(Charge, models.CASCADE, null=True, blank=True, related_name="discounts")
    coupon_id = models.BigIntegerField(default=0, help_text="0: agreed by staff")
    code = models.CharField(max_length=64, blank=True, help_text="empty for those that need none")
    name = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.CheckConstraint(condition=_ONE_OF_BOTH, name="orders_discount_of_line_or_charge"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="orders_discount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.name}: {self.amount_minor}"


class Tax(models.Model):
    """One tax on one line or charge."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="taxes")
    line = models.ForeignKey(Line, models.CASCADE, null=True, blank=True, related_name="taxes")
    charge = models.ForeignKey(Charge, models.CASCADE, null=True, blank=True, related_name="taxes")
    name = models.CharField(max_length=100)
    rate = models.DecimalField(max_digits=9, decimal_places=4, help_text="in percent")
    base_minor = models.BigIntegerField(help_text="what it is reckoned on, without any tax")
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["order_id", "id"]
        verbose_name_plural = "taxes"
        constraints = [
            models.CheckConstraint(condition=_ONE_OF_BOTH, name="orders_tax_of_line_or_charge"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="orders_tax_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.rate} %: {self.amount_minor}"
