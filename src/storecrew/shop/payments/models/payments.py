"""Payments, what happened to them, and what goes back.

The sums of a payment are those of its transactions, re-derived whenever one is added (`writing.summing`); the doctor
derives them again. Their order is held by the database, so that no race gives back more than came in.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.models.providers import Provider
from storecrew.shop.payments.types import Kind, RefundState, State


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Payments, found or missing."""

    def get_or_missing(self, payment_id: int) -> "Payment":
        """Return the payment with its provider; raises Missing."""
        found = self.select_related("provider").filter(pk=payment_id).first()
        if found is None:
            raise Missing
        return found


class Payment(models.Model):
    """One attempt to pay one thing. Each further attempt is a row of its own."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="payments")
    payable = models.CharField(max_length=80, help_text="subject of what it pays, e.g. order:12")
    token = models.CharField(max_length=40, unique=True, help_text="names it in addresses, and to the provider")
    key = models.CharField(max_length=120, null=True, blank=True, unique=True, help_text="of whoever began it, if any")
    amount_minor = models.BigIntegerField(help_text="asked for")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    capture = models.CharField(max_length=8, help_text="now or later")
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    authorised_minor = models.BigIntegerField(default=0)
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0, help_text="gone back for certain")
    refunding_minor = models.BigIntegerField(default=0, help_text="promised back, not settled yet")
    disputed_minor = models.BigIntegerField(default=0, help_text="with the buyer's bank, or lost to it")
    method = models.CharField(max_length=40, blank=True, help_text="card, alipay, wechat_pay …, as the provider says")
    reference = models.CharField(max_length=120, blank=True, help_text="what the provider calls it")
    code = models.CharField(max_length=16, blank=True, help_text="what the shopper writes on a bank transfer")
    next_sealed = models.TextField(blank=True, help_text="encrypted: how the shopper goes on")
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.CharField(max_length=400, blank=True)
    trouble = models.CharField(max_length=12, blank=True, help_text="amount or currency is other than asked")
    description = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=12)
    return_url = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="what is set aside is lost then unless taken")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="the provider was asked last")
    version = models.PositiveIntegerField(default=1, help_text="one more with each change")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="payments_payment_reference_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="payments_payment_code_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_payment_amount_positive"),
            models.CheckConstraint(condition=Q(capture__in=["now", "later"]), name="payments_payment_capture_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="payments_payment_state_known"),
            models.CheckConstraint(condition=Q(refunded_minor__gte=0), name="payments_payment_refunded_not_negative"),
            models.CheckConstraint(condition=Q(refunding_minor__gte=0), name="payments_payment_refunding_not_negative"),
            models.CheckConstraint(condition=Q(disputed_minor__gte=0), name="payments_payment_disputed_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("captured_minor")), name="payments_payment_refunded_within_captured"
            ),
            models.CheckConstraint(
                condition=Q(captured_minor__lte=F("authorised_minor")),
                name="payments_payment_captured_within_authorised",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CAPTURED) | Q(captured_minor__gt=0) | Q(trouble="currency"),
                name="payments_payment_paid_has_money",
            ),
        ]
        indexes = [
            models.Index(fields=["payable", "id"], name="payments_payment_payable"),  # what was paid for one order
            models.Index(fields=["state", "-created_at", "-id"], name="payments_payment_state"),  # the console's list
            models.Index(fields=["-created_at", "-id"], name="payments_payment_newest"),  # the same, of any state
            models.Index(
                fields=["expires_at"], name="payments_payment_expiring", condition=Q(state=State.AUTHORISED)
            ),  # the job that warns
            models.Index(
                fields=["created_at"],
                name="payments_payment_unsettled",
                condition=Q(state__in=[State.NEW, State.WAITING, State.PROCESSING]),
            ),  # the job that asks about what nobody told us of
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} for {self.payable}: {self.state}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"payment:{self.pk}"

    @property
    def refundable_minor(self) -> int:
        """Return what could still be given back: taken, and neither returned, promised nor disputed."""
        gone = self.refunded_minor + self.refunding_minor + self.disputed_minor
        return max(self.captured_minor - gone, 0)

    def money(self, minor: int) -> Money:
        """Return an amount of this payment's currency."""
        return Money(minor, self.currency)


class Transaction(models.Model):
    """rows: one per thing that happened to the money, in the order we learnt of it. Append only."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="transactions")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="transactions")
    kind = models.CharField(max_length=16, choices=Kind)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, help_text="as the provider said; fees are in the account's own")
    reference = models.CharField(max_length=120, help_text="the provider's own id of it")
    at = models.DateTimeField(help_text="when it happened there")
    learnt_at = models.DateTimeField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "kind", "reference"], name="payments_transaction_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="payments_transaction_amount_not_negative"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="payments_transaction_kind_known"),
            models.CheckConstraint(condition=~Q(reference=""), name="payments_transaction_has_reference"),
        ]
        indexes = [models.Index(fields=["payment", "id"], name="payments_transaction_payment")]  # a payment's history

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"

    def save(self, *, force_insert: Any = False, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Insert the row; what happened cannot be changed afterwards (raises TypeError)."""
        if not self._state.adding:
            raise TypeError("transactions are history: add another one instead")
        super().save(force_insert=force_insert, update_fields=update_fields, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what happened stays on record."""
        raise TypeError("transactions are history and are never deleted")


class Refund(models.Model):
    """Money that is to go back. One made in the provider's own console has a key that begins with `provider:`."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, help_text="what whoever asked calls it; the same key is the same refund")
    token = models.CharField(max_length=40, unique=True, help_text="names it to the provider")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=RefundState, default=RefundState.PLANNED)
    reference = models.CharField(max_length=120, blank=True, help_text="the provider's own id of it")
    message = models.CharField(max_length=400, blank=True, help_text="why it failed")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80, help_text="the actor as audit rows name it")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "key"], name="payments_refund_key_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_refund_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="payments_refund_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RefundState.SETTLED) | Q(settled_at__isnull=False),
                name="payments_refund_settled_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="payments_refund_open",
                condition=Q(state__in=[RefundState.PLANNED, RefundState.TO_DO, RefundState.PENDING]),
            ),  # what has to be paid by hand, what hangs
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of payment {self.payment_id}: {self.state}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"refund:{self.pk}"
