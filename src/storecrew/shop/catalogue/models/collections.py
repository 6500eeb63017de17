"""Collections: products put together by hand or by rule, across categories."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.shop.catalogue.models.products import Product


class CollectionKind(models.TextChoices):
    """Who says what belongs to it."""

    MANUAL = "manual", _("By hand")
    RULE = "rule", _("By rule")


class CollectionSort(models.TextChoices):
    """In which order its page shows it."""

    MANUAL = "manual", _("In my own order")
    NEWEST = "newest", _("Newest first")
    TITLE = "title", _("By name")
    PRICE_UP = "price_up", _("Cheapest first")
    PRICE_DOWN = "price_down", _("Dearest first")


class Collection(models.Model):
    """A group with its own page. Who belongs to a rule collection is asked anew each time: it is never out of date."""

    slug = models.CharField(max_length=255, unique=True)
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True, help_text="HTML, cleaned when written")
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=6, choices=CollectionKind, default=CollectionKind.MANUAL)
    match_all = models.BooleanField(default=True, help_text="every rule must hold; otherwise one is enough")
    sort = models.CharField(max_length=10, choices=CollectionSort, default=CollectionSort.MANUAL)
    position = models.PositiveIntegerField(default=0, help_text="order among collections")
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    hidden = models.BooleanField(default=False, help_text="not in the storefront")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="catalogue_collection_has_title"),
            models.CheckConstraint(condition=Q(kind__in=CollectionKind.values), name="catalogue_collection_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"collection:{self.pk}"


class Rule(models.Model):
    """One condition of a rule collection; which fields and relations go together is said in `rules.py`."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=20)
    relation = models.CharField(max_length=16)
    value = models.CharField(max_length=255)

    class Meta:
        ordering = ["collection_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["collection", "position"], name="catalogue_rule_position_once")]

    def __str__(self) -> str:
        return f"{self.field} {self.relation} {self.value}"


class Member(models.Model):
    """A product in a manual collection."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="members")
    product = models.ForeignKey(Product, models.CASCADE, related_name="memberships")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["collection_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["collection", "product"], name="catalogue_member_once")]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.collection_id}"
