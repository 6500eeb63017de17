"""Invoices and credit notes, their numbers, and whose name stands on them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.types import Money


class Kind(models.TextChoices):
    """What is issued."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class Letterhead(models.Model):
    """Who issues documents; one row. Without it the store's name stands there alone."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200, help_text="legal name")
    lines = models.JSONField(default=list, help_text="address, line by line")
    tax_number = models.CharField(max_length=60, blank=True)
    registration = models.CharField(max_length=120, blank=True, help_text="register and number")
    contact = models.CharField(max_length=200, blank=True, help_text="e-mail, telephone, site")
    bank = models.CharField(max_length=200, blank=True)
    footer = models.CharField(max_length=400, blank=True)
    invoice_prefix = models.CharField(max_length=12, default="INV-")
    credit_prefix = models.CharField(max_length=12, default="CN-")
    by_year = models.BooleanField(default=True, help_text="begin at 1 each year")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="orders_one_letterhead")]

    def __str__(self) -> str:
        return self.name


class Sequence(models.Model):
    """How far a series is. The next number is given out under a lock on this row, in the commit that issues it: no gaps."""

    series = models.CharField(max_length=30, unique=True, help_text="INV-2026-, CN-2026-")
    given = models.PositiveIntegerField(default=0, help_text="the last number that was given out")

    def __str__(self) -> str:
        return f"{self.series}{self.given}"


class Document(models.Model):
    """What was issued, as it was printed. Nothing of it is ever changed; a mistake is corrected by a credit note."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=40, unique=True)
    series = models.CharField(max_length=30)
    ordinal = models.PositiveIntegerField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    on = models.DateField(help_text="the day on it, in the store's time zone")
    issued_at = models.DateTimeField()
    by = models.CharField(max_length=80, help_text="who, as audit rows name actors")
    language = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    content = models.JSONField(help_text="types.Paper: every word and figure of it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "ordinal"], name="orders_document_ordinal_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="orders_document_kind_known"),
            models.CheckConstraint(condition=Q(ordinal__gte=1, total_minor__gte=0), name="orders_document_in_range"),
            models.CheckConstraint(
                condition=Q(kind=Kind.INVOICE, corrects=None) | Q(kind=Kind.CREDIT_NOTE, corrects__isnull=False),
                name="orders_credit_note_corrects",
            ),
        ]
        indexes = [
            models.Index(fields=["order", "id"], name="orders_document_of_order"),  # an order's papers
            models.Index(fields=["-issued_at", "-id"], name="orders_document_newest"),  # the list
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"document:{self.pk}"

    @property
    def total(self) -> Money:
        """Return what it comes to."""
        return Money(self.total_minor, self.currency)

    def save(self, *, force_insert: Any = False, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Insert the row; what was issued cannot be changed (raises TypeError)."""
        if not self._state.adding:
            raise TypeError("documents are final: issue a credit note instead")
        super().save(force_insert=force_insert, update_fields=update_fields, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what was issued stays."""
        raise TypeError("documents are final and are never deleted")
