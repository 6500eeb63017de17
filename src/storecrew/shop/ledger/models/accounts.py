"""The tree of accounts."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

DEEPEST: Final = 6
"""Levels of the tree; more is a list nobody reads."""


class Kind(models.TextChoices):
    """What an account counts. The first and the last grow on the debit side, the others on the credit side."""

    ASSET = "asset", pgettext_lazy("account", "Asset")
    LIABILITY = "liability", pgettext_lazy("account", "Liability")
    EQUITY = "equity", pgettext_lazy("account", "Equity")
    INCOME = "income", pgettext_lazy("account", "Income")
    EXPENSE = "expense", pgettext_lazy("account", "Expense")

    @property
    def grows_by_debit(self) -> bool:
        """Tell on which side the account usually stands."""
        return self in {Kind.ASSET, Kind.EXPENSE}


class Purpose(models.TextChoices):
    """What the ledger itself needs an account for; there is at most one of each."""

    NONE = "", pgettext_lazy("account", "–")
    OPENING = "opening", pgettext_lazy("account", "Opening balances")
    EXCHANGE = "exchange", pgettext_lazy("account", "Currency exchange")


class Account(models.Model):
    """A place where amounts are counted. Its code never changes: the hashes of entries rest on it."""

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, help_text="codes from the root down, each followed by a slash")
    kind = models.CharField(max_length=10, choices=Kind)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217; empty: any")
    name_en = models.CharField(max_length=120, blank=True)
    name_zh = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose, blank=True, default=Purpose.NONE)
    heading = models.BooleanField(default=False, help_text="groups other accounts; nothing is booked on it")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="from here on nothing is booked on it")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_en="", name_zh=""), name="ledger_account_has_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="ledger_account_kind_known"),
            models.UniqueConstraint(fields=["purpose"], condition=~Q(purpose=""), name="ledger_account_purpose_once"),
        ]
        indexes = [
            # the tree in reading order, and everything below one account
            models.Index(fields=["path"], name="ledger_account_path"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_en or self.name_zh}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"account:{self.pk}"

    @property
    def depth(self) -> int:
        """Return the level in the tree, 1 at the root."""
        return self.path.count("/")

    def name_in(self, language: str | None) -> str:
        """Return the name in a language, in the other one where it has none."""
        one, other = (self.name_zh, self.name_en) if (language or "").startswith("zh") else (self.name_en, self.name_zh)
        return one or other
