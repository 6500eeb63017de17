"""Originals and their copies."""

from django.db import models
from django.db.models import Q

from storecrew.kernel.media.paths import key_of
from storecrew.kernel.media.sniff import EXTENSIONS, SVG
from storecrew.kernel.media.types import Picture


class Asset(models.Model):
    """An original. The same bytes are one asset, whoever sends them and however often."""

    key = models.CharField(max_length=16, unique=True, help_text="names the picture in addresses; begins the SHA-256")
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=20, choices=[(kind, kind) for kind in EXTENSIONS])
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(help_text="pixels as seen, turned upright")
    height = models.PositiveIntegerField()
    frames = models.PositiveIntegerField(default=1)
    has_alpha = models.BooleanField(default=False)
    source_type = models.CharField(
        max_length=60, blank=True, help_text="IPTC digital source type, stated by file or person"
    )
    name = models.CharField(max_length=200, blank=True, help_text="the file's name as it came")
    origin_url = models.URLField(max_length=2000, blank=True, help_text="where it was fetched from; empty: uploaded")
    alt = models.JSONField(default=dict, help_text="what is to be seen, by language code")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, frames__gt=0), name="media_asset_has_size"),
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="media_asset_newest"),  # health.copies
            models.Index(
                fields=["origin_url"], condition=~Q(origin_url=""), name="media_asset_origin"
            ),  # reads.fetched_from
        ]

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def subject(self) -> str:
        """Return how audit rows and events name the asset."""
        return f"asset:{self.pk}"

    def picture(self) -> Picture:
        """Return the asset as other rooms and templates see it."""
        return Picture(
            asset_id=self.pk,
            key=self.key,
            media_type=self.media_type,
            width=self.width,
            height=self.height,
            bytes=self.bytes,
            animated=self.frames > 1,
            has_alpha=self.has_alpha,
            source_type=self.source_type,
            name=self.name,
            alt=dict(self.alt),
        )

    @classmethod
    def of(cls, sha256: str) -> "Asset":
        """Return an unsaved asset for these bytes."""
        return cls(sha256=sha256, key=key_of(sha256))

    @property
    def is_drawing(self) -> bool:
        """Tell whether this is an SVG: it scales by itself, and has one copy in pixels for machines."""
        return self.media_type == SVG


class Rendition(models.Model):
    """A copy that was made and is kept."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    format = models.CharField(max_length=4)
    bytes = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "width", "format"], name="media_rendition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.width}.{self.format}"
