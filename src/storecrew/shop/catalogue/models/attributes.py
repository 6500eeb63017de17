"""Tags (free words) and attributes (named, typed facts such as the material)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.shop.catalogue.models.products import Product


class Tag(models.Model):
    """A free word on products. Tags that differ in case only are the same."""

    name = models.CharField(max_length=255)
    key = models.CharField(max_length=255, unique=True, help_text="the name, folded for comparison")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="catalogue_tag_has_name")]

    def __str__(self) -> str:
        return self.name


class ProductTag(models.Model):
    """A tag on a product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="product_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="product_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "tag"], name="catalogue_product_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.product_id}"


class AttributeKind(models.TextChoices):
    """What the values of an attribute are."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    YES_NO = "yes_no", _("Yes or no")
    DATE = "date", _("Date")


class Attribute(models.Model):
    """A fact that products may state, e.g. material, capacity in ml."""

    code = models.CharField(max_length=120, unique=True, help_text="stable name; a Shopify metafield is namespace.key")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, help_text="of the name")
    kind = models.CharField(max_length=8, choices=AttributeKind, default=AttributeKind.TEXT)
    unit = models.CharField(max_length=16, blank=True, help_text="e.g. ml; only for numbers")
    filterable = models.BooleanField(default=False, help_text="offered as a facet in lists")
    shown = models.BooleanField(default=True, help_text="shown on the product's page")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="catalogue_attribute_has_name"),
            models.CheckConstraint(
                condition=Q(unit="") | Q(kind=AttributeKind.NUMBER), name="catalogue_attribute_unit_of_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AttributeValue(models.Model):
    """What a product states; several rows of one attribute are several values, in order."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, models.PROTECT, related_name="values")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=2000, help_text="as written: yes_no is yes or no, a date is ISO 8601")
    number = models.DecimalField(
        max_digits=20, decimal_places=6, null=True, blank=True, help_text="of numbers, to sort by"
    )

    class Meta:
        ordering = ["product_id", "attribute__position", "attribute_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "attribute", "position"], name="catalogue_attribute_value_position_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="catalogue_attribute_value_not_empty"),
        ]
        indexes = [models.Index(fields=["attribute", "text"], name="catalogue_attribute_facet")]  # facets of a list

    def __str__(self) -> str:
        return self.text
