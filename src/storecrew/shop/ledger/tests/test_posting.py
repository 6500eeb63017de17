"""Booking: balanced or not at all, once by its key, final, in a chain without gaps."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.accounts import CloseAccount
from storecrew.shop.ledger.actions.beginning import OpeningBalances
from storecrew.shop.ledger.actions.posting import Entries, Reverse
from storecrew.shop.ledger.models import Balance, Chain, Entry, Line
from storecrew.shop.ledger.reads.entries import AboutQuery, OneEntry
from storecrew.shop.ledger.reads.verification import VerifyQuery
from storecrew.shop.ledger.tests.conftest import DAY, cr, dr
from storecrew.shop.ledger.types import EntryDraft, LineDraft


def draft(*lines, key="k", **more) -> EntryDraft:
    return EntryDraft(on=more.pop("on", DAY), text="Test", lines=lines, key=key, **more)


def test_an_entry_is_numbered_linked_and_added_up(post, books) -> None:
    first = post(dr("1020", "5"), cr("3010", "5"), key="one", source="order:12")
    second = post(dr("1010", "2"), cr("1020", "2"), key="two")
    assert (first.number, second.number, first.new) == (1, 2, True)
    one, two = Entry.objects.order_by("number")
    assert (one.previous_hash, two.previous_hash) == ("", one.hash)
    assert Chain.objects.get().last_hash == two.hash == second.hash
    bank = Balance.objects.get(account__code="1020")
    assert (bank.month, bank.debit_minor, bank.credit_minor, bank.lines) == (date(2026, 3, 1), 500, 200, 2)
    shown = reads.entry(books.finance, OneEntry(number=1))
    assert [(line.code, line.debit_minor, line.credit_minor) for line in shown.lines] == [
        ("1020", 500, 0),
        ("3010", 0, 500),
    ]
    assert [row.number for row in reads.about(books.director, AboutQuery(source="order:12")).items] == [1]


@pytest.mark.parametrize(
    ("lines", "field", "says"),
    [
        ((dr("1020", "5"), cr("3010", "4")), "lines", "1.00 more on the debit side"),
        ((dr("1020", "5"), cr("3010", "5", "USD")), "lines", "more on the debit side"),
        ((dr("1020", "4"), cr("3010", "5")), "lines", "1.00 more on the credit side"),
        ((dr("1020", "5"), cr("9999", "5")), "lines.1.account", "no account 9999"),
        ((dr("1000", "5"), cr("3010", "5")), "lines.0.account", "heading"),
        ((LineDraft(account="1020", currency="CNY"), cr("3010", "5")), "lines.0.debit_minor", "either debit or credit"),
        (
            (LineDraft(account="1020", currency="CNY", debit_minor=1, credit_minor=1), cr("3010", "5")),
            "lines.0.debit_minor",
            "either debit or credit",
        ),
        (
            (LineDraft(account="1020", currency="XQX", debit_minor=5), cr("3010", "5")),
            "lines.0.currency",
            "no currency",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_booked(books, lines, field, says) -> None:
    with pytest.raises(InvalidInput) as wrong:
        actions.post(books.finance, draft(*lines))
    assert says in wrong.value.fields[field]
    assert not Entry.objects.exists()
    assert not Line.objects.exists()
    assert not Balance.objects.exists()


def test_a_day_far_ahead_is_taken_for_a_typing_mistake(books) -> None:
    with pytest.raises(InvalidInput, match="more than a year ahead"):
        actions.post(
            books.finance, draft(dr("1020", "5"), cr("3010", "5"), on=timezone.now().date() + timedelta(days=400))
        )


def test_an_account_of_one_currency_takes_no_other(books) -> None:
    actions.open_account(
        books.finance,
        actions.accounts.OpenAccount(code="1021", name_en="Dollars", parent="1000", currency="USD"),
    )
    with pytest.raises(InvalidInput) as wrong:
        actions.post(books.finance, draft(dr("1021", "5"), cr("3010", "5")))
    assert "USD only" in wrong.value.fields["lines.0.currency"]


def test_a_closed_account_takes_nothing_more(books) -> None:
    actions.close_account(books.finance, CloseAccount(code="1010"))
    with pytest.raises(InvalidInput) as wrong:
        actions.post(books.finance, draft(dr("1010", "5"), cr("3010", "5")))
    assert "closed" in wrong.value.fields["lines.0.account"]


def test_the_same_posting_is_booked_once(post) -> None:
    first = post(dr("1020", "5"), cr("3010", "5"), key="payment:9:captured")
    again = post(dr("1020", "5"), cr("3010", "5"), key="payment:9:captured")
    assert (again.number, again.hash, again.new) == (first.number, first.hash, False)
    assert Entry.objects.count() == 1


def test_a_key_stands_for_one_content_only(post) -> None:
    post(dr("1020", "5"), cr("3010", "5"), key="k")
    with pytest.raises(Refused) as refused:
        post(dr("1020", "6"), cr("3010", "6"), key="k")
    assert refused.value.code == "ledger.key_reused"


@pytest.mark.parametrize("seat", ["director", "web", "analyst", "stranger"])
def test_only_finance_books(books, seat) -> None:
    with pytest.raises(Denied):
        actions.post(books.holding(seat), draft(dr("1020", "5"), cr("3010", "5")))


def test_many_are_booked_together_or_not_at_all(books) -> None:
    good = [draft(dr("1020", str(n)), cr("3010", str(n)), key=f"n{n}") for n in range(1, 6)]
    done = actions.post_many(books.finance, Entries(entries=(*good, good[0])))
    assert (done.first, done.last, done.new, done.known) == (1, 5, 5, 1)
    again = actions.post_many(
        books.finance, Entries(entries=(*good, draft(dr("1020", "9"), cr("3010", "9"), key="n9")))
    )
    assert (again.first, again.last, again.new, again.known) == (6, 6, 1, 5)
    bad = draft(dr("1020", "1"), cr("3010", "2"), key="bad")
    with pytest.raises(InvalidInput) as wrong:
        actions.post_many(books.finance, Entries(entries=(draft(dr("1020", "7"), cr("3010", "7"), key="n7"), bad)))
    assert "entries.1.lines" in wrong.value.fields
    assert Entry.objects.count() == 6
    with pytest.raises(Denied):
        actions.post_many(books.director, Entries(entries=tuple(good)))


def test_reversing_books_the_mirror_image_once(post, books, stands) -> None:
    post(dr("1020", "5"), cr("3010", "5"), source="order:3")
    done = actions.reverse(books.finance, Reverse(number=1, reason="booked twice"))
    again = actions.reverse(books.finance, Reverse(number=1, reason="another word"))
    assert (done.number, done.new, again.number, again.new) == (2, True, 2, False)
    assert stands() == {}
    mirror = reads.entry(books.finance, OneEntry(number=2))
    assert (mirror.reverses, mirror.source, mirror.on) == (1, "order:3", DAY)
    assert reads.entry(books.finance, OneEntry(number=1)).reversed_by == 2
    with pytest.raises(Refused) as refused:
        actions.reverse(books.finance, Reverse(number=2, reason="back again"))
    assert refused.value.code == "ledger.is_reversal"
    with pytest.raises(Missing):
        actions.reverse(books.finance, Reverse(number=99, reason="no such"))
    with pytest.raises(Denied):
        actions.reverse(books.director, Reverse(number=1, reason="may not"))


def test_opening_balances_are_balanced_by_their_own_account(books, stands) -> None:
    lines = (dr("1020", "900"), dr("1300", "300"), cr("2010", "200"), dr("1020", "50", "USD"))
    first = actions.open_balances(books.finance, OpeningBalances(on=date(2026, 1, 1), lines=lines))
    assert stands() == {"1020": "900.00", "1300": "300.00", "2010": "-200.00", "3900": "-1000.00"}
    assert stands(currency="USD") == {"1020": "50.00", "3900": "-50.00"}
    assert not actions.open_balances(books.finance, OpeningBalances(on=date(2026, 1, 1), lines=lines)).new
    assert first.new
    with pytest.raises(Denied):
        actions.open_balances(books.director, OpeningBalances(on=date(2026, 1, 1), lines=lines))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET text = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_line SET debit_minor = debit_minor + 1",
        "DELETE FROM ledger_line",
    ],
)
def test_the_database_refuses_to_change_what_was_booked(post, statement) -> None:
    post(dr("1020", "5"), cr("3010", "5"))
    with pytest.raises(IntegrityError, match="ledger_entry_final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("debit", "credit"), [(0, 0), (1, 1), (-1, 0), (0, -1)])
def test_the_database_keeps_a_line_on_one_side(post, debit, credit) -> None:
    post(dr("1020", "5"), cr("3010", "5"))
    line = Line(entry_id=1, place=7, account=Line.objects.first().account, on=DAY, currency="CNY")
    line.debit_minor, line.credit_minor = debit, credit
    with pytest.raises(IntegrityError, match="ledger_line_one_side"), transaction.atomic():
        line.save(force_insert=True)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no deferred triggers: the doctor proves it there"
)
def test_the_database_refuses_an_entry_that_is_not_balanced(post) -> None:
    post(dr("1020", "5"), cr("3010", "5"))
    line = Line(entry_id=1, place=7, account=Line.objects.first().account, on=DAY, currency="CNY", debit_minor=1)
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        line.save(force_insert=True)
        connection.check_constraints()


def test_what_is_written_past_the_ledger_is_found(post, books) -> None:
    post(dr("1020", "5"), cr("3010", "5"))
    assert reads.verify(books.director, VerifyQuery()).whole
    line = Line(entry_id=1, place=7, account=Line.objects.first().account, on=DAY, currency="CNY", debit_minor=1)
    line.save(force_insert=True)
    found = reads.verify(books.director, VerifyQuery())
    assert (found.whole, found.wrong_number) == (False, 1)
    assert "not balanced" in found.wrong
    if connection.vendor == "postgresql":
        transaction.set_rollback(True)
