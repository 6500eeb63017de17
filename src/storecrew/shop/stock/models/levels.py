"""How much of an item is in a warehouse, and to whom it is promised. The constraints here are what cannot be oversold."""

from django.db import models
from django.db.models import F, Q

from storecrew.shop.stock.models.items import Item
from storecrew.shop.stock.models.warehouses import Warehouse

AVAILABLE = F("on_hand") - F("damaged") - F("quality") - F("other") - F("safety") - F("committed") - F("held")
"""What may still be promised, as the database reckons it; `Level.available` is the same in Python."""
OWED = F("committed") + F("held") + F("damaged") + F("quality") + F("other") - F("on_hand")
"""Promised beyond what lies there, where it is above nought; `Level.owes` is the same in Python."""
LEAST_ON_HAND = (
    F("damaged") + F("quality") + F("other") + F("safety") + F("committed") + F("held") - F("beyond") - F("short")
)
"""available ≥ −(beyond + short), turned so that a constraint can say it."""


class Level(models.Model):
    """An item in a warehouse, in the words of Shopify: available = on hand − unavailable − committed − held.

    `damaged`, `quality` and `other` lie there and may not be sold; `safety` is kept back. `committed` is promised to
    orders, `held` to carts for a while. `beyond` is how far available may fall below nought by sales (None: without end);
    only the item's first selling warehouse carries it. `short` is how far it has been pushed below *that* by facts, such
    as a loss or a smaller limit: facts are recorded, and no sale can add to it.

    Everything but `incoming` and `safety` can be derived again: from moves, and from reservations.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="levels")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="levels")
    on_hand = models.IntegerField(default=0)
    damaged = models.IntegerField(default=0)
    quality = models.IntegerField(default=0)
    other = models.IntegerField(default=0)
    safety = models.IntegerField(default=0)
    committed = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    incoming = models.IntegerField(default=0)
    beyond = models.IntegerField(null=True, blank=True, default=0)
    short = models.IntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "item"], name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(beyond=None) | Q(on_hand__gte=LEAST_ON_HAND), name="stock_level_not_oversold"
            ),
            models.CheckConstraint(
                condition=Q(on_hand__gte=F("damaged") + F("quality") + F("other")), name="stock_level_parts_within"
            ),
            models.CheckConstraint(
                condition=Q(damaged__gte=0, quality__gte=0, other__gte=0, safety__gte=0),
                name="stock_level_parts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(committed__gte=0, held__gte=0), name="stock_level_promises_not_negative"
            ),
            models.CheckConstraint(condition=Q(incoming__gte=0, short__gte=0), name="stock_level_rest_not_negative"),
        ]
        indexes = [models.Index(fields=["item", "warehouse"], name="stock_level_of_item")]  # every action and read

    def __str__(self) -> str:
        return f"{self.item_id} in {self.warehouse_id}"

    @property
    def there(self) -> int:
        """Return how many lie there and may be sold, promised or not."""
        return self.on_hand - self.damaged - self.quality - self.other

    @property
    def unavailable(self) -> int:
        """Return how many are not for sale, of every kind."""
        return self.damaged + self.quality + self.other + self.safety

    @property
    def available(self) -> int:
        """Return how many may still be promised without going beyond what lies there; negative with backorders."""
        return self.there - self.safety - self.committed - self.held

    @property
    def owes(self) -> int:
        """Return how many are promised that do not lie there; what is kept back out of caution is there to serve them."""
        return max(0, self.committed + self.held - self.there)

    @property
    def room(self) -> int | None:
        """Return how many may still be promised, policy included; None: without end."""
        return None if self.beyond is None else max(0, self.available + self.beyond)


class Reservation(models.Model):
    """Pieces of a level promised to an owner such as `cart:…` or `order:12`; rows are written under their level's lock.

    `held_until` None is a firm promise (committed); otherwise it counts only until then: the next one who needs the level
    gives it back (`lapsed_at`), and the row stays for a while, so that a late confirmation knows what to take again. A row
    that is fulfilled or given back by its owner is gone: moves and the audit tell of it.
    """

    level = models.ForeignKey(Level, models.PROTECT, related_name="reservations")
    owner = models.CharField(max_length=80)
    line = models.CharField(max_length=80, blank=True, help_text="the owner's own key, e.g. line:41")
    quantity = models.PositiveIntegerField()
    held_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True, help_text="given back because its time was over")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "line", "level"], name="stock_reservation_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stock_reservation_of_something"),
            models.CheckConstraint(condition=~Q(owner=""), name="stock_reservation_has_owner"),
            models.CheckConstraint(
                condition=Q(lapsed_at=None) | Q(held_until__isnull=False), name="stock_reservation_firm_never_lapses"
            ),
        ]
        indexes = [
            models.Index(
                fields=["level", "held_until"],
                name="stock_reservation_expiring",
                condition=Q(held_until__isnull=False, lapsed_at=None),
            ),  # what to give back when a level is touched
            models.Index(
                fields=["held_until"], name="stock_reservation_expired", condition=Q(held_until__isnull=False)
            ),  # the job that tidies
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.level_id} for {self.owner}"
