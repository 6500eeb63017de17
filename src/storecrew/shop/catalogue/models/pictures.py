"""Pictures of products, in order; the first one stands for the product."""

from django.db import models
from django.db.models import Q

from storecrew.shop.catalogue.models.products import Product


class Picture(models.Model):
    """A picture of a product. Variants point at the one that shows them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(help_text="from 1")
    alt = models.CharField(max_length=512, blank=True, help_text="what it shows, in the product's language")
    asset = models.ForeignKey(
        "media.Asset",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the stored picture; None: still to be fetched",
    )
    source_url = models.CharField(max_length=2000, blank=True, help_text="where it was or is to be fetched from")
    trouble = models.CharField(max_length=255, blank=True, help_text="why it could not be fetched; empty while waiting")

    class Meta:
        ordering = ["product_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asset__isnull=False) | ~Q(source_url=""), name="catalogue_picture_has_source"
            ),
        ]

    def __str__(self) -> str:
        return self.alt or f"picture {self.pk}"
