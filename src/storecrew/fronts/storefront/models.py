"""How the storefront looks and what it says besides the goods."""

from django.db import models
from django.db.models import Q


class Design(models.Model):
    """The storefront's look and the words around every page. One row; none means the house's defaults."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.CharField(max_length=40, help_text="names the last change of look, frame, home, menus or pages")
    look = models.CharField(max_length=20)
    tokens = models.JSONField(default=dict, help_text="what the store changed of its look: token name to value")
    frame = models.JSONField(default=dict, help_text="a `types.Frame`: words, contact and terms")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="storefront_one_design")]

    def __str__(self) -> str:
        return self.look


class Section(models.Model):
    """A part of the home page; shown from the lowest position to the highest."""

    position = models.PositiveIntegerField()
    content = models.JSONField(help_text="one of `types.SectionContent`, by its `kind`")
    shown = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position} {self.content.get('kind', '')}"


class Menu(models.Model):
    """The links at the top or at the foot of every page."""

    place = models.CharField(max_length=10, primary_key=True)
    groups = models.JSONField(default=list, help_text="a list of `types.LinkGroup`")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(place__in=["top", "foot"]), name="storefront_menu_place")]

    def __str__(self) -> str:
        return self.place


class Page(models.Model):
    """A text of the store: who we are, delivery, returns, privacy."""

    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    texts = models.JSONField(
        help_text="language code to `types.PageText`; a page exists in the languages it has a title in"
    )
    shown = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
