"""What other rooms may hold of the ledger."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money

type Side = Literal["debit", "credit"]

MOST_MINOR = 10**15
"""The largest amount of a line in minor units: ten trillion yuan. Sums of many such lines still fit into 64 bits."""

# plain aliases: a `type` statement would hide the limits from the input's schema
Code = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]*$")]
Minor = Annotated[int, Field(ge=0, le=MOST_MINOR)]


class LineDraft(Input):
    """One side of an entry to be: exactly one of the two amounts is more than zero."""

    account: Code
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    debit_minor: Minor = 0
    credit_minor: Minor = 0
    note: Annotated[str, Field(max_length=200)] = ""


def debit(account: str, amount: Money, note: str = "") -> LineDraft:
    """Return a line on the debit side; a negative amount stands on the credit side."""
    return _line(account, amount.minor, amount.currency, note)


def credit(account: str, amount: Money, note: str = "") -> LineDraft:
    """Return a line on the credit side; a negative amount stands on the debit side."""
    return _line(account, -amount.minor, amount.currency, note)


def _line(account: str, minor: int, currency: str, note: str) -> LineDraft:
    return LineDraft(
        account=account, currency=currency, debit_minor=max(minor, 0), credit_minor=max(-minor, 0), note=note
    )


class EntryDraft(Input):
    """An entry to be. `key` names the posting for ever: posting it again answers with the entry that is there."""

    on: date
    text: Annotated[str, Field(min_length=1, max_length=300)]
    lines: Annotated[tuple[LineDraft, ...], Field(min_length=2, max_length=500)]
    key: Annotated[str, Field(min_length=1, max_length=160)]
    source: Annotated[str, Field(max_length=120)] = ""


class Posted(Output):
    """An entry that is booked. `new` is False where the same posting was there already."""

    number: int
    hash: str
    new: bool


class AccountView(Output):
    """An account as others see it."""

    account_id: int
    code: str
    name: str
    kind: str
    currency: str
    parent: str
    depth: int
    heading: bool
    purpose: str
    closed: bool


class LineView(Output):
    """A line of an entry."""

    account_id: int
    code: str
    account: str
    currency: str
    debit_minor: int
    credit_minor: int
    note: str

    @property
    def debit(self) -> Money | None:
        """Return the debit amount; None where the line stands on the other side."""
        return Money(self.debit_minor, self.currency) if self.debit_minor else None

    @property
    def credit(self) -> Money | None:
        """Return the credit amount; None where the line stands on the other side."""
        return Money(self.credit_minor, self.currency) if self.credit_minor else None


class EntryView(Output):
    """An entry with its lines, and how it hangs together with others."""

    number: int
    on: date
    text: str
    source: str
    key: str
    posted_at: datetime
    posted_by: str
    reverses: int | None
    reversed_by: int | None
    hash: str
    previous_hash: str
    locked: bool
    """Whether its month is closed."""
    lines: tuple[LineView, ...]


class BalanceRow(Output):
    """What stands on an account in one currency. `balance_minor` is debit minus credit."""

    account_id: int
    code: str
    account: str
    kind: str
    depth: int
    currency: str
    debit_minor: int
    credit_minor: int

    @property
    def balance_minor(self) -> int:
        """Return debit minus credit."""
        return self.debit_minor - self.credit_minor

    @property
    def debit_balance(self) -> Money | None:
        """Return what is more on the debit side; None where nothing is."""
        return Money(self.balance_minor, self.currency) if self.balance_minor > 0 else None

    @property
    def credit_balance(self) -> Money | None:
        """Return what is more on the credit side; None where nothing is."""
        return Money(-self.balance_minor, self.currency) if self.balance_minor < 0 else None


class CurrencyTotal(Output):
    """The sums of one currency over all accounts; equal, or the books are broken."""

    currency: str
    debit_minor: int
    credit_minor: int


class TrialBalance(Output):
    """What stands on every account at the end of a day. rows: by code, then currency; accounts without lines are left out."""

    at: date
    rows: tuple[BalanceRow, ...]
    totals: tuple[CurrencyTotal, ...]


class StatementRow(Output):
    """A line of an account, with what stood on the account after it (debit minus credit)."""

    line_id: int
    number: int
    on: date
    text: str
    source: str
    note: str
    debit_minor: int
    credit_minor: int
    balance_minor: int


class Statement(Output):
    """What happened on an account in one currency. rows: earliest first; `next` asks for more."""

    account: AccountView
    currency: str
    since: date | None
    until: date
    opening_minor: int
    closing_minor: int
    rows: tuple[StatementRow, ...]
    next: str | None


class Verified(Output):
    """Whether the books are what they were. `wrong` names the first entry or month that is not, and how."""

    entries: int
    head: str
    """Hash of the last entry; whoever keeps it elsewhere can prove later that nothing before it was changed."""
    whole: bool
    wrong: str = ""
    wrong_number: int | None = None


class PeriodView(Output):
    """A month of the books."""

    month: date
    entries: int
    totals: tuple[CurrencyTotal, ...]
    locked: bool
    locked_at: datetime | None
    locked_by: str
    digest: str
    over: bool
    """Whether the month has ended; only then can it be locked."""
    breaks: int
    """How often it was opened again."""
