"""What moved, for ever; and what it cost, first in, first out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.shop.stock.models.items import Item
from storecrew.shop.stock.models.traced import Lot
from storecrew.shop.stock.models.warehouses import Bin, Warehouse


class Place(models.TextChoices):
    """Where pieces may be. Those inside belong to a warehouse and are on hand there."""

    SHELF = "shelf", pgettext_lazy("place", "Shelf")
    DAMAGED = "damaged", pgettext_lazy("place", "Damaged")
    QUALITY = "quality", pgettext_lazy("place", "Quality check")
    OTHER = "other", pgettext_lazy("place", "Set aside")
    SUPPLIER = "supplier", pgettext_lazy("place", "Supplier")
    CUSTOMER = "customer", pgettext_lazy("place", "Customer")
    TRANSIT = "transit", pgettext_lazy("place", "On the way")
    LOST = "lost", pgettext_lazy("place", "Lost or found")
    DESTROYED = "destroyed", pgettext_lazy("place", "Destroyed")
    OPENING = "opening", pgettext_lazy("place", "Opening stock")


INSIDE = (Place.SHELF, Place.DAMAGED, Place.QUALITY, Place.OTHER)


class Reason(models.TextChoices):
    """Why something moved."""

    OPENING = "opening", pgettext_lazy("move", "Opening stock")
    RECEIPT = "receipt", pgettext_lazy("move", "Received")
    SALE = "sale", pgettext_lazy("move", "Sold")
    RETURN = "return", pgettext_lazy("move", "Came back")
    TRANSFER = "transfer", pgettext_lazy("move", "Transfer")
    PUT_AWAY = "put_away", pgettext_lazy("move", "Put away")
    COUNT = "count", pgettext_lazy("move", "Counted")
    DAMAGE = "damage", pgettext_lazy("move", "Damaged")
    INSPECTION = "inspection", pgettext_lazy("move", "Quality check")
    THEFT = "theft", pgettext_lazy("move", "Theft or loss")
    FOUND = "found", pgettext_lazy("move", "Found again")
    SAMPLE = "sample", pgettext_lazy("move", "Sample, gift, photo")
    EXPIRED = "expired", pgettext_lazy("move", "Past its date")
    SUPPLIER_RETURN = "supplier_return", pgettext_lazy("move", "Back to the supplier")
    CORRECTION = "correction", pgettext_lazy("move", "Correction")
    REPORTED = "reported", pgettext_lazy("move", "Said by the supplier")


class Move(models.Model):
    """Pieces went from one place to another. Rows are never changed; a mistake is moved back."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="moves")
    quantity = models.PositiveIntegerField()
    from_place = models.CharField(max_length=10, choices=Place)
    from_warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="+")
    from_bin = models.ForeignKey(Bin, models.PROTECT, null=True, related_name="+")
    to_place = models.CharField(max_length=10, choices=Place)
    to_warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="+")
    to_bin = models.ForeignKey(Bin, models.PROTECT, null=True, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    serials = models.JSONField(default=list, blank=True, help_text="serial numbers of the pieces, where they are kept")
    reason = models.CharField(max_length=16, choices=Reason)
    document = models.CharField(max_length=80, blank=True, help_text="subject of what it belongs to, e.g. parcel:9")
    owner = models.CharField(max_length=80, blank=True, help_text="to whom it had been promised, e.g. order:12")
    line = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=80)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stock_move_of_something"),
            models.CheckConstraint(
                condition=Q(from_place__in=INSIDE, from_warehouse__isnull=False)
                | (~Q(from_place__in=INSIDE) & Q(from_warehouse=None, from_bin=None)),
                name="stock_move_from_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(to_place__in=INSIDE, to_warehouse__isnull=False)
                | (~Q(to_place__in=INSIDE) & Q(to_warehouse=None, to_bin=None)),
                name="stock_move_to_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(from_place__in=INSIDE) | Q(to_place__in=INSIDE), name="stock_move_touches_a_warehouse"
            ),
            models.CheckConstraint(
                condition=Q(from_place__in=Place.values, to_place__in=Place.values), name="stock_move_places_known"
            ),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="stock_move_reason_known"),
        ]
        indexes = [
            models.Index(fields=["item", "-moved_at", "-id"], name="stock_move_of_item"),  # an item's history
            models.Index(fields=["document"], name="stock_move_of_document"),  # what a parcel took
            models.Index(fields=["line"], name="stock_move_of_line", condition=~Q(line="")),  # cost of what comes back
            models.Index(fields=["reason", "moved_at"], name="stock_move_by_reason"),  # outflow: cover, classes
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}: {self.from_place} → {self.to_place}"


class Layer(models.Model):
    """Pieces that came into a warehouse together at one cost. The oldest layer is used first.

    `cost_minor` is of all `quantity` pieces, so that no cent is lost by division; None: nobody said what they cost.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="layers")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="layers")
    move = models.ForeignKey(Move, models.PROTECT, related_name="layers")
    quantity = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    cost_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    since = models.DateTimeField(help_text="when the pieces were bought: kept when they change warehouses")
    came_at = models.DateTimeField(help_text="when they came into this warehouse")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, remaining__lte=F("quantity")), name="stock_layer_not_overused"
            ),
            models.CheckConstraint(
                condition=Q(cost_minor=None, currency="") | (Q(cost_minor__gte=0) & ~Q(currency="")),
                name="stock_layer_cost_has_currency",
            ),
        ]
        indexes = [
            models.Index(
                fields=["warehouse", "item", "since", "id"],
                name="stock_layer_open",
                condition=Q(remaining__gt=0),
            ),  # which to use next
            models.Index(fields=["came_at"], name="stock_layer_by_day"),  # value at a past date
        ]

    def __str__(self) -> str:
        return f"{self.remaining} of {self.quantity} of {self.item_id}"

    @property
    def cost(self) -> Money | None:
        """Return what all pieces cost; None: nobody said."""
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency)

    def cost_of(self, quantity: int) -> int | None:
        """Return what the next `quantity` pieces cost, so that all uses together cost what the layer cost."""
        if self.cost_minor is None:
            return None
        used = self.quantity - self.remaining
        return self.cost_minor * (used + quantity) // self.quantity - self.cost_minor * used // self.quantity


class LayerUse(models.Model):
    """Pieces of a layer that left with a move, and what they had cost.

    No pieces: what those that had left turned out to have cost more or less (see `Revaluation`).
    """

    layer = models.ForeignKey(Layer, models.PROTECT, related_name="uses")
    move = models.ForeignKey(Move, models.PROTECT, related_name="layer_uses")
    quantity = models.PositiveIntegerField()
    cost_minor = models.BigIntegerField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1) | Q(quantity=0, cost_minor__isnull=False),
                name="stock_layer_use_of_something",
            )
        ]
        indexes = [models.Index(fields=["used_at"], name="stock_layer_use_by_day")]  # value at a past date

    def __str__(self) -> str:
        return f"{self.quantity} of layer {self.layer_id}"


class Revaluation(models.Model):
    """What a layer turned out to cost more (or, negative, less): freight, duty, a bill that said otherwise.

    `used_minor` of it belongs to pieces that had left by then.
    """

    layer = models.ForeignKey(Layer, models.PROTECT, related_name="revaluations")
    added_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField()
    document = models.CharField(max_length=80, help_text="subject of what it belongs to, e.g. purchase:9")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], name="stock_revaluation_by_day")]  # value at a past date

    def __str__(self) -> str:
        return f"{self.added_minor} on layer {self.layer_id}"
