"""Invoices of suppliers, their lines, payments, and by how much a bill may differ."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money


class InvoiceState(models.TextChoices):
    """How far an invoice is. Differs: something is billed that was not ordered or did not come; somebody decides."""

    DIFFERS = "differs", pgettext_lazy("supplier invoice", "Differs")
    MATCHED = "matched", pgettext_lazy("supplier invoice", "To be paid")
    PAID = "paid", pgettext_lazy("supplier invoice", "Paid")
    REJECTED = "rejected", pgettext_lazy("supplier invoice", "Sent back")

    @classmethod
    def owing(cls) -> tuple["InvoiceState", ...]:
        """Return the states in which money is owed, or claimed."""
        return (cls.DIFFERS, cls.MATCHED)


class SupplierInvoice(models.Model):
    """A bill. `number` is the supplier's; the same number of the same supplier is the same bill, however it is typed."""

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    number_key = models.CharField(max_length=60, help_text="letters and digits alone, in small letters")
    state = models.CharField(max_length=8, choices=InvoiceState, default=InvoiceState.DIFFERS)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField(help_text="with tax")
    tax_minor = models.BigIntegerField(default=0)
    paid_minor = models.BigIntegerField(default=0)
    dated_on = models.DateField()
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    asset = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", help_text="a scan or photograph"
    )
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was sent back")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InvoiceState.values), name="buying_invoice_state_known"),
            models.UniqueConstraint(
                fields=["supplier", "number_key"], condition=~Q(state="rejected"), name="buying_invoice_once"
            ),
            models.CheckConstraint(
                condition=Q(tax_minor__gte=0, paid_minor__gte=0) & Q(paid_minor__lte=F("total_minor")),
                name="buying_invoice_never_overpaid",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="buying_invoice_due"),  # list, queue, what is owed
            models.Index(fields=["supplier", "-id"], name="buying_invoice_of_supplier"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"supplier_invoice:{self.pk}"

    @property
    def open_minor(self) -> int:
        """Return what is not paid yet."""
        return self.total_minor - self.paid_minor

    def money(self, minor: int) -> Money:
        """Return an amount in the invoice's currency."""
        return Money(minor, self.currency)


class Problem(models.TextChoices):
    """Why a line of a bill is not simply paid."""

    NOT_HERE = "not_here", _("More billed than came")
    DEARER = "dearer", _("Dearer than agreed")
    CHEAPER = "cheaper", _("Cheaper than agreed")
    UNKNOWN = "unknown", _("Nobody ordered this")


class InvoiceLine(models.Model):
    """A line of a bill, beside what it is for: a line ordered, a cost of an order, or what another room knows.

    `expected` pieces at `agreed_minor` are what it should have said when it was matched.
    """

    invoice = models.ForeignKey(SupplierInvoice, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    line = models.ForeignKey("buying.PurchaseLine", models.PROTECT, null=True, blank=True, related_name="invoiced")
    cost = models.ForeignKey("buying.LandedCost", models.PROTECT, null=True, blank=True, related_name="invoiced")
    source = models.CharField(max_length=40, blank=True, help_text="name of a `billable` source")
    reference = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    sku = models.CharField(max_length=100, blank=True)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    expected = models.PositiveIntegerField(default=0)
    agreed_minor = models.BigIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=8, choices=Problem, blank=True)
    accepted_by = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["invoice_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="buying_invoice_line_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def amount_minor(self) -> int:
        """Return what is billed for all pieces, before tax."""
        return self.quantity * self.unit_minor

    @property
    def excess_minor(self) -> int:
        """Return by how much it is more (or, negative, less) than it should be."""
        return self.amount_minor - self.expected * (self.agreed_minor or 0)

    @property
    def waits(self) -> bool:
        """Tell whether somebody has to decide about it."""
        return bool(self.problem) and self.accepted_at is None


class Payment(models.Model):
    """Money that went to a supplier: for a bill, or ahead for an order (`left_minor` is not used up by bills yet)."""

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    invoice = models.ForeignKey(SupplierInvoice, models.PROTECT, null=True, blank=True, related_name="payments")
    order = models.ForeignKey("buying.PurchaseOrder", models.PROTECT, null=True, blank=True, related_name="payments")
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True, help_text="as the bank shows it")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="buying_payment_of_something"),
            models.CheckConstraint(
                condition=Q(left_minor__gte=0) & Q(left_minor__lte=F("amount_minor")), name="buying_payment_left_within"
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, order=None) | Q(invoice=None, order__isnull=False),
                name="buying_payment_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"


class Tolerance(models.Model):
    """The one row of how far a bill may differ without a word; without it the defaults hold."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    price_percent = models.PositiveSmallIntegerField(default=2, help_text="of the agreed price of one piece")
    line_minor = models.PositiveBigIntegerField(default=5_000, help_text="and no more than this for a line")
    sum_minor = models.PositiveBigIntegerField(default=100, help_text="by which lines and total may miss each other")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="buying_tolerance_one_row"),
            models.CheckConstraint(condition=Q(price_percent__lte=100), name="buying_tolerance_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.price_percent} %"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return "buying_tolerance:1"
