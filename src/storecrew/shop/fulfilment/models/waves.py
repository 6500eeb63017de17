"""Waves: one walk through a warehouse for several orders, each with a tote of its own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WaveState(models.TextChoices):
    """Where a walk stands."""

    OPEN = "open", pgettext_lazy("wave", "Open")
    DONE = "done", pgettext_lazy("wave", "Done")
    CANCELLED = "cancelled", pgettext_lazy("wave", "Called off")


class Wave(models.Model):
    """A walk through one warehouse in the order of its bins."""

    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=WaveState, default=WaveState.OPEN)
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=80, help_text="who, as audit rows name actors")
    picker = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True, help_text="the first pick")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="fulfilment_wave_state_known"),
            models.CheckConstraint(
                condition=Q(state=WaveState.OPEN, ended_at=None)
                | (~Q(state=WaveState.OPEN) & Q(ended_at__isnull=False)),
                name="fulfilment_wave_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse", "-id"], name="fulfilment_wave_open", condition=Q(state=WaveState.OPEN))
        ]  # today's walks

    def __str__(self) -> str:
        return f"W-{self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"wave:{self.pk}"


class Tote(models.Model):
    """What one order gets in a walk. It is open until its goods are packed, put back, or the walk is called off."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="totes")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, related_name="+")
    slot = models.CharField(max_length=3, help_text="A, B … as it is written on the cart")
    open = models.BooleanField(default=True)
    changed = models.BooleanField(default=False, help_text="the order was changed after the walk was planned")

    class Meta:
        ordering = ["wave_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "warehouse"], condition=Q(open=True), name="fulfilment_order_in_one_open_wave"
            ),
            models.UniqueConstraint(fields=["wave", "slot"], name="fulfilment_tote_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot} of {self.wave_id}"


class Pick(models.Model):
    """So many pieces of one variant from one bin into one tote. A bundle is picked by its components."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="picks")
    tote = models.ForeignKey(Tote, models.CASCADE, related_name="picks")
    line = models.ForeignKey("orders.Line", models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    bin = models.ForeignKey("stock.Bin", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=24, blank=True, help_text="code of the bin when it was planned; empty: no bin")
    lot = models.CharField(max_length=60, blank=True)
    quantity = models.PositiveIntegerField()
    picked = models.PositiveIntegerField(default=0)
    short = models.PositiveIntegerField(default=0, help_text="were not there")
    picked_at = models.DateTimeField(null=True, blank=True)
    picked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["wave_id", "place", "variant_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="fulfilment_pick_of_something"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("picked") + F("short")), name="fulfilment_pick_not_beyond_wanted"
            ),
        ]
        indexes = [models.Index(fields=["wave", "place", "variant", "id"], name="fulfilment_pick_walk")]  # the walk

    def __str__(self) -> str:
        return f"{self.picked}/{self.quantity} of {self.variant_id} at {self.place or '?'}"

    @property
    def left(self) -> int:
        """Return how many are still to be taken."""
        return self.quantity - self.picked - self.short


class ShortWhy(models.TextChoices):
    """Why pieces could not be picked."""

    MISSING = "missing", _("not in the bin")
    DAMAGED = "damaged", _("damaged")


class Shortage(models.Model):
    """Pieces that an order was promised and that were not there to be picked. Settled when somebody has dealt with it."""

    pick = models.ForeignKey(Pick, models.PROTECT, null=True, blank=True, related_name="shortages")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    line = models.ForeignKey("orders.Line", models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, related_name="+")
    place = models.CharField(max_length=24, blank=True)
    quantity = models.PositiveIntegerField()
    why = models.CharField(max_length=8, choices=ShortWhy)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="fulfilment_shortage_of_something"),
            models.CheckConstraint(condition=Q(why__in=ShortWhy.values), name="fulfilment_shortage_why_known"),
        ]
        indexes = [
            models.Index(fields=["id"], name="fulfilment_shortage_open", condition=Q(settled_at=None))
        ]  # the queue

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id} {self.why}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"shortage:{self.pk}"
