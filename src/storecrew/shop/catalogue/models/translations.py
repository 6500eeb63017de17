"""Texts of the catalogue in further languages, and whether they still say what the original says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TranslationOrigin(models.TextChoices):
    """Who wrote it."""

    PERSON = "person", _("written by a person")
    MACHINE = "machine", _("written by a machine")
    IMPORT = "import", _("imported")


class Translation(models.Model):
    """One text of one object in one language. `object_type` and `field` are those of `texts.FIELDS`."""

    object_type = models.CharField(
        max_length=16, help_text="product, option, option_value, category, collection, tag …"
    )
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=12)
    field = models.CharField(max_length=20)
    text = models.TextField()
    source_hash = models.CharField(max_length=16, help_text="of the original at the time of translating")
    behind = models.BooleanField(default=False, help_text="the original has changed since")
    origin = models.CharField(max_length=8, choices=TranslationOrigin, default=TranslationOrigin.PERSON)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "language", "field"], name="catalogue_translation_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="catalogue_translation_not_empty"),
        ]
        indexes = [
            models.Index(fields=["language", "behind", "object_type"], name="catalogue_translation_lag")
        ]  # lag report

    def __str__(self) -> str:
        return f"{self.object_type}:{self.object_id} {self.field} ({self.language})"
