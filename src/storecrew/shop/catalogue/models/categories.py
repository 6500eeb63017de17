"""The tree of categories: where a product stands in the shop."""

from django.db import models
from django.db.models import Q

from storecrew.shop.catalogue.models.products import Product

DEEPEST = 6


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, by their place in the tree."""

    def under(self, path: str) -> "CategoryQuerySet":
        """Return the category of this path and all below it."""
        return self.filter(Q(path=path) | Q(path__startswith=f"{path}/"))


class Category(models.Model):
    """A node of the tree. `path` joins the slugs from the root with `/`: its address; a subtree is one query."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.CharField(max_length=120)
    path = models.CharField(max_length=800, unique=True)
    depth = models.PositiveSmallIntegerField(help_text="1 for roots")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    line = models.CharField(max_length=200, blank=True, help_text="one sentence for lists and the home page")
    description = models.TextField(blank=True, help_text="HTML, cleaned when written")
    language = models.CharField(max_length=12, help_text="of its texts")
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    hidden = models.BooleanField(default=False, help_text="not in the storefront")
    version = models.PositiveIntegerField(default=1)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="catalogue_category_has_name"),
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=DEEPEST), name="catalogue_category_not_too_deep"
            ),
            models.CheckConstraint(
                condition=Q(parent=None, depth=1) | Q(parent__isnull=False, depth__gt=1),
                name="catalogue_category_roots_have_depth_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"category:{self.pk}"


class Placement(models.Model):
    """A product in a category. One of a product's placements is its main one: breadcrumbs and feeds follow it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="placements")
    category = models.ForeignKey(Category, models.PROTECT, related_name="placements")
    main = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0, help_text="order inside the category, then newest first")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "category"], name="catalogue_placement_once"),
            models.UniqueConstraint(fields=["product"], condition=Q(main=True), name="catalogue_placement_one_main"),
        ]
        indexes = [
            models.Index(fields=["category", "position", "product"], name="catalogue_placement_order")
        ]  # category page

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"
