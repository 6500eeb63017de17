"""Ways in which suppliers tell of their stock, and each time that one of them spoke."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from storecrew.shop.feeds.types import STREAM, Kind, Outcome


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources of suppliers."""

    def shown(self) -> Self:
        """Leave out those that were taken away."""
        return self.filter(removed_at=None)

    def heard(self) -> Self:
        """Keep those that are listened to now."""
        return self.filter(removed_at=None, paused_at=None)


class Source(models.Model):
    """One way in which a supplier speaks. Credentials are encrypted; of a push address only the token's digest is kept."""

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    site = models.ForeignKey(
        "supply.Site", models.PROTECT, related_name="+", help_text="rows that name no warehouse are about this one"
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    url = models.CharField(
        max_length=1000, blank=True, help_text="what is asked; of a web source and another Storecrew"
    )
    host = models.CharField(max_length=253, blank=True, help_text="server that is asked by SFTP or for mail")
    port = models.PositiveIntegerField(null=True, help_text="of that server; None: the usual one")
    path = models.CharField(max_length=500, blank=True, help_text="file or folder there; of mail the mailbox's folder")
    pattern = models.CharField(max_length=200, blank=True, help_text="names of files that are taken; empty: all tables")
    host_key = models.CharField(max_length=200, blank=True, help_text="key of the SFTP server that a person trusts")
    senders = models.TextField(blank=True, help_text="whose mail is opened: addresses, @domains; separated by spaces")
    vouched_by = models.CharField(max_length=253, blank=True, help_text="mail server whose word on a sender is needed")
    folder = models.CharField(max_length=60, blank=True, help_text="below the data folder's feeds-inbox")
    user = models.CharField(max_length=120, blank=True, help_text="of an address, with a secret: Basic; of a server")
    secret = models.TextField(
        blank=True, help_text="encrypted: a password, a header such as `X-Key: …`, a private key, a token"
    )
    token_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the push address's token")
    every_minutes = models.PositiveIntegerField(null=True, help_text="how often it is asked; None: never by itself")
    expected_hours = models.PositiveSmallIntegerField(
        null=True, help_text="when it counts as silent; None: nobody waits for it"
    )
    own_time = models.BooleanField(default=False, help_text="what counts is when they wrote it, not when it came")
    reading = models.JSONField(
        default=dict, help_text="what a person chose: encoding, delimiter, sheet, decimal, currency, in_stock"
    )
    mapping = models.JSONField(default=dict, help_text="field → column name; empty until a person confirmed it")
    etag = models.CharField(max_length=300, blank=True, help_text="what was taken last, in the words of its way")
    last_modified = models.CharField(max_length=60, blank=True)
    next_at = models.DateTimeField(null=True, help_text="when it is asked again")
    seen_at = models.DateTimeField(null=True, help_text="when it last said something, new or not")
    said_at = models.DateTimeField(null=True, help_text="as of when its newest word was so; earlier words come late")
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    failing_since = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict, blank=True, help_text="why it failed last: code and params")
    held_since = models.DateTimeField(null=True, help_text="the breaker is open since then")
    told = models.CharField(max_length=8, blank=True, help_text="of what people were told last: silent, dead")
    current = models.ForeignKey(
        "feeds.Version", models.PROTECT, null=True, related_name="+", help_text="what holds now"
    )
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[SourceQuerySet] = SourceQuerySet.as_manager()  # type: ignore[assignment]  # Django's way of giving a query set methods

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="feeds_source_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=[Kind.WEB, Kind.STORECREW]) | ~Q(url=""), name="feeds_web_source_has_address"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[Kind.SFTP, Kind.MAIL]) | ~Q(host=""), name="feeds_source_has_server"
            ),
            models.CheckConstraint(condition=~Q(kind=Kind.SFTP) | ~Q(path=""), name="feeds_sftp_source_has_path"),
            models.CheckConstraint(condition=~Q(kind=Kind.MAIL) | ~Q(senders=""), name="feeds_mail_source_has_senders"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.FOLDER) | ~Q(folder=""), name="feeds_folder_source_has_folder"
            ),
            models.CheckConstraint(
                condition=Q(every_minutes=None) | Q(every_minutes__gte=5, every_minutes__lte=10080),
                name="feeds_source_rhythm_in_range",
            ),
            models.UniqueConstraint(
                fields=["supplier", "name"], condition=Q(removed_at=None), name="feeds_source_name_once"
            ),
            models.UniqueConstraint(fields=["folder"], condition=~Q(folder=""), name="feeds_folder_once"),
            models.UniqueConstraint(fields=["token_digest"], condition=~Q(token_digest=""), name="feeds_token_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], name="feeds_due", condition=Q(removed_at=None, paused_at=None)
            ),  # what is asked next
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"feed:{self.pk}"

    @property
    def stream(self) -> str:
        """Return what its stream is called in the availability room."""
        return STREAM.format(self.pk)


class Arrival(models.Model):
    """rows: one per time that a source spoke, or was asked in vain. What punctuality is reckoned from."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="arrivals")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=6, choices=Outcome)
    version = models.ForeignKey("feeds.Version", models.SET_NULL, null=True, related_name="+")
    why = models.JSONField(default=dict, blank=True, help_text="of a failure: code and params")

    class Meta:
        ordering = ["source_id", "-at", "-id"]
        indexes = [
            models.Index(fields=["source", "-at", "-id"], name="feeds_arrivals"),  # the log of a source, its usual time
            models.Index(fields=["at"], name="feeds_arrivals_by_time"),  # what is old enough to be let go
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.at:%Y-%m-%d %H:%M}"
