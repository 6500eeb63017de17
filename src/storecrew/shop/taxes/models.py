"""Tax rules: settings, classes, zones with their areas, dated rates, and buyers who are not charged."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RoundingRule(models.TextChoices):
    """Where parts of a cent are rounded, always half up."""

    LINE = "line", _("each tax on each line")
    TOTAL = "total", _("each tax once, over the whole order")


class Destination(models.TextChoices):
    """Whose rates apply."""

    BUYER = "buyer", _("those of the place it is sent to")
    HOME_IN_EU = "home_in_eu", _("inside the EU those of the store's own country, elsewhere those of the place")
    HOME = "home", _("always those of the store's own country")


class Settings(models.Model):
    """How this store charges taxes. One row, or none while nobody has said anything."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    inclusive = models.BooleanField(default=True, help_text="prices shown contain the taxes")
    rounding = models.CharField(max_length=5, choices=RoundingRule, default=RoundingRule.LINE)
    shipping_class = models.CharField(
        max_length=40, default="follow", help_text="a class's code, or `follow`: as the goods"
    )
    destination = models.CharField(max_length=10, choices=Destination, default=Destination.BUYER)
    tax_number = models.CharField(max_length=40, blank=True, help_text="the store's own, for invoices")
    revision = models.CharField(
        max_length=40, help_text="the run that last changed any rule: what is kept in memory rests on it"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="taxes_settings_only_one"),
            models.CheckConstraint(condition=Q(rounding__in=RoundingRule.values), name="taxes_settings_rounding_known"),
            models.CheckConstraint(
                condition=Q(destination__in=Destination.values), name="taxes_settings_destination_known"
            ),
        ]

    def __str__(self) -> str:
        return "settings"


class TaxClass(models.Model):
    """A kind of goods with rates of its own. `codes` are the catalogue's tax codes that mean it, besides its own code."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    codes = models.JSONField(default=list, blank=True, help_text="tax codes of the catalogue and of other systems")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="taxes_class_has_name")]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """An area with rates of its own. Of several zones that hold an address, the narrowest decides."""

    name = models.CharField(max_length=120, unique=True)
    source = models.CharField(max_length=200, blank=True, help_text="where its rates were looked up, and when")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="taxes_zone_has_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"tax_zone:{self.pk}"


class Area(models.Model):
    """A part of a zone. Empty columns hold everything: no country at all is the whole world."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="areas")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    region = models.CharField(max_length=120, blank=True, help_text="code or name of a state or province")
    postcodes = models.TextField(blank=True, help_text="several with `;`: 90210, 902*, 1000...1999")
    city = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["zone_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(country="") | Q(region="", postcodes="", city=""), name="taxes_area_part_of_a_country"
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.country, self.region, self.postcodes, self.city) if part) or "*"


class Rate(models.Model):
    """A tax of a zone on a class, from a day until before another; history, hence ended rather than changed."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="rates")
    tax_class = models.ForeignKey(TaxClass, models.PROTECT, related_name="rates")
    name = models.CharField(max_length=80, help_text="as it stands on invoices: VAT, 增值税, Sales tax")
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    priority = models.PositiveSmallIntegerField(
        default=1, help_text="of each priority one rate is charged; lower first"
    )
    compound = models.BooleanField(default=False, help_text="reckoned on the amount with the taxes before it")
    shipping = models.BooleanField(default=True, help_text="charged on shipping too")
    starts_on = models.DateField(
        null=True, blank=True, help_text="first day, in the store's time zone; None: ever since"
    )
    ends_on = models.DateField(null=True, blank=True, help_text="first day on which it no longer holds; None: open")

    class Meta:
        ordering = ["zone_id", "tax_class__position", "priority", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lt=1000), name="taxes_rate_in_range"),
            models.CheckConstraint(condition=~Q(name=""), name="taxes_rate_has_name"),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=99), name="taxes_rate_priority_in_range"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lt=F("ends_on")),
                name="taxes_rate_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.percent} %"


class Why(models.TextChoices):
    """Why a buyer is not charged."""

    REVERSE_CHARGE = "reverse_charge", _("business abroad: the buyer owes the tax (reverse charge)")
    EXEMPT = "exempt", _("exempt by law")


class Exemption(models.Model):
    """A customer who is not charged tax, with the number that proves it. Ended rather than deleted: invoices rest on it.

    Reverse charge holds only for goods sent to another country than the store's.
    """

    customer = models.BigIntegerField(help_text="the customer's number")
    why = models.CharField(max_length=14, choices=Why)
    country = models.CharField(max_length=2, blank=True, help_text="only for goods sent there; empty: everywhere")
    tax_number = models.CharField(max_length=40)
    checked_on = models.DateField(help_text="the day somebody checked the number")
    ends_on = models.DateField(null=True, blank=True, help_text="first day on which it no longer holds")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "country"], condition=Q(ends_on=None), name="taxes_exemption_once"
            ),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="taxes_exemption_reason_known"),
        ]
        indexes = [models.Index(fields=["customer"], name="taxes_exemption_customer")]  # each quote of a customer

    def __str__(self) -> str:
        return f"customer {self.customer}: {self.why}"
