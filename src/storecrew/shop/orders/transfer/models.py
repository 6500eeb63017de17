"""Files of orders and what was found in them, shops that tell us of orders, and which order came from where."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """How far a file is."""

    MAPPING = "mapping", pgettext_lazy("import", "waits to be told what its columns mean")
    CHECKING = "checking", pgettext_lazy("import", "being checked")
    CHECKED = "checked", pgettext_lazy("import", "waiting for your go")
    RUNNING = "running", pgettext_lazy("import", "running")
    DONE = "done", pgettext_lazy("import", "done")
    STOPPED = "stopped", pgettext_lazy("import", "stopped")
    FAILED = "failed", pgettext_lazy("import", "could not be read")
    UNDOING = "undoing", pgettext_lazy("import", "being taken out")
    UNDONE = "undone", pgettext_lazy("import", "taken out again")


class Outcome(models.TextChoices):
    """What became of an order of a file."""

    NEW = "new", pgettext_lazy("imported order", "new")
    UPDATED = "updated", pgettext_lazy("imported order", "brought up to date")
    SAME = "same", pgettext_lazy("imported order", "as before")
    LEFT = "left", pgettext_lazy("imported order", "not touched: changed here")
    OUT = "out", pgettext_lazy("imported order", "left out")


class Batch(models.Model):
    """One file on its way in. Sums are JSON with amounts as text, so that no cent is lost: see `reconciling`."""

    uid = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=255, help_text="of the file, as it was sent")
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    dialect = models.CharField(max_length=20, blank=True, help_text="shopify, woocommerce, table")
    form = models.JSONField(
        default=dict, help_text="how the file is read: kind, encoding, delimiter, sheet, header line"
    )
    header = models.JSONField(default=list, help_text="column names, as they stand in the file")
    signature = models.CharField(max_length=32, blank=True, help_text="of the header: files of the same kind share it")
    choices = models.JSONField(default=dict, help_text="what the person chose: mapping, currency, time zone …")
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.MAPPING)
    trouble = models.JSONField(default=dict, help_text="why the file cannot be read: code and params")
    rows = models.PositiveIntegerField(default=0)
    orders = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0, help_text="rows that cannot be read")
    predicted = models.JSONField(default=dict, help_text="counts and sums of the check")
    result = models.JSONField(default=dict, help_text="counts and sums of the import")
    applied_to = models.PositiveIntegerField(default=0, help_text="number of the last order that was dealt with")
    work_id = models.BigIntegerField(null=True, help_text="the long work of the present phase")
    started_by = models.CharField(max_length=80, help_text="the actor as audit rows name it")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="orders_transfer_batch_state_known"),
            models.CheckConstraint(condition=Q(applied_to__lte=F("orders")), name="orders_transfer_batch_within_file"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"order_import:{self.pk}"


class Remark(models.Model):
    """rows: one per exception of a file and phase, in the file's order.

    `effect` is what it does to the sum: what the file has and the orders have not, in minor units of `currency`.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="remarks")
    checked = models.BooleanField(help_text="True: found by the check; False: by the import")
    line = models.PositiveIntegerField(help_text="row of the file, or number of the object in it")
    number = models.CharField(max_length=60, blank=True, help_text="of the order there")
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    refused = models.BooleanField(help_text="True: it stayed out; False: only worth knowing")
    effect = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["line", "id"]
        indexes = [
            models.Index(
                fields=["batch", "checked", "line", "id"], name="orders_transfer_remarks"
            ),  # a report, in order
            models.Index(fields=["batch", "checked", "code"], name="orders_transfer_by_code"),  # one kind of exception
        ]

    def __str__(self) -> str:
        return f"row {self.line}: {self.code}"


class SourceQuerySet(models.QuerySet["Source"]):
    """Shops that tell us."""

    def shown(self) -> Self:
        """Leave out those that were taken away."""
        return self.filter(removed_at=None)


class Source(models.Model):
    """A shop on another system that tells us of its orders by webhook. A connector, once there is one, will own it.

    Secrets are encrypted; the old one is taken as well until `old_secret_until`.
    """

    name = models.CharField(max_length=80)
    system = models.CharField(max_length=20, help_text="shopify, woocommerce")
    domain = models.CharField(max_length=200, blank=True, help_text="of the shop; empty: whatever shop has the secret")
    token = models.CharField(max_length=40, unique=True, help_text="in the address that the shop sends to")
    shop = models.CharField(
        max_length=20, blank=True, help_text="tells shops of one system apart in the orders' origin"
    )
    secret = models.TextField(blank=True, help_text="encrypted; empty: not set yet, nothing is believed")
    old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    takes_open = models.BooleanField(
        default=False, help_text="orders still to be sent are sent from here: stock is taken"
    )
    language = models.CharField(max_length=12, help_text="of buyers of whom it does not say")
    currency = models.CharField(max_length=3)
    zone = models.CharField(max_length=60)
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    received = models.PositiveBigIntegerField(default=0, help_text="genuine deliveries")
    repeated = models.PositiveBigIntegerField(default=0, help_text="of them, those that had come before")
    forged = models.PositiveBigIntegerField(default=0)
    last_received_at = models.DateTimeField(null=True)
    last_forged_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[SourceQuerySet] = SourceQuerySet.as_manager()  # type: ignore[assignment]  # Django's way of giving a query set methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(old_secret="", old_secret_until=None)
                | ~Q(old_secret="") & Q(old_secret_until__isnull=False),
                name="orders_transfer_old_secret_ends",
            ),
            models.UniqueConstraint(
                fields=["system", "shop"], condition=Q(removed_at=None), name="orders_transfer_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"order_source:{self.pk}"


class Written(models.Model):
    """rows: one per order that came from elsewhere, whichever file or webhook told of it first.

    `digest` is of what the system said; `version` the order's afterwards: as long as both stand, nothing is newer here.
    """

    origin = models.CharField(max_length=40, help_text="the order's channel: import:shopify, import:shopify:berlin")
    key = models.CharField(max_length=120, help_text="the system's own id of the order, else its number")
    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="+")
    batch = models.ForeignKey(
        Batch, models.SET_NULL, null=True, related_name="written", help_text="that wrote it first"
    )
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="written")
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    outside_at = models.DateTimeField(null=True, help_text="when it was last changed there, as far as known")
    customer_new = models.BooleanField(default=False, help_text="its buyer became a guest by it")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="orders_transfer_written_once")]
        indexes = [models.Index(fields=["batch", "order"], name="orders_transfer_of_batch")]  # a report, an undoing

    def __str__(self) -> str:
        return f"{self.origin} {self.key}"


class Met(models.Model):
    """rows: one per order of a file that was dealt with: what a report counts, and sums up from the database."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="met")
    number = models.PositiveIntegerField(help_text="of the order in the file, from 1")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome)
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["batch_id", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="orders_transfer_met_once")]
        indexes = [models.Index(fields=["batch", "outcome"], name="orders_transfer_outcomes")]  # what an undoing takes

    def __str__(self) -> str:
        return f"order {self.number}: {self.outcome}"


class RememberedMapping(models.Model):
    """How the columns of files with one header were mapped the last time, and with which choices."""

    signature = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=80, blank=True)
    choices = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or self.signature


class IncomingState(models.TextChoices):
    """What became of a delivery."""

    NEW = "new", pgettext_lazy("incoming order", "waiting")
    DONE = "done", pgettext_lazy("incoming order", "taken in")
    STALE = "stale", pgettext_lazy("incoming order", "overtaken by a newer one")
    SAME = "same", pgettext_lazy("incoming order", "nothing new in it")
    LEFT = "left", pgettext_lazy("incoming order", "not taken over: changed here")
    OUT = "out", pgettext_lazy("incoming order", "left out")
    FAILED = "failed", pgettext_lazy("incoming order", "failed")
    PING = "ping", pgettext_lazy("incoming order", "greeting")


class Incoming(models.Model):
    """One delivery of a shop: stored first, understood afterwards, in the order in which things happened there.

    The body is erased once it was handled for a while. Forged ones are only counted.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="deliveries")
    delivery = models.CharField(max_length=120, help_text="the system's own id of the delivery")
    topic = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=120, blank=True, help_text="the system's id of the order")
    number = models.CharField(max_length=60, blank=True)
    outside_at = models.DateTimeField(null=True, help_text="when the order was changed there")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the body")
    body = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=IncomingState, default=IncomingState.NEW)
    why = models.JSONField(default=dict, blank=True, help_text="code and params of what there is to say about it")
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, related_name="+")
    repeats = models.PositiveIntegerField(default=0, help_text="how often it came again")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "delivery"], name="orders_transfer_delivery_once"),
            models.UniqueConstraint(fields=["source", "topic", "digest"], name="orders_transfer_content_once"),
            models.CheckConstraint(
                condition=Q(state__in=IncomingState.values), name="orders_transfer_incoming_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="orders_transfer_log"),  # a source's log
            models.Index(
                fields=["received_at", "id"], name="orders_transfer_waiting", condition=Q(state=IncomingState.NEW)
            ),  # what is to be handled next
            models.Index(fields=["handled_at"], name="orders_transfer_bodies", condition=~Q(body="")),  # what is erased
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.delivery}"
