"""Carts, their lines and their keys. A cart is found by the hash of a token: who reads the table cannot act as a shopper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_LINES = 100
MOST_OF_ONE = 999


class CartState(models.TextChoices):
    """Where a cart stands; only an open one changes."""

    OPEN = "open", _("Open")
    ORDERED = "ordered", _("Ordered")
    MERGED = "merged", _("Merged into another")


class Cart(models.Model):
    """What one shopper wants to buy. Prices are never kept as a promise here, only what was last seen, to tell of a change."""

    uid = models.CharField(
        max_length=32, unique=True, help_text="names it in the house: cart:<uid>, and its order's checkout"
    )
    state = models.CharField(max_length=8, choices=CartState, default=CartState.OPEN)
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=12)
    codes = models.JSONField(default=list, help_text="coupon codes as typed, in the order they were given")
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    ship_to = models.JSONField(null=True, blank=True, help_text="addresses.types.Address; None: not said yet")
    bill_to = models.JSONField(null=True, blank=True, help_text="None: the same as ship_to")
    methods = models.JSONField(default=dict, help_text="package key to shipping method id")
    provider = models.CharField(max_length=40, blank=True, help_text="code of the payment provider that was chosen")
    note = models.CharField(max_length=500, blank=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    held_until = models.DateTimeField(
        null=True, blank=True, help_text="until when its goods are kept back; None: nothing is"
    )
    abandoned_at = models.DateTimeField(null=True, blank=True, help_text="when it was announced as left behind")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CartState.ORDERED, order__isnull=False)
                | (~Q(state=CartState.ORDERED) & Q(order=None)),
                name="carts_ordered_has_order",
            ),
            models.UniqueConstraint(fields=["order"], condition=~Q(order=None), name="carts_one_cart_an_order"),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state=CartState.OPEN) & ~Q(customer=None),
                name="carts_one_open_a_customer",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="carts_state_changed"),  # left behind, tidying up
        ]

    def __str__(self) -> str:
        return self.uid

    @property
    def subject(self) -> str:
        """Return the name that audit rows, events and reservations use."""
        return f"cart:{self.uid}"


class CartKey(models.Model):
    """A token that opens a cart: one for each browser, since a customer may use several and follow a link from a letter."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token that the browser holds")

    def __str__(self) -> str:
        return f"key of {self.cart_id}"


class CartLine(models.Model):
    """So many of one variant."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_minor = models.BigIntegerField(
        null=True, blank=True, help_text="unit price when the shopper last agreed to it"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="carts_line_once_per_variant"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_OF_ONE), name="carts_line_quantity_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"
