"""Papers of suppliers: licences, contracts, certificates, and until when they hold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.shop.supply.models.suppliers import Supplier


class DocumentKind(models.TextChoices):
    """What a paper is."""

    LICENCE = "licence", _("Business licence")
    CONTRACT = "contract", _("Contract")
    CERTIFICATE = "certificate", _("Product certificate")
    REPORT = "report", _("Test report")
    AUTHORISATION = "authorisation", _("Brand authorisation")
    TAX = "tax", _("Tax certificate")
    INSURANCE = "insurance", _("Insurance")
    OTHER = "other", pgettext_lazy("document", "Other")


class Document(models.Model):
    """One paper. What lapsed stays on record; a newer one of the same kind takes its place."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=14, choices=DocumentKind)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=80, blank=True, help_text="as printed on it")
    asset = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", help_text="a scan or photograph"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="the last day; None: without end")
    replaced_by = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["supplier_id", "kind", "-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="supply_document_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="supply_document_has_name"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="supply_document_not_backwards",
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until", "id"],
                name="supply_document_lapses",
                condition=Q(replaced_by=None, valid_until__isnull=False),
            ),  # queue: what lapses soon
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"supply_document:{self.pk}"
