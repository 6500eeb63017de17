"""Imports, what was found in their files, and what they remember for the next file."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKING = "checking", pgettext_lazy("import", "being checked")
    CHECKED = "checked", pgettext_lazy("import", "waiting for your go")
    RUNNING = "running", pgettext_lazy("import", "running")
    DONE = "done", pgettext_lazy("import", "done")
    STOPPED = "stopped", pgettext_lazy("import", "stopped")
    FAILED = "failed", pgettext_lazy("import", "could not be read")


class Phase(models.TextChoices):
    """When something was found."""

    CHECK = "check", pgettext_lazy("import", "check")
    RUN = "run", pgettext_lazy("import", "import")


class Outcome(models.TextChoices):
    """What became of a product of the file."""

    CREATED = "created", pgettext_lazy("imported product", "new")
    CHANGED = "changed", pgettext_lazy("imported product", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("imported product", "as before")
    REFUSED = "refused", pgettext_lazy("imported product", "left out")


class Import(models.Model):
    """One file on its way into the catalogue. The file itself lies in the imports folder under `uid`."""

    uid = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=255, help_text="of the file, as it was sent")
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    pictures = models.CharField(max_length=1000, blank=True, help_text="where files of pictures lie: a ZIP or a folder")
    dialect = models.CharField(max_length=40)
    form = models.JSONField(default=dict, help_text="how the file is read: encoding, delimiter, sheet, header line")
    header = models.JSONField(default=list, help_text="column names, as they stand in the file")
    signature = models.CharField(max_length=32, blank=True, help_text="of the header: files of the same kind share it")
    choices = models.JSONField(default=dict, help_text="what the person chose: mapping, currency, decimal sign …")
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.CHECKING)
    trouble = models.JSONField(default=dict, help_text="why the file cannot be read: code and params")
    rows = models.PositiveIntegerField(default=0)
    products = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0, help_text="rows that cannot be read")
    predicted = models.JSONField(default=dict, help_text="what the check expects: outcome → number of products")
    cuts = models.JSONField(default=dict, help_text="the deepest price cut that the check found; empty: no price falls")
    counts = models.JSONField(default=dict, help_text="what the import did: outcome → number of products")
    applied_to = models.PositiveIntegerField(default=0, help_text="number of the last product that was dealt with")
    work_id = models.BigIntegerField(null=True, help_text="the long work of the present phase")
    pictures_work_id = models.BigIntegerField(null=True, help_text="the long work that fetches the pictures")
    started_by = models.CharField(max_length=80, help_text="the actor as audit rows name it")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="transfer_import_state_known"),
            models.CheckConstraint(
                condition=Q(applied_to__lte=models.F("products")), name="transfer_import_within_file"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"import:{self.pk}"


class ImportFinding(models.Model):
    """rows: one per thing found in a file and phase, in the file's order."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="findings")
    phase = models.CharField(max_length=5, choices=Phase)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    refused = models.BooleanField(help_text="True: the row stayed out; False: only worth knowing")

    class Meta:
        ordering = ["line", "id"]
        indexes = [models.Index(fields=["of", "phase", "line"], name="transfer_finding_report")]  # a report, in order

    def __str__(self) -> str:
        return f"line {self.line}: {self.code}"


class ImportedProduct(models.Model):
    """rows: one per product of a file that was dealt with."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField(help_text="of the product in the file, from 1")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome)
    product = models.ForeignKey("catalogue.Product", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["of_id", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="transfer_product_once")]

    def __str__(self) -> str:
        return f"product {self.number}: {self.outcome}"


class Origin(models.Model):
    """Under which name another system knows a product: how the same file finds it again, whatever it is called now."""

    source = models.CharField(max_length=40, help_text="the dialect")
    key = models.CharField(max_length=255)
    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="transfer_origin_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class RememberedMapping(models.Model):
    """How the columns of files with one header were mapped the last time."""

    signature = models.CharField(max_length=32, primary_key=True)
    mapping = models.JSONField(default=dict, help_text="column name → field")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature
