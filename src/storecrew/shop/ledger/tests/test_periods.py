"""Months are closed in order and sealed; only the owner opens one again, with a reason that stays."""

from datetime import date

import pytest
from django.db import connection

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.periods import LockPeriod, UnlockPeriod
from storecrew.shop.ledger.actions.posting import Reverse
from storecrew.shop.ledger.models import Balance, Seal
from storecrew.shop.ledger.reads.periods import PeriodsQuery
from storecrew.shop.ledger.reads.verification import VerifyQuery
from storecrew.shop.ledger.tests.conftest import NOW, cr, dr

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)


@pytest.fixture
def months(post, books):
    """Return the company with an entry in each of three months."""
    for day in (JANUARY, FEBRUARY, MARCH):
        post(dr("1020", "5"), cr("3010", "5"), on=day)
    return books


def close(books, day):
    return actions.lock_period(books.finance, LockPeriod(month=day))


def test_nothing_is_booked_in_a_closed_month_or_before_it(months, post) -> None:
    close(months, JANUARY)
    for day in (JANUARY, date(2025, 12, 31)):
        with pytest.raises(Refused) as refused:
            post(dr("1020", "1"), cr("3010", "1"), on=day, key="late")
        assert refused.value.code == "ledger.locked"
    assert post(dr("1020", "1"), cr("3010", "1"), on=FEBRUARY, key="in time").new


def test_what_was_booked_in_a_closed_month_is_reversed_today(months) -> None:
    close(months, JANUARY)
    done = actions.reverse(months.finance, Reverse(number=1, reason="was wrong"))
    assert reads.entry(months.finance, reads.entries.OneEntry(number=done.number)).on > date(2026, 1, 31)
    with pytest.raises(Refused):
        actions.reverse(months.finance, Reverse(number=2, reason="was wrong", on=JANUARY))


def test_the_same_posting_again_is_answered_in_a_closed_month_too(months, post) -> None:
    close(months, JANUARY)
    assert not post(dr("1020", "5"), cr("3010", "5"), on=JANUARY).new


def test_months_are_closed_in_order_and_only_when_they_are_over(months) -> None:
    with pytest.raises(Refused) as refused:
        close(months, FEBRUARY)
    assert refused.value.code == "ledger.earlier_open"
    with pytest.raises(Refused) as refused:
        close(months, date(2100, 1, 1))
    assert refused.value.code == "ledger.not_over"
    with pytest.raises(Refused) as refused:
        close(months, date(2025, 6, 1))
    assert refused.value.code == "ledger.nothing_booked"
    first = close(months, JANUARY)
    assert close(months, JANUARY).digest == first.digest
    assert close(months, FEBRUARY).digest != first.digest
    with pytest.raises(Denied):
        actions.lock_period(months.director, LockPeriod(month=MARCH))


def test_only_the_owner_opens_a_month_and_the_broken_seal_stays(months) -> None:
    close(months, JANUARY)
    close(months, FEBRUARY)
    data = UnlockPeriod(month=JANUARY, reason="the accountant found a bill")
    with pytest.raises(Denied):
        actions.unlock_period(months.finance, data)
    with pytest.raises(Refused) as refused:
        actions.unlock_period(months.founder, data)
    assert refused.value.code == "ledger.later_locked"
    with pytest.raises(InvalidInput):
        parse(UnlockPeriod, {"month": "2026-02-01", "reason": "no"})
    opened = actions.unlock_period(months.founder, UnlockPeriod(month=FEBRUARY, reason="the accountant found a bill"))
    assert opened.digest == ""
    assert actions.unlock_period(months.founder, UnlockPeriod(month=FEBRUARY, reason="the same once more")).digest == ""
    broken = Seal.objects.exclude(broken_at=None).get()
    assert broken.reason == "the accountant found a bill"
    rows = {row.month: row for row in reads.periods(months.director, PeriodsQuery(), now=NOW).items}
    february = rows[date(2026, 2, 1)]
    assert (february.locked, february.breaks, february.entries, february.over) == (False, 1, 1, True)
    assert rows[date(2026, 1, 1)].locked
    assert not rows[date(2026, 4, 1)].over
    close(months, FEBRUARY)
    assert reads.verify(months.finance, VerifyQuery()).whole


def test_a_month_changed_past_the_ledger_breaks_its_seal(months) -> None:
    close(months, JANUARY)
    Seal.objects.update(digest="0" * 64)
    found = reads.verify(months.director, VerifyQuery())
    assert (found.whole, found.entries) == (False, 3)
    assert "January 2026" in found.wrong


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one database is enough to drop the triggers by hand")
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE ledger_entry SET text = 'nicer' WHERE number = 2", "Entry 2 is not what was booked"),
        ("UPDATE ledger_entry SET \"on\" = '2026-02-16' WHERE number = 2", "Entry 2 is not what was booked"),
        ("UPDATE ledger_line SET debit_minor = debit_minor * 2 WHERE entry_id = 2 AND debit_minor > 0", "not balanced"),
        ("UPDATE ledger_line SET note = 'x' WHERE entry_id = 2", "Entry 2 is not what was booked"),
        ("UPDATE ledger_line SET \"on\" = '2026-02-16' WHERE entry_id = 2", "Entry 2 is not what was booked"),
        (
            "DELETE FROM ledger_line WHERE entry_id = 3; DELETE FROM ledger_entry WHERE number = 3",
            "last entries are missing",
        ),
        ("DELETE FROM ledger_line WHERE entry_id = 1; DELETE FROM ledger_entry WHERE number = 1", "Entry 1 is missing"),
    ],
)
def test_whoever_changes_the_books_past_the_database_is_found_out(months, statement, says) -> None:
    with connection.cursor() as cursor:
        for table in ("entry", "line"):
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER ledger_{table}_no_{act}")
        for part in statement.split(";"):
            cursor.execute(part)
    found = reads.verify(months.director, VerifyQuery())
    assert not found.whole
    assert says in found.wrong
    report = next(report for report in health.examine(NOW) if report.name == "ledger.chain")
    assert report.level == Level.BAD


def test_the_doctor_proves_the_running_totals(months) -> None:
    def report():
        return next(report for report in health.examine(NOW) if report.name == "ledger.balances")

    assert report().level == Level.GOOD
    Balance.objects.filter(account__code="1020", month=date(2026, 2, 1)).update(debit_minor=501)
    found = report()
    assert found.level == Level.BAD
    assert "1020" in found.findings[0].message
