"""Files of offers, what their rows were found to be, and what their columns mean."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListState(models.TextChoices):
    """How far a file is."""

    MAPPING = "mapping", pgettext_lazy("list of offers", "Say what its columns mean")
    CHECKING = "checking", pgettext_lazy("list of offers", "Being checked")
    CHECKED = "checked", pgettext_lazy("list of offers", "Waiting for your go")
    RUNNING = "running", pgettext_lazy("list of offers", "Coming in")
    DONE = "done", pgettext_lazy("list of offers", "In")
    STOPPED = "stopped", pgettext_lazy("list of offers", "Stopped")


class OfferList(models.Model):
    """One file of a supplier. The file itself lies on the shelf under its digest."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    name = models.CharField(max_length=255, help_text="of the file, as it was sent")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    encoding = models.CharField(max_length=20, blank=True, help_text="as somebody said; empty: as it is found out")
    header = models.JSONField(default=list, help_text="column names, as they stand in the file")
    signature = models.CharField(max_length=32, help_text="of the header: files of the same kind share it")
    mapping = models.JSONField(default=dict, help_text="column name → field")
    currency = models.CharField(max_length=3, help_text="of costs that name none")
    decimal = models.CharField(max_length=1, default=".", help_text="point or comma")
    state = models.CharField(max_length=8, choices=ListState, default=ListState.MAPPING)
    counts = models.JSONField(default=dict, help_text="what became, or would become, of the rows")
    work_id = models.BigIntegerField(null=True, help_text="the long work of the present phase")
    started_by = models.CharField(max_length=80, help_text="the actor as audit rows name it")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ListState.values), name="supply_lists_list_state_known"),
        ]
        indexes = [models.Index(fields=["supplier", "-id"], name="supply_lists_of_supplier")]  # the supplier's page

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"offer_list:{self.pk}"


class MatchState(models.TextChoices):
    """What is known of a row."""

    OPEN = "open", pgettext_lazy("match", "To be decided")
    SURE = "sure", pgettext_lazy("match", "Found by itself")
    ACCEPTED = "accepted", pgettext_lazy("match", "Decided")
    REJECTED = "rejected", pgettext_lazy("match", "Not ours")


class How(models.TextChoices):
    """By what a row was found."""

    SKU = "sku", _("the SKU that an offer has")
    DECISION = "decision", _("what somebody decided before")
    BARCODE = "barcode", _("the same barcode")
    OUR_SKU = "our_sku", _("our own SKU")
    NAME = "name", _("the name")
    NOTHING = "", pgettext_lazy("match", "nothing")


class Match(models.Model):
    """A row of a supplier's lists, known by their SKU or, without one, by its title; and which variant it is."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    key = models.CharField(max_length=120, help_text="sku:<their SKU>, else title:<hash of the folded title>")
    sku = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300, blank=True)
    barcode = models.CharField(max_length=64, blank=True)
    said = models.JSONField(default=dict, help_text="columns of the offer that the row tells")
    candidates = models.JSONField(default=list, help_text="[[variant id, confidence 0 to 1], …], the best first")
    confidence = models.FloatField(default=0, help_text="of the best")
    how = models.CharField(max_length=8, choices=How, blank=True)
    state = models.CharField(max_length=8, choices=MatchState, default=MatchState.OPEN)
    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, null=True, blank=True, related_name="+")
    offer = models.ForeignKey("supply.Offer", models.SET_NULL, null=True, blank=True, related_name="+")
    made_offer = models.BooleanField(default=False, help_text="the offer was made by this decision")
    list = models.ForeignKey(OfferList, models.SET_NULL, null=True, blank=True, related_name="matches")
    line = models.PositiveIntegerField(default=0, help_text="of that list")
    seen_at = models.DateTimeField(help_text="when a list last held it")
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["supplier_id", "-confidence", "id"]
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["supplier", "key"], name="supply_lists_match_once"),
            models.CheckConstraint(condition=Q(state__in=MatchState.values), name="supply_lists_match_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "rejected"]) | Q(variant__isnull=False),
                name="supply_lists_found_is_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "supplier", "-confidence", "id"], name="supply_lists_to_decide"
            ),  # the review, the queue
        ]

    def __str__(self) -> str:
        return self.sku or self.title

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"offer_match:{self.pk}"


class ColumnMemory(models.Model):
    """What the columns of a supplier's files with one header meant the last time."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    signature = models.CharField(max_length=32)
    mapping = models.JSONField(default=dict, help_text="column name → field")
    currency = models.CharField(max_length=3)
    decimal = models.CharField(max_length=1, default=".")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "column memories"
        constraints = [
            models.UniqueConstraint(fields=["supplier", "signature"], name="supply_lists_memory_once"),
        ]

    def __str__(self) -> str:
        return self.signature
