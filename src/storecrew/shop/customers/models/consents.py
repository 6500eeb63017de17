"""What people agreed to, and took back: rows that are never changed."""

from django.db import models
from django.utils.translation import pgettext_lazy

from storecrew.shop.customers.models.people import Customer


class Purpose(models.TextChoices):
    """What somebody can agree to."""

    NEWSLETTER = "newsletter", pgettext_lazy("consent", "Newsletter by e-mail")
    TEXTS = "texts", pgettext_lazy("consent", "Offers by text message")
    TERMS = "terms", pgettext_lazy("consent", "Terms of sale")
    PRIVACY = "privacy", pgettext_lazy("consent", "Privacy notice")
    PROFILING = "profiling", pgettext_lazy("consent", "Offers made to measure")


class Consent(models.Model):
    """rows: one per time somebody agreed or took it back, oldest first; the newest per purpose holds.

    The proof is which words were shown (`text_version`, and their SHA-256 where the words were at hand), when, where,
    and who said so: the customers themselves, one of the crew for them, or the file of another shop system.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given = models.BooleanField(help_text="False: taken back, or refused")
    text_version = models.CharField(max_length=80)
    text_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the words that were shown")
    at = models.DateTimeField()
    place = models.CharField(max_length=40, help_text="checkout, account, crew, an import …")
    ip = models.GenericIPAddressField(null=True, help_text="erased when the person is forgotten")
    by = models.CharField(max_length=80, help_text="who said so, as audit rows name actors")

    class Meta:
        indexes = [
            # the newest of a purpose; a page's list
            models.Index(fields=["customer", "purpose", "-id"], name="customers_consent_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="customers_consent_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {'given' if self.given else 'not given'}"
