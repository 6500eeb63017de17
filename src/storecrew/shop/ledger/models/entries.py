"""What was booked: entries of lines, for ever, each bound to the one before by its hash."""

from django.db import models
from django.db.models import Q

from storecrew.shop.ledger.models.accounts import Account


class Entry(models.Model):
    """Something that was booked. The database refuses to change or delete a row; it is reversed by another one."""

    number = models.BigIntegerField(primary_key=True, help_text="without gaps, in the order of booking")
    on = models.DateField(help_text="the day it belongs to, in the store's time zone")
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=120, blank=True, help_text="what it is about, such as order:12")
    key = models.CharField(max_length=160, unique=True, help_text="the same key is booked once")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    posted_at = models.DateTimeField()
    posted_by = models.CharField(max_length=120)
    previous_hash = models.CharField(max_length=64, help_text="empty for the first entry")
    hash = models.CharField(max_length=64, help_text="SHA-256 over the canonical content and the previous hash")

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="ledger_entry_number_positive"),
            models.CheckConstraint(condition=~Q(key=""), name="ledger_entry_has_key"),
        ]
        indexes = [
            # the journal by day; the entries of a period
            models.Index(fields=["on", "number"], name="ledger_entry_on"),
            # everything that was booked about one order, payment, return …
            models.Index(fields=["source", "number"], condition=~Q(source=""), name="ledger_entry_source"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.text}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"entry:{self.number}"


class Line(models.Model):
    """One side of an entry: an amount on the debit or on the credit side of an account, never both, never negative."""

    # both keys are led by other indexes already; each further one slows posting by a tenth
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines", db_index=False)
    place = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(help_text="the entry's day: statements are read by account and day")
    currency = models.CharField(max_length=3)
    debit_minor = models.BigIntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit_minor__gt=0, credit_minor=0) | Q(debit_minor=0, credit_minor__gt=0),
                name="ledger_line_one_side",
            ),
            models.UniqueConstraint(fields=["entry", "place"], name="ledger_line_place_once"),
        ]
        indexes = [
            # an account's statement, and the part of a month that the balances do not know yet
            models.Index(fields=["account", "currency", "on", "entry"], name="ledger_line_statement"),
            # the sums of the month in which a trial balance is taken
            models.Index(
                fields=["on", "account", "currency", "debit_minor", "credit_minor"], name="ledger_line_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.place}"


class Chain(models.Model):
    """The end of the chain: one row, locked by whoever posts, so that numbers have no gaps and links no forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_number = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_chain_once")]

    def __str__(self) -> str:
        return str(self.last_number)
