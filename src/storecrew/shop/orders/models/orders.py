"""Orders: who agreed to what, and where it stands. Sums are of what is left after changes; `quote` keeps what was agreed."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money


class State(models.TextChoices):
    """Where the whole of an order stands."""

    DRAFT = "draft", pgettext_lazy("order", "Draft")
    OPEN = "open", pgettext_lazy("order", "Open")
    CLOSED = "closed", pgettext_lazy("order", "Done")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


class PaymentState(models.TextChoices):
    """What of its money has arrived, as the payments announced it."""

    PENDING = "pending", _("Unpaid")
    AUTHORISED = "authorised", _("Authorised")
    PART_PAID = "part_paid", _("Partly paid")
    PAID = "paid", _("Paid")
    PART_REFUNDED = "part_refunded", _("Partly refunded")
    REFUNDED = "refunded", _("Refunded")
    VOID = "void", _("Never paid")


class Fulfilment(models.TextChoices):
    """How much of what is to be sent has been sent."""

    NONE = "none", _("Not shipped")
    PART = "part", _("Partly shipped")
    DONE = "done", _("Shipped")


SAFE_TO_SHIP = (PaymentState.AUTHORISED, PaymentState.PAID, PaymentState.PART_REFUNDED)
"""Money enough has arrived, or the bank has set it aside."""


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by what is to be done with them."""

    def placed(self) -> Self:
        """Leave drafts out."""
        return self.exclude(state=State.DRAFT)

    def open(self) -> Self:
        """Keep those that somebody still has to do something about."""
        return self.filter(state=State.OPEN)

    def unpaid(self) -> Self:
        """Keep open ones whose buyer still owes something."""
        owed = F("total_minor") - F("credited_minor") - F("captured_minor") + F("refunded_minor")
        return self.open().annotate(owed_minor=owed).filter(owed_minor__gt=0)

    def ready(self) -> Self:
        """Keep those that can leave now: open, not held, with something to send, and paid for or on delivery."""
        safe = Q(payment__in=SAFE_TO_SHIP) | Q(ships_unpaid=True)
        return self.open().filter(safe, held=False).exclude(fulfilment=Fulfilment.DONE)


class Order(models.Model):
    """One agreement with one buyer. Money is in its one currency; goods − discount + shipping + fee + added tax = total."""

    number = models.CharField(max_length=40, blank=True, help_text="as people say it; empty for drafts")
    checkout = models.CharField(
        max_length=80, unique=True, help_text="what was placed: one checkout is one order for ever"
    )
    link_version = models.PositiveSmallIntegerField(default=1, help_text="raising it makes the buyer's old links void")
    state = models.CharField(max_length=10, choices=State)
    payment = models.CharField(max_length=14, choices=PaymentState, default=PaymentState.PENDING)
    fulfilment = models.CharField(max_length=6, choices=Fulfilment, default=Fulfilment.NONE)
    held = models.BooleanField(default=False, help_text="has a Hold that did not end")

    channel = models.CharField(max_length=40, help_text="web, phone, import:<system>")
    source_number = models.CharField(max_length=60, blank=True, help_text="its number in the system it came from")
    external_id = models.CharField(max_length=120, blank=True, help_text="its id in the system it came from")
    language = models.CharField(max_length=12)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    inclusive = models.BooleanField(help_text="prices contain the taxes")

    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, help_text="whom it goes to, for lists and search")
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="where it goes, ISO 3166-1 alpha-2")
    ship_to = models.JSONField(null=True, blank=True, help_text="addresses.types.Address; None: nothing is sent")
    bill_to = models.JSONField(null=True, blank=True, help_text="None: the same as ship_to")
    ip = models.CharField(max_length=45, blank=True)
    buyer_note = models.TextField(blank=True, help_text="what the buyer wrote to it")
    accepted_terms = models.CharField(max_length=80, blank=True, help_text="version of the terms the buyer agreed to")

    draft = models.JSONField(default=dict, blank=True, help_text="drafts.Content while it is being put together")
    quote = models.JSONField(default=dict, help_text="pricing.types.Quote as agreed; never changed after placing")
    promise = models.JSONField(default=dict, help_text="what was said about delivery, with its grounds; never changed")
    promised_from = models.DateField(null=True, blank=True)
    promised_until = models.DateField(null=True, blank=True)
    ship_by = models.DateTimeField(null=True, blank=True, help_text="when it has to leave for the promise to hold")
    risks = models.JSONField(
        default=list, blank=True, help_text="hints that somebody should look at, with their reasons"
    )

    subtotal_minor = models.BigIntegerField(default=0, help_text="goods before discounts")
    discount_minor = models.BigIntegerField(default=0, help_text="off goods and shipping")
    shipping_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0, help_text="all of it, in the prices or not")
    added_tax_minor = models.BigIntegerField(default=0, help_text="what of it comes on top of the prices")
    total_minor = models.BigIntegerField(default=0)
    placed_total_minor = models.BigIntegerField(default=0, help_text="the total that the buyer agreed to at first")
    authorised_minor = models.BigIntegerField(default=0, help_text="set aside by the buyer's bank, not taken yet")
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    refunding_minor = models.BigIntegerField(default=0, help_text="on its way back")
    credited_minor = models.BigIntegerField(default=0, help_text="waived without changing the goods: returns, goodwill")
    disputed_minor = models.BigIntegerField(default=0, help_text="what buyers contest at the moment")

    provider = models.CharField(max_length=40, blank=True, help_text="how the buyer wants to pay")
    ships_unpaid = models.BooleanField(default=False, help_text="may leave before its money is there: cash on delivery")
    pay_by = models.DateTimeField(null=True, blank=True, help_text="unpaid until then, it is cancelled; None: never")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    cancel_reason = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=80, blank=True, help_text="who wrote it, as audit rows name actors")

    created_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True, help_text="when all of it had arrived for the first time")
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="orders_number_once"),
            models.UniqueConstraint(
                fields=["channel", "external_id"], condition=~Q(external_id=""), name="orders_external_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="orders_state_known"),
            models.CheckConstraint(condition=Q(payment__in=PaymentState.values), name="orders_payment_known"),
            models.CheckConstraint(condition=Q(fulfilment__in=Fulfilment.values), name="orders_fulfilment_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, number="", placed_at=None)
                | (~Q(state=State.DRAFT) & ~Q(number="") & Q(placed_at__isnull=False)),
                name="orders_placed_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
                name="orders_cancelled_since",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("subtotal_minor")
                    - F("discount_minor")
                    + F("shipping_minor")
                    + F("fee_minor")
                    + F("added_tax_minor")
                ),
                name="orders_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    subtotal_minor__gte=0,
                    discount_minor__gte=0,
                    shipping_minor__gte=0,
                    fee_minor__gte=0,
                    tax_minor__gte=0,
                    added_tax_minor__gte=0,
                    total_minor__gte=0,
                ),
                name="orders_sums_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    authorised_minor__gte=0,
                    captured_minor__gte=0,
                    refunded_minor__gte=0,
                    refunding_minor__gte=0,
                    credited_minor__gte=0,
                    disputed_minor__gte=0,
                ),
                name="orders_money_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("captured_minor")), name="orders_refunded_at_most_captured"
            ),
        ]
        indexes = [
            models.Index(fields=["-placed_at", "-id"], name="orders_newest"),  # the list
            models.Index(fields=["state", "-placed_at", "-id"], name="orders_by_state"),  # views of the list
            models.Index(
                fields=["pay_by", "id"], name="orders_unpaid", condition=Q(state=State.OPEN, pay_by__isnull=False)
            ),  # the job that cancels unpaid ones
            models.Index(
                fields=["ship_by", "id"], name="orders_to_ship", condition=Q(state=State.OPEN)
            ),  # what has to leave next
            models.Index(fields=["customer", "-placed_at"], name="orders_of_customer"),  # a customer's orders
            models.Index(fields=["email"], name="orders_by_email"),  # search, orders of a guest
            models.Index(fields=["phone"], name="orders_by_phone"),  # search
            models.Index(fields=["source_number"], name="orders_by_source", condition=~Q(source_number="")),  # search
        ]

    def __str__(self) -> str:
        return self.number or f"D{self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows, events, reservations and payments use."""
        return f"order:{self.pk}"

    def money(self, minor: int) -> Money:
        """Return an amount of this order's currency."""
        return Money(minor, self.currency)

    @property
    def total(self) -> Money:
        """Return what the order comes to now."""
        return self.money(self.total_minor)

    @property
    def balance_minor(self) -> int:
        """Return what is still to be paid; negative: to be given back."""
        return self.total_minor - self.credited_minor - (self.captured_minor - self.refunded_minor)

    @property
    def to_give_back_minor(self) -> int:
        """Return what was paid too much and is not on its way back yet."""
        return max(0, -self.balance_minor - self.refunding_minor)
