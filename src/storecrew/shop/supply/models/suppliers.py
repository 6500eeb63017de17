"""Suppliers and their warehouses."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Whether one buys from them. Paused: not now; what they offer is left out until they are active again."""

    ACTIVE = "active", pgettext_lazy("supplier", "Active")
    PAUSED = "paused", pgettext_lazy("supplier", "Paused")
    ENDED = "ended", pgettext_lazy("supplier", "Ended")


class Tier(models.TextChoices):
    """How much depends on them: A is looked after most."""

    A = "a", "A"
    B = "b", "B"
    C = "c", "C"


class Supplier(models.Model):
    """A company one buys from, and how it is paid.

    Terms are two numbers: `deposit_percent` is paid with the order (100: all of it, prepaid), the rest `net_days` after
    the goods came.
    """

    code = models.CharField(max_length=20, unique=True, help_text="short, for files and labels, e.g. YW-LAMP")
    name = models.CharField(max_length=120, unique=True)
    legal_name = models.CharField(max_length=160, blank=True, help_text="as on contracts; empty: like the name")
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    tier = models.CharField(max_length=1, choices=Tier, default=Tier.C)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    language = models.CharField(max_length=12, help_text="in which they are written to")
    currency = models.CharField(max_length=3, help_text="ISO 4217; in which they are paid")
    deposit_percent = models.PositiveSmallIntegerField(default=100)
    net_days = models.PositiveSmallIntegerField(default=0)
    tax_number = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    keeper = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="who keeps in touch with them; None: whoever holds the seat",
    )
    paused_until = models.DateField(null=True, blank=True, help_text="until when somebody wants to look again")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True, help_text="rises of cost up to here were seen")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="supply_supplier_has_name"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="supply_supplier_state_known"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="supply_supplier_tier_known"),
            models.CheckConstraint(condition=Q(deposit_percent__lte=100), name="supply_supplier_deposit_in_range"),
            models.CheckConstraint(
                condition=Q(net_days=0) | Q(deposit_percent__lt=100), name="supply_supplier_prepaid_owes_nothing"
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(state=State.PAUSED), name="supply_supplier_until_when_paused"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "name", "id"], name="supply_supplier_by_state"),  # the list, filtered
            models.Index(fields=["-changed_at", "id"], name="supply_supplier_changed"),  # the list, newest first
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"supplier:{self.pk}"


class Site(models.Model):
    """A warehouse of a supplier. Its name, place, hours and cut-off are those of the `stock` warehouse."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="sites")
    warehouse = models.OneToOneField("stock.Warehouse", models.PROTECT, related_name="+")
    handling_days = models.PositiveSmallIntegerField(
        default=1, help_text="working days from an order to the parcel's leaving, unless an offer says otherwise"
    )
    rest_before = models.PositiveSmallIntegerField(
        default=0, help_text="days it is closed before Spring Festival, besides the public holidays"
    )
    rest_after = models.PositiveSmallIntegerField(default=0, help_text="and after")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["supplier_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(handling_days__lte=90), name="supply_site_handling_in_range"),
            models.CheckConstraint(
                condition=Q(rest_before__lte=45, rest_after__lte=45), name="supply_site_rest_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"site {self.pk} of {self.supplier_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"site:{self.pk}"


class Closure(models.Model):
    """Days on which a site is closed. They stand in its work calendar; this row says why, and which entry it is."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="closures")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=120, blank=True)
    special_id = models.BigIntegerField(help_text="the entry in the work calendar")
    festival_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="of the Spring Festival it is kept for; None: told by somebody"
    )

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="supply_closure_not_backwards"),
            models.UniqueConstraint(
                fields=["site", "festival_year"],
                condition=Q(festival_year__isnull=False),
                name="supply_closure_once_a_festival",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"
