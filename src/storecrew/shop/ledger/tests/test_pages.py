"""The pages of the books: for finance and the director, in both languages, with and without anything in them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.kernel.people.models import Person
from storecrew.shop.ledger.models import Entry, Period
from storecrew.shop.ledger.tests.conftest import cr, dr

EMPTY = ("", "accounts/new/", "journal/", "journal/new/", "journal/opening/", "balance/", "months/", "months/?prove=1")
FULL = (
    *EMPTY,
    "accounts/1020/",
    "accounts/1000/",
    "accounts/1010/",
    "journal/1/",
    "balance/?at=2026-03-10",
    "journal/?account=1020&way=hand&since=2026-01-01",
)


def visitor(actor, language: str = "en") -> Client:
    browser = Client(headers={"Accept-Language": language})
    browser.force_login(Person.objects.get(pk=actor.person_id))
    return browser


@pytest.fixture
def finance(books) -> Client:
    return visitor(books.finance)


@pytest.fixture
def booked(post, books) -> None:
    post(dr("1020", "100"), cr("3010", "100"), text="Capital", source="order:12")
    post(dr("1020", "7", "USD"), cr("4010", "7", "USD"), text="Dollars")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seat", ["finance", "director"])
def test_every_page_opens_when_nothing_is_there(company, seat, language) -> None:
    browser = visitor(company.holding(seat), language)
    for path in EMPTY:
        assert browser.get(f"/crew/ledger/{path}").status_code == 200, path


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seat", ["finance", "director"])
def test_every_page_opens_when_something_is_booked(books, booked, seat, language) -> None:
    browser = visitor(books.holding(seat), language)
    for path in FULL:
        assert browser.get(f"/crew/ledger/{path}").status_code == 200, path


@pytest.mark.parametrize("seat", ["marketing", "warehouse", "stranger"])
def test_nobody_else_sees_the_books(books, booked, seat) -> None:
    browser = visitor(books.holding(seat))
    for path in FULL:
        assert browser.get(f"/crew/ledger/{path}").status_code == 403, path
    assert Client().get("/crew/ledger/").status_code == 302


def test_a_director_looks_and_is_offered_nothing_to_change(books, booked) -> None:
    page = visitor(books.director).get("/crew/ledger/journal/1/").content.decode()
    assert "Take this entry back" not in page
    assert "Book by hand" not in visitor(books.director).get("/crew/ledger/journal/").content.decode()


@pytest.mark.parametrize("path", ["", "journal/", "balance/", "months/", "accounts/1020/", "journal/new/"])
def test_a_page_asks_no_more_when_there_is_more(finance, post, path) -> None:
    def asked() -> int:
        finance.get(f"/crew/ledger/{path}")
        with CaptureQueriesContext(connection) as questions:
            finance.get(f"/crew/ledger/{path}")
        return len(questions)

    post(dr("1020", "1"), cr("3010", "1"), on=date(2026, 3, 1))
    few = asked()
    for day in range(2, 25):
        post(dr("1020", "1"), dr("1300", "1"), cr("3010", "2"), on=date(2026, 3, day))
    assert asked() <= few


ROWS = {
    "account": ["5500", "1020", ""],
    "debit": ["3,000.00", "", ""],
    "credit": ["", "3000", ""],
    "currency": ["CNY", "CNY", "CNY"],
    "note": ["March", "", ""],
}


def test_an_entry_is_booked_by_hand_once_however_often_it_is_sent(finance) -> None:
    values = {"on": "2026-03-10", "text": "Rent", "once": "f1", **ROWS}
    assert finance.post("/crew/ledger/journal/new/", values)["Location"] == "/crew/ledger/journal/"
    assert finance.post("/crew/ledger/journal/new/", values).status_code == 303
    entry = Entry.objects.get()
    assert (entry.text, entry.key) == ("Rent", "hand:f1")
    assert [(line.debit_minor, line.credit_minor, line.note) for line in entry.lines.order_by("place")] == [
        (300000, 0, "March"),
        (0, 300000, ""),
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"credit": ["", "2999", ""]}, "more on the debit side"),
        ({"debit": ["abc", "", ""]}, "is not an amount"),
        ({"debit": ["1", "", ""], "credit": ["1", "3000", ""]}, "either debit or credit"),
        ({"account": ["", "1020", ""]}, "Choose an account"),
        ({"account": ["1000", "1020", ""]}, "heading"),
        ({"account": ["", "", ""], "debit": ["", "", ""], "credit": ["", "", ""]}, "at least two rows"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_there_and_nothing_typed_is_lost(finance, change, says) -> None:
    answer = finance.post(
        "/crew/ledger/journal/new/", {"on": "2026-03-10", "text": "Rent", "once": "x", **ROWS, **change}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'value="March"' in page
    assert not Entry.objects.exists()


def test_more_rows_come_without_javascript(finance) -> None:
    answer = finance.post("/crew/ledger/journal/new/", {"on": "2026-03-10", "text": "Rent", **ROWS, "more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('name="debit"') == 9
    assert 'value="3,000.00"' in page
    assert not Entry.objects.exists()


def test_opening_balances_need_not_be_equal(finance) -> None:
    values = {
        "on": "2026-01-01",
        "account": ["1020"],
        "debit": ["900"],
        "credit": [""],
        "currency": ["CNY"],
        "note": [""],
    }
    assert finance.post("/crew/ledger/journal/opening/", {**values, "once": "o"}).status_code == 303
    assert Entry.objects.get().lines.count() == 2


def test_an_entry_is_taken_back_from_its_page(finance, booked) -> None:
    finance.post("/crew/ledger/journal/1/reversal/", {"reason": "booked twice", "once": "r"})
    page = finance.get("/crew/ledger/journal/1/").content.decode()
    assert "/crew/ledger/journal/3/" in page
    assert "Take this entry back" not in page


def test_the_trial_balance_leads_to_the_rows_and_goes_out_as_a_file(finance, booked) -> None:
    page = finance.get("/crew/ledger/balance/?at=2026-03-10").content.decode()
    assert "/crew/ledger/accounts/1020/?currency=USD&amp;until=2026-03-10" in page
    file = b"".join(finance.get("/crew/ledger/balance/?at=2026-03-10&export=csv")).decode()
    assert "1020,Bank,CNY" in file
    rows = b"".join(finance.get("/crew/ledger/journal/?export=csv")).decode()
    assert "Capital" in rows
    assert (
        finance.get("/crew/ledger/accounts/1020/?currency=USD&until=2026-03-10").content.decode().count("Dollars") == 1
    )


def test_a_month_is_closed_and_only_the_owner_opens_it(books, finance, booked) -> None:
    assert finance.get("/crew/ledger/months/2026-03/lock/").status_code == 405
    finance.post("/crew/ledger/months/2026-03/lock/")
    assert Period.objects.get().locked_at
    assert "Every entry" not in finance.get("/crew/ledger/months/?prove=1").content.decode()
    assert "every seal fits" in finance.get("/crew/ledger/months/?prove=1").content.decode()
    reason = {"reason": "the accountant found a bill", "once": "u"}
    assert finance.post("/crew/ledger/months/2026-03/opening/", reason).status_code in {403, 422}
    assert Period.objects.get().locked_at
    assert finance.get("/crew/ledger/months/nonsense/opening/").status_code == 404
