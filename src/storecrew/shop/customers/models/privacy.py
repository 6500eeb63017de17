"""What people asked about their data, and by when the law wants it answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from storecrew.shop.customers.models.people import Customer


class PrivacyKind(models.TextChoices):
    """What can be asked for."""

    EXPORT = "export", pgettext_lazy("privacy", "a copy of their data")
    FORGET = "forget", pgettext_lazy("privacy", "to be forgotten")


class PrivacyRequest(models.Model):
    """Somebody asked. Open until answered: done, or refused with the reason that was told."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="privacy_requests")
    kind = models.CharField(max_length=6, choices=PrivacyKind)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80, help_text="the customers themselves, or who of the crew took it down")
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    refused_because = models.TextField(blank=True, max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=Q(answered_at=None), name="customers_privacy_asked_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=PrivacyKind.values), name="customers_privacy_kind_known"),
        ]
        indexes = [
            # what the queue asks for: open ones, the most pressing first
            models.Index(fields=["due_at"], condition=Q(answered_at=None), name="customers_privacy_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.customer_id}"

    @property
    def withdrawn(self) -> bool:
        """Tell whether the wish to be forgotten was taken back: answered, not refused, and everything still there."""
        answered = self.answered_at is not None and not self.refused_because
        return answered and self.kind == PrivacyKind.FORGET and self.customer.forgotten_at is None
