"""What sources sent: files, what they changed, and the rows that could not be taken."""

from django.db import models
from django.db.models import Q

from storecrew.shop.feeds.models.sources import Source
from storecrew.shop.feeds.types import HELD_GOOD, Scope, State


class Version(models.Model):
    """One file of a source, and what became of it.

    `digest` is the file as it came; `base` the plain lines that hold after it: its good rows, with what was kept of rows
    that could not be read. Both lie on the shelf. `counts` are small whole numbers: rows, good, bad, added, changed, gone,
    repeated, unknown, stocked, priced, costs.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="of the source, from 1")
    scope = models.CharField(max_length=5, choices=Scope)
    state = models.CharField(max_length=10, choices=State)
    name = models.CharField(max_length=255, help_text="of the file, as it was sent")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    size = models.PositiveBigIntegerField(help_text="bytes")
    form = models.JSONField(
        default=dict, help_text="how the file is read: format, encoding, delimiter, sheet, header line"
    )
    header = models.JSONField(default=list, help_text="column names, as they stand in the file")
    mapping = models.JSONField(default=dict, help_text="field → column name, as it was read")
    base = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the lines that hold after it")
    base_form = models.JSONField(default=dict, help_text="how those are read: form, header, mapping, reading")
    over = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="what it was compared with")
    of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="mended_by",
        help_text="whose rows it mends, or what it goes back to",
    )
    trips = models.JSONField(default=list, help_text="why it is held: [[code, params], …]")
    trouble = models.JSONField(default=dict, blank=True, help_text="why it cannot be read: code and params")
    counts = models.JSONField(default=dict)
    applied_to = models.PositiveIntegerField(default=0, help_text="number of the last change that was applied")
    let_through = models.BooleanField(default=False, help_text="somebody looked at it: the breaker keeps quiet")
    observed_at = models.DateTimeField(help_text="when the supplier's stock was like this")
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80, help_text="the actor as audit rows name it")
    decided_by = models.CharField(max_length=80, blank=True, help_text="who let it through or refused it")
    work_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["source_id", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="feeds_version_state_known"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="feeds_version_scope_known"),
            models.UniqueConstraint(fields=["source", "number"], name="feeds_version_number_once"),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state__in=["reading", "applying", "stopped", "undoing"]),
                name="feeds_one_version_at_work",
            ),
            models.UniqueConstraint(fields=["source"], condition=Q(state=State.HELD), name="feeds_one_version_held"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(HELD_GOOD)) | ~Q(base=""), name="feeds_version_that_held_has_lines"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "source"], name="feeds_versions_by_state"),  # queue, doctor
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"feed_version:{self.pk}"


class BadRow(models.Model):
    """rows: one per row that is in quarantine, or was: what is wrong with it and where."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="bad_rows")
    line = models.PositiveIntegerField(help_text="of the file, from 1; the row of a sheet, the number of an object + 1")
    sku = models.CharField(max_length=100, blank=True, help_text="the supplier's, where it can be read")
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    mended_at = models.DateTimeField(null=True, help_text="put right, or overtaken by a newer file")

    class Meta:
        ordering = ["version_id", "line", "id"]
        indexes = [
            models.Index(fields=["version", "line", "id"], name="feeds_bad_rows"),  # the list, a file to be mended
            models.Index(fields=["version"], name="feeds_bad_open", condition=Q(mended_at=None)),  # queue
        ]

    def __str__(self) -> str:
        return f"row {self.line}: {self.code}"
