"""The books that tests keep: the usual accounts of a shop in yuan, and short ways to write lines."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from storecrew.conftest import Company
from storecrew.kernel.money.types import Money
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.beginning import UsualAccounts
from storecrew.shop.ledger.reads.balances import TrialBalanceQuery
from storecrew.shop.ledger.types import EntryDraft, LineDraft, Posted, credit, debit

DAY = date(2026, 3, 10)
NOW = datetime(2026, 4, 15, 4, 0, tzinfo=UTC)

type Post = Callable[..., Posted]


def yuan(amount: str) -> Money:
    """Return an amount of CNY."""
    return Money.of(amount, "CNY")


def dr(account: str, amount: str, currency: str = "CNY") -> LineDraft:
    """Return a line on the debit side."""
    return debit(account, Money.of(amount, currency))


def cr(account: str, amount: str, currency: str = "CNY") -> LineDraft:
    """Return a line on the credit side."""
    return credit(account, Money.of(amount, currency))


@pytest.fixture(scope="module")
def opened(lasting_company: Company) -> None:
    """Open the usual accounts, for all tests of a module."""
    actions.open_usual_accounts(lasting_company.finance, UsualAccounts())


@pytest.fixture
def books(opened: None, company: Company) -> Company:
    """Return the company with its usual accounts open."""
    return company


@pytest.fixture
def post(books: Company) -> Post:
    """Return a function that books lines: `post(dr("1020", "5"), cr("3010", "5"), on=…, key=…, text=…)`."""

    def posted(*lines: LineDraft, on: date = DAY, key: str = "", text: str = "Test", source: str = "") -> Posted:
        draft = EntryDraft(
            on=on, text=text, lines=lines, key=key or f"{text}:{on}:{len(lines)}:{lines[0]}"[:160], source=source
        )
        return actions.post(books.finance, draft)

    return posted


@pytest.fixture
def stands(books: Company) -> Callable[..., dict[str, str]]:
    """Return a function that tells what stands on the accounts: code → amount, minus on the credit side."""

    def told(at: date = date(2026, 12, 31), currency: str = "CNY") -> dict[str, str]:
        found = reads.trial_balance(books.finance, TrialBalanceQuery(at=at))
        return {
            row.code: str(Money(row.balance_minor, currency).amount)
            for row in found.rows
            if row.currency == currency and row.balance_minor
        }

    return told
