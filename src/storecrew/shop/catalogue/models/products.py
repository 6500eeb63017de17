"""Products: what customers see as one thing, whatever its colours and sizes."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import Missing


class ProductStatus(models.TextChoices):
    """Where a product stands."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("On sale")
    ARCHIVED = "archived", _("Archived")


class ProductQuerySet(models.QuerySet["Product"]):
    """Products, by who may see them."""

    def live(self, now: datetime) -> "ProductQuerySet":
        """Return what customers may see at `now`: the end of a sale is kept by the query, not only by the job."""
        return self.filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now), status=ProductStatus.ACTIVE)

    def get_or_missing(self, product_id: int) -> "Product":
        """Return the product; raises Missing."""
        found = self.filter(pk=product_id).first()
        if found is None:
            raise Missing
        return found


class Product(models.Model):
    """One product. Texts are in `language`; others are translations. It always has at least one variant."""

    slug = models.CharField(max_length=255, unique=True, help_text="its address in the storefront (Shopify: handle)")
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True, help_text="HTML, cleaned when written")
    language = models.CharField(max_length=12, help_text="of title, description and all other texts of the product")
    brand = models.CharField(max_length=120, blank=True, help_text="Shopify: vendor")
    product_type = models.CharField(max_length=160, blank=True, help_text="the shop's own word for the kind of thing")
    taxonomy = models.CharField(max_length=255, blank=True, help_text="path in a public taxonomy, e.g. Google's")
    seo_title = models.CharField(max_length=255, blank=True, help_text="empty: the title")
    seo_description = models.CharField(max_length=500, blank=True, help_text="empty: the beginning of the description")
    hs_code = models.CharField(max_length=16, blank=True, help_text="customs tariff number, digits and dots")
    origin = models.CharField(max_length=2, blank=True, help_text="country of origin, ISO 3166-1 alpha-2")
    status = models.CharField(max_length=8, choices=ProductStatus, default=ProductStatus.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="a draft goes on sale then")
    unpublish_at = models.DateTimeField(null=True, blank=True, help_text="it goes off sale then")
    first_published_at = models.DateTimeField(null=True, blank=True, help_text="None: no customer has ever seen it")
    published_at = models.DateTimeField(null=True, blank=True, help_text="the last time it went on sale")
    archived_at = models.DateTimeField(null=True, blank=True)
    extras = models.JSONField(default=dict, blank=True, help_text="columns of other shop systems kept for their export")
    version = models.PositiveIntegerField(default=1, help_text="one more with each change of anything of the product")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="catalogue_product_has_slug"),
            models.CheckConstraint(condition=~Q(title=""), name="catalogue_product_has_title"),
            models.CheckConstraint(condition=Q(status__in=ProductStatus.values), name="catalogue_product_status_known"),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(unpublish_at=None) | Q(publish_at__lt=F("unpublish_at")),
                name="catalogue_product_sale_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProductStatus.ACTIVE) | Q(published_at__isnull=False),
                name="catalogue_product_on_sale_since",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-updated_at", "-id"], name="catalogue_product_list"),  # the console's list
            models.Index(
                fields=["status", "-published_at", "-id"], name="catalogue_product_newest"
            ),  # storefront, newest
            models.Index(fields=["brand"], name="catalogue_product_brand"),  # facet and filter
            models.Index(fields=["product_type"], name="catalogue_product_type"),  # facet and filter
            models.Index(
                fields=["publish_at"], name="catalogue_product_to_publish", condition=Q(publish_at__isnull=False)
            ),  # the job that publishes
            models.Index(
                fields=["unpublish_at"], name="catalogue_product_to_unpublish", condition=Q(unpublish_at__isnull=False)
            ),  # the job that takes off sale
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"product:{self.pk}"
