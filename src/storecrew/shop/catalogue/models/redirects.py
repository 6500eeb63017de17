"""Where old addresses lead: to the object that had them (301), or nowhere any more (410)."""

from django.db import models
from django.db.models import Q

from storecrew.shop.catalogue.models.categories import Category
from storecrew.shop.catalogue.models.collections import Collection
from storecrew.shop.catalogue.models.products import Product


class RedirectKind(models.TextChoices):
    """Whose kind of address it was."""

    PRODUCT = "product", "product"
    CATEGORY = "category", "category"
    COLLECTION = "collection", "collection"
    PATH = "path", "path"


class Redirect(models.Model):
    """An address that is no longer in use. It points at an object, not at its next address: chains cannot arise."""

    kind = models.CharField(max_length=10, choices=RedirectKind, help_text="whose kind of address `old` was")
    old = models.CharField(max_length=800, help_text="slug or path; for `path` the whole path of another system's page")
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="redirects")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="redirects")
    collection = models.ForeignKey(Collection, models.CASCADE, null=True, blank=True, related_name="redirects")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "old"], name="catalogue_redirect_once"),
            models.CheckConstraint(
                condition=Q(category=None, collection=None)
                | Q(product=None, collection=None)
                | Q(product=None, category=None),
                name="catalogue_redirect_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.old}"

    @property
    def gone(self) -> bool:
        """Tell whether nothing has taken the place of what was there (410)."""
        return self.product_id is None and self.category_id is None and self.collection_id is None
