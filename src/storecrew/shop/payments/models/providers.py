"""Accounts with those who carry the money."""

from django.db import models
from django.db.models import Q


class Provider(models.Model):
    """One account. `code` names it in addresses and orders; `kind` says which adapter speaks for it."""

    code = models.SlugField(max_length=40, unique=True, help_text="in addresses: /hooks/payments/<code>/")
    kind = models.CharField(max_length=20, help_text="adapter: stripe, transfer, cash, test")
    name = models.JSONField(default=dict, help_text="language → what shoppers read; empty: the adapter's own words")
    settings = models.JSONField(default=dict, help_text="what is no secret, e.g. the public key or the bank's name")
    secrets = models.TextField(blank=True, help_text="encrypted JSON, e.g. the secret key")
    notice_secret = models.TextField(blank=True, help_text="encrypted; notices are signed with it")
    old_notice_secret = models.TextField(blank=True, help_text="encrypted; taken as well until old_notice_secret_until")
    old_notice_secret_until = models.DateTimeField(null=True, blank=True)
    live = models.BooleanField(default=False, help_text="real money; False: the provider's test mode")
    enabled_at = models.DateTimeField(null=True, blank=True, help_text="None: shoppers are not offered it")
    position = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_said = models.CharField(max_length=400, blank=True, help_text="what the last look at the account said")
    check_failed = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(old_notice_secret="", old_notice_secret_until=None)
                | ~Q(old_notice_secret="") & Q(old_notice_secret_until__isnull=False),
                name="payments_provider_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"provider:{self.pk}"
