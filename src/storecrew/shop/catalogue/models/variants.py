"""Options (at most three), their values, and variants: what can be bought, weighed and counted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.shop.catalogue.models.products import Product


class Option(models.Model):
    """A way in which variants of a product differ, such as its colour."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="options")
    position = models.SmallIntegerField(help_text="1 to 3; negative only while an action changes the order")
    code = models.CharField(max_length=64, help_text="its name in addresses: ?colour=oat")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["product_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["product", "position"], name="catalogue_option_position_once"),
            models.UniqueConstraint(fields=["product", "code"], name="catalogue_option_code_once"),
            models.CheckConstraint(
                condition=Q(position__gte=-3, position__lte=3) & ~Q(position=0), name="catalogue_option_at_most_three"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(code=""), name="catalogue_option_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class OptionValue(models.Model):
    """A value of an option, such as oat."""

    option = models.ForeignKey(Option, models.CASCADE, related_name="values")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64, help_text="its name in addresses")
    name = models.CharField(max_length=255)
    swatch = models.CharField(max_length=7, blank=True, help_text="#rrggbb; empty: shown by its name or picture")

    class Meta:
        ordering = ["option_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["option", "code"], name="catalogue_option_value_code_once"),
            models.UniqueConstraint(fields=["option", "name"], name="catalogue_option_value_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(code=""), name="catalogue_option_value_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class BarcodeState(models.TextChoices):
    """What kind of number a barcode is; an odd one is kept as it came and shown to be looked at."""

    NONE = "", _("None")
    GTIN = "gtin", _("GTIN")
    INTERNAL = "internal", _("In-house number")
    ODD = "odd", _("Check digit or length is wrong")


class WeightUnit(models.TextChoices):
    """In which unit a weight is shown; it is kept in grams."""

    G = "g", "g"
    KG = "kg", "kg"
    OZ = "oz", "oz"
    LB = "lb", "lb"


class Variant(models.Model):
    """What can be bought. A product without options has exactly one. Retired ones stay: history points at them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    position = models.PositiveSmallIntegerField()
    signature = models.CharField(max_length=80, blank=True, help_text="ids of its option values, in the options' order")
    sku = models.CharField(max_length=100, blank=True)
    barcode = models.CharField(max_length=64, blank=True)
    barcode_state = models.CharField(max_length=8, choices=BarcodeState, blank=True, default=BarcodeState.NONE)
    cost_minor = models.BigIntegerField(
        null=True, blank=True, help_text="of one piece, in minor units of cost_currency"
    )
    cost_currency = models.CharField(max_length=3, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="with packing; None: not known")
    weight_unit = models.CharField(max_length=2, choices=WeightUnit, default=WeightUnit.G, help_text="for showing it")
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    height_mm = models.PositiveIntegerField(null=True, blank=True)
    requires_shipping = models.BooleanField(default=True)
    taxable = models.BooleanField(default=True)
    tax_code = models.CharField(max_length=64, blank=True)
    hs_code = models.CharField(max_length=16, blank=True, help_text="empty: the product's")
    origin = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty: the product's")
    picture = models.ForeignKey("catalogue.Picture", models.SET_NULL, null=True, blank=True, related_name="variants")
    extras = models.JSONField(default=dict, blank=True, help_text="columns of other shop systems kept for their export")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="no longer made or sold; its SKU is free again")

    class Meta:
        ordering = ["product_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sku"], condition=Q(retired_at=None) & ~Q(sku=""), name="catalogue_variant_sku_once"
            ),
            models.UniqueConstraint(
                fields=["product", "signature"], condition=Q(retired_at=None), name="catalogue_variant_combination_once"
            ),
            models.CheckConstraint(
                condition=Q(cost_minor=None, cost_currency="") | (Q(cost_minor__gte=0) & ~Q(cost_currency="")),
                name="catalogue_variant_cost_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(barcode="", barcode_state="") | (~Q(barcode="") & ~Q(barcode_state="")),
                name="catalogue_variant_barcode_judged",
            ),
        ]
        indexes = [
            models.Index(
                fields=["barcode"], name="catalogue_variant_barcode", condition=~Q(barcode="")
            ),  # scanners, search
        ]

    def __str__(self) -> str:
        return self.sku or f"variant {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"variant:{self.pk}"


class VariantValue(models.Model):
    """The value that a variant has of one of its product's options."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="values")
    option = models.ForeignKey(Option, models.CASCADE, related_name="+")
    value = models.ForeignKey(OptionValue, models.CASCADE, related_name="variant_values")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "option"], name="catalogue_variant_one_value_per_option")
        ]

    def __str__(self) -> str:
        return f"{self.value_id} of {self.variant_id}"


class ReportedStock(models.Model):
    """What another system said of a variant's stock when it was imported: a seed for counting, never a truth."""

    variant = models.OneToOneField(Variant, models.CASCADE, related_name="reported_stock")
    quantity = models.IntegerField(
        null=True, blank=True, help_text="may be negative in other systems; None: not counted"
    )
    tracked = models.BooleanField(default=True, help_text="False: the other system sold it without counting")
    keep_selling = models.BooleanField(default=False, help_text="the other system went on selling at zero")
    source = models.CharField(max_length=40, help_text="who said so, e.g. shopify")
    reported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quantity} by {self.source}"
