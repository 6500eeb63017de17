"""Returns: what a buyer wants to give back, where it is, and what was decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.shop.returns.reasons import Reason


class Kind(models.TextChoices):
    """Which of the three it is."""

    RETURN = "return", pgettext_lazy("returns", "Return")
    EXCHANGE = "exchange", pgettext_lazy("returns", "Exchange")
    CLAIM = "claim", pgettext_lazy("returns", "Claim")


class State(models.TextChoices):
    """Where it stands; `rules.LEGAL` says what may follow what."""

    REQUESTED = "requested", pgettext_lazy("return", "To be decided")
    APPROVED = "approved", pgettext_lazy("return", "Approved")
    ON_THE_WAY = "on_the_way", pgettext_lazy("return", "On its way")
    PART_RECEIVED = "part_received", pgettext_lazy("return", "Partly here")
    RECEIVED = "received", pgettext_lazy("return", "Here")
    SETTLED = "settled", pgettext_lazy("return", "Made good")
    CLOSED = "closed", pgettext_lazy("return", "Done")
    DECLINED = "declined", pgettext_lazy("return", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("return", "Called off")


class Wish(models.TextChoices):
    """What its buyer would like best."""

    REFUND = "refund", pgettext_lazy("return wish", "Money back")
    EXCHANGE = "exchange", pgettext_lazy("return wish", "Something else in exchange")
    REPLACEMENT = "replacement", pgettext_lazy("return wish", "The same once more")


class Payer(models.TextChoices):
    """Who pays the way back."""

    BUYER = "buyer", pgettext_lazy("way back", "The buyer")
    SHOP = "shop", pgettext_lazy("way back", "The shop")


class Way(models.TextChoices):
    """How it comes back."""

    OWN = "own", pgettext_lazy("way back", "With a carrier of the buyer's choice")
    LABEL = "label", pgettext_lazy("way back", "With a label from us")
    DROP_OFF = "drop_off", pgettext_lazy("way back", "Brought to us")


class Decline(models.TextChoices):
    """Why not: its buyer reads it."""

    TOO_LATE = "too_late", pgettext_lazy("decline", "The time for returning it is over")
    FINAL_SALE = "final_sale", pgettext_lazy("decline", "It was sold as not returnable")
    USED = "used", pgettext_lazy("decline", "It was used, or its seal is broken")
    NO_PROOF = "no_proof", pgettext_lazy("decline", "We cannot see what was said to be wrong with it")
    NOT_OURS = "not_ours", pgettext_lazy("decline", "It was not bought from us")
    OTHER = "other", pgettext_lazy("decline", "Another reason")


COMING = (State.APPROVED, State.ON_THE_WAY, State.PART_RECEIVED)
"""Something may still arrive."""
OPEN = (State.REQUESTED, *COMING, State.RECEIVED, State.SETTLED)
"""Somebody still has to do something."""
VOID = (State.DECLINED, State.CANCELLED)
"""It counts for nothing: its pieces can be asked for again."""


class Return(models.Model):
    """What one buyer wants to give back of one order, or have made good. `kind` says which of the three it is."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=60, unique=True, help_text="the order's number and a count: SO-10481-R1")
    ordinal = models.PositiveSmallIntegerField(help_text="1 for the order's first; also the lock for asking")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=14, choices=State, default=State.REQUESTED)
    wish = models.CharField(max_length=12, choices=Wish)
    words = models.TextField(blank=True, help_text="of the buyer; emptied when they are forgotten")
    language = models.CharField(max_length=12, help_text="the buyer's")
    currency = models.CharField(max_length=3, help_text="of the order")
    nothing_back = models.BooleanField(default=False, help_text="the buyer keeps it, or there is nothing to send")
    payer = models.CharField(max_length=6, choices=Payer, help_text="who pays the way back")
    way = models.CharField(max_length=10, choices=Way, default=Way.OWN)
    warehouse = models.ForeignKey("stock.Warehouse", models.PROTECT, null=True, blank=True, related_name="+")
    label_url = models.CharField(max_length=500, blank=True, help_text="where the carrier's label for it lies")
    note = models.CharField(max_length=1000, blank=True, help_text="to the buyer, with the approval")
    send_by = models.DateField(null=True, blank=True, help_text="when the buyer should have sent it")
    carrier = models.CharField(max_length=32, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    decline_reason = models.CharField(max_length=12, choices=Decline, blank=True)
    decline_words = models.CharField(max_length=1000, blank=True)
    by_rule = models.BooleanField(default=False, help_text="approved by the policy, without a person")
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=80, help_text="as audit rows name actors")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when the buyer said that it left")
    received_at = models.DateTimeField(null=True, blank=True, help_text="when the last of it was taken in")
    settled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="done, declined or called off")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "ordinal"], name="returns_ordinal_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="returns_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="returns_kind_known"),
            models.CheckConstraint(
                condition=(Q(state=State.DECLINED) & ~Q(decline_reason=""))
                | (~Q(state=State.DECLINED) & Q(decline_reason="")),
                name="returns_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REQUESTED, decided_at=None)
                | Q(state=State.CANCELLED)
                | (~Q(state__in=[State.REQUESTED, State.CANCELLED]) & Q(decided_at__isnull=False)),
                name="returns_decided_before_more",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="returns_by_state"),  # the list, the queue
            models.Index(fields=["-requested_at", "-id"], name="returns_newest"),  # the list
            models.Index(fields=["order", "id"], name="returns_of_order"),
            models.Index(fields=["customer", "-id"], name="returns_of_customer"),
            models.Index(fields=["tracking_number"], name="returns_tracking"),  # what was scanned
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name that audit rows, events, stock moves, orders and payments use."""
        return f"return:{self.pk}"

    def money(self, minor: int) -> Money:
        """Return an amount in the currency of its order."""
        return Money(minor, self.currency)


class ReturnLine(models.Model):
    """So many pieces of an order's line. `received` came in, `missing` will not; the rest is still awaited."""

    ret = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.Line", models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, null=True, blank=True, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, choices=Reason)
    received = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0, help_text="of those asked for, what will not come after all")
    refunded = models.PositiveIntegerField(default=0, help_text="pieces whose price was given back")

    class Meta:
        ordering = ["ret_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ret", "line"], name="returns_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returns_line_of_something"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("received") + F("missing")), name="returns_received_at_most_asked"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("refunded") + F("missing")), name="returns_refunded_at_most_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["line"], name="returns_lines_of_line"),  # what of a line is spoken for
            models.Index(fields=["variant", "reason"], name="returns_reasons"),  # why a variant comes back
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"

    @property
    def awaited(self) -> int:
        """Return how many pieces may still come."""
        return self.quantity - self.received - self.missing


class Claim(models.Model):
    """What is special of a claim: what was granted in the end. `part_minor`: a part of the price, the goods stay."""

    class Granted(models.TextChoices):
        """How it was made good."""

        REFUND = "refund", pgettext_lazy("claim", "Money back")
        REPLACEMENT = "replacement", pgettext_lazy("claim", "The same once more")
        PART = "part", pgettext_lazy("claim", "Part of the price back, the goods stay")
        GOODWILL = "goodwill", pgettext_lazy("claim", "A sum as goodwill")

    ret = models.OneToOneField(Return, models.CASCADE, related_name="claim")
    granted = models.CharField(max_length=12, choices=Granted, blank=True)
    part_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part_minor=None) | Q(part_minor__gt=0), name="returns_part_of_something")
        ]

    def __str__(self) -> str:
        return f"claim {self.ret_id}"


class Photo(models.Model):
    """A picture that a buyer sent along."""

    ret = models.ForeignKey(Return, models.CASCADE, related_name="photos")
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ret_id", "id"]
        constraints = [models.UniqueConstraint(fields=["ret", "asset"], name="returns_photo_once")]

    def __str__(self) -> str:
        return f"photo {self.asset_id} of {self.ret_id}"
