"""What stands on the accounts: at any day, below any heading, line by line, and always both sides alike."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import Denied, Missing
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.money.types import Money
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.posting import Entries, Reverse
from storecrew.shop.ledger.models import Entry
from storecrew.shop.ledger.reads.balances import BalancesQuery, TrialBalanceQuery
from storecrew.shop.ledger.reads.statement import StatementQuery
from storecrew.shop.ledger.reads.verification import VerifyQuery
from storecrew.shop.ledger.tests.conftest import NOW, cr, dr
from storecrew.shop.ledger.types import EntryDraft, LineDraft, credit, debit


def test_a_trial_balance_is_taken_at_the_end_of_any_day(post, stands) -> None:
    post(dr("1020", "5"), cr("3010", "5"), on=date(2026, 2, 28))
    post(dr("1020", "7"), cr("3010", "7"), on=date(2026, 3, 10))
    post(dr("1020", "9"), cr("3010", "9"), on=date(2026, 3, 31))
    assert [stands(at=day).get("1020") for day in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 9))] == [
        None,
        "5.00",
        "5.00",
    ]
    assert [stands(at=date(2026, 3, day))["1020"] for day in (10, 30, 31)] == ["12.00", "12.00", "21.00"]


def test_each_currency_is_added_up_by_itself(post, books) -> None:
    post(dr("1020", "5"), cr("3010", "5"))
    post(dr("1020", "3", "USD"), cr("3010", "3", "USD"))
    found = reads.trial_balance(books.director, TrialBalanceQuery(at=date(2026, 12, 31)))
    assert [(one.currency, one.debit_minor, one.credit_minor) for one in found.totals] == [
        ("CNY", 500, 500),
        ("USD", 300, 300),
    ]
    with pytest.raises(Denied):
        reads.trial_balance(books.marketing, TrialBalanceQuery())


def test_what_stands_below_a_heading(post, books) -> None:
    post(dr("1020", "5"), cr("3010", "5"))
    post(dr("1300", "2"), cr("1020", "2"))
    found = reads.balances(books.finance, BalancesQuery(account="1000", at=date(2026, 12, 31)))
    assert [(row.code, row.balance_minor) for row in found.rows] == [("1020", 300), ("1300", 200)]
    with pytest.raises(Missing):
        reads.balances(books.finance, BalancesQuery(account="7777"))


def test_a_statement_goes_on_where_a_part_of_it_ended(post, books) -> None:
    for day in range(1, 8):
        post(dr("1020", str(day)), cr("3010", str(day)), on=date(2026, 3, day))
    query = StatementQuery(account="1020", since=date(2026, 3, 3), until=date(2026, 3, 6), limit=3)
    first = reads.account_statement(books.director, query)
    assert (first.opening_minor, first.closing_minor) == (300, 2100)
    assert [row.balance_minor for row in first.rows] == [600, 1000, 1500]
    rest = reads.account_statement(books.director, query.model_copy(update={"cursor": first.next}))
    assert ([row.balance_minor for row in rest.rows], rest.next) == ([2100], None)


_ACCOUNTS = ("1020", "1300", "2010", "3010", "4010", "5010")
_amounts = st.integers(min_value=1, max_value=10**12)
_days = st.integers(min_value=0, max_value=120).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


@st.composite
def _balanced(draw) -> tuple[LineDraft, ...]:
    lines: list[LineDraft] = []
    for currency in draw(st.lists(st.sampled_from(["CNY", "USD", "JPY"]), min_size=1, max_size=2, unique=True)):
        sums = draw(st.lists(_amounts, min_size=1, max_size=3))
        lines += [debit(draw(st.sampled_from(_ACCOUNTS)), Money(minor, currency)) for minor in sums]
        lines.append(credit(draw(st.sampled_from(_ACCOUNTS)), Money(sum(sums), currency)))
    return tuple(draw(st.permutations(lines)))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_booked_the_books_balance_and_prove_themselves(books, data) -> None:
    start = Entry.objects.count()
    booked = data.draw(st.lists(st.tuples(_days, _balanced()), min_size=1, max_size=8))
    drafts = tuple(
        EntryDraft(on=on, text="Any", lines=lines, key=f"any:{start + place}")
        for place, (on, lines) in enumerate(booked)
    )
    actions.post_many(books.finance, Entries(entries=drafts))
    taken_back = data.draw(st.sets(st.integers(min_value=start + 1, max_value=start + len(drafts))))
    for number in taken_back:
        actions.reverse(books.finance, Reverse(number=number, reason="taken back"))

    at = data.draw(_days)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for entry in Entry.objects.filter(on__lte=at).prefetch_related("lines__account"):
        for line in entry.lines.all():
            sums[line.account.code, line.currency] += line.debit_minor - line.credit_minor
    found = reads.trial_balance(books.finance, TrialBalanceQuery(at=at))
    assert {(row.code, row.currency): row.balance_minor for row in found.rows} == dict(sums)
    assert all(total.debit_minor == total.credit_minor for total in found.totals)
    assert reads.verify(books.finance, VerifyQuery()).whole
    reports = {report.name: report.level for report in health.examine(NOW) if report.name.startswith("ledger.")}
    assert reports == {"ledger.chain": Level.GOOD, "ledger.balances": Level.GOOD}
