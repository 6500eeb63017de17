"""What a supplier is owed: booked once whatever is missing, billed at most once, and nobody's address stays for ever."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.mail.models import Message
from storecrew.kernel.money.types import Money
from storecrew.kernel.people.models import Tenure
from storecrew.shop.buying import billable
from storecrew.shop.dropships import actions, buyers, handing_over, jobs, portal, reads
from storecrew.shop.dropships.handlers import planner
from storecrew.shop.dropships.models import DropParcel, DropPiece
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.dropships.tests.test_answering import balance
from storecrew.shop.dropships.tests.test_planning import mail_to
from storecrew.shop.ledger import actions as ledger
from storecrew.shop.ledger.actions.beginning import UsualAccounts, open_usual_accounts
from storecrew.shop.ledger.actions.periods import LockPeriod
from storecrew.shop.orders.tests.making import Want

NEXT_MONTH = NOW + timedelta(days=9)


def book(trade: Trade) -> actions.Booked:
    data = actions.Book(drop_parcel_id=DropParcel.objects.get().pk)
    return actions.book(trade.company.finance, data, now=NOW)


def test_without_accounts_it_waits_and_the_clock_books_it_once(trade: Trade) -> None:
    trade.ship(trade.asked())
    trade.settle()
    assert DropParcel.objects.get().entry is None
    open_usual_accounts(trade.company.finance, UsualAccounts(), now=NOW)
    for _twice in range(2):
        jobs.book_all(NOW)
    assert (DropParcel.objects.get().entry is not None, balance(trade, "2020")) == (True, -4000)
    assert book(trade).entry == DropParcel.objects.get().entry


def test_what_nobody_knows_the_cost_of_is_booked_when_it_is_told(trade: Trade, books: None) -> None:
    row = trade.asked()
    row.lines.update(unit_minor=None)
    trade.ship(row)
    trade.settle()
    assert (book(trade).entry, reads.owed(trade.near.supplier_id).unpriced) == (None, 1)
    line = row.lines.get()
    costs = {"dropship_id": row.pk, "lines": [{"line_id": line.pk, "cost": Money(3900, "CNY")}]}
    wrong = {"dropship_id": row.pk, "lines": [{"line_id": line.pk, "cost": Money(3900, "USD")}]}
    with pytest.raises(InvalidInput):
        actions.set_costs(trade.crew, actions.SetCosts.model_validate(wrong), now=NOW)
    with pytest.raises(Denied):
        actions.set_costs(trade.company.service, actions.SetCosts.model_validate(costs), now=NOW)
    actions.set_costs(trade.crew, actions.SetCosts.model_validate(costs), now=NOW)
    assert book(trade).entry is not None
    assert balance(trade, "5010") == 3900
    with pytest.raises(Refused):
        actions.set_costs(trade.crew, actions.SetCosts.model_validate(costs), now=NOW)


def test_in_a_closed_month_it_is_booked_today(trade: Trade, books: None) -> None:
    trade.ship(trade.asked())
    trade.settle()
    late = trade.ship(trade.asked(), "SF1316582044885")
    with pytest.raises(Denied):
        actions.book(trade.crew, actions.Book(drop_parcel_id=late.drop_parcel_id), now=NOW)
    ledger.lock_period(trade.company.finance, LockPeriod(month=NOW.date().replace(day=1)), now=NEXT_MONTH)
    trade.settle(NEXT_MONTH)
    assert DropParcel.objects.get(pk=late.drop_parcel_id).entry is not None


@pytest.fixture
def run(trade: Trade) -> Run:
    """Return a run of some other room's action."""
    return Run(actions.book, planner("test"), NOW, "uid", "", dry=False)


def test_a_bill_takes_off_what_may_be_billed_and_never_more(trade: Trade, run: Run) -> None:
    trade.ship(trade.asked(Want(trade.lamp, 3)))
    (line,) = billable.of_supplier(trade.near.supplier_id)["dropships"]
    assert (line.quantity, line.cost, line.subject.startswith("dropship:")) == (3, Money(4000, "CNY"), True)
    billable.settle(run, "dropships", {line.reference: 2})
    (left,) = billable.of_supplier(trade.near.supplier_id)["dropships"]
    assert (left.quantity, [one.minor for one in reads.owed(trade.near.supplier_id).amounts]) == (1, [4000])
    with pytest.raises(Refused):
        billable.settle(run, "dropships", {line.reference: 2})
    billable.settle(run, "dropships", {line.reference: 1})
    assert billable.of_supplier(trade.near.supplier_id) == {}
    billable.settle(run, "dropships", {line.reference: -1})  # the bill was taken back
    assert DropPiece.objects.get().billed == 2


@pytest.fixture
def served() -> Iterator[None]:
    """Let some front serve suppliers."""
    before = list(portal._opens)
    portal.link(lambda supplier_id, contact_id, what: f"https://shop.example/s/{supplier_id}/{contact_id}/{what}")
    yield
    portal._opens[:] = before


def test_letters_hold_the_link_of_the_front_that_serves_suppliers(trade: Trade, served: None) -> None:
    mail_to(trade, trade.near.supplier_id)
    trade.plan(trade.order())
    letter = Message.objects.get(subject__startswith="dropship:")
    assert f"https://shop.example/s/{trade.near.supplier_id}/" in letter.text
    assert letter.subject in letter.text


def test_who_is_forgotten_is_forgotten_in_letters_to_suppliers(trade: Trade) -> None:
    mail_to(trade, trade.near.supplier_id)
    order = trade.order()
    trade.plan(order)
    assert order.customer_id is not None
    assert "陈小鱼" in Message.objects.get(subject__startswith="dropship:").text
    assert [one["number"] for one in buyers.export([order.customer_id])]
    assert (buyers.forget([order.customer_id], NOW), buyers.forget([order.customer_id], NOW)) == (1, 0)
    letter = Message.objects.get(subject__startswith="dropship:")
    assert (letter.text, letter.html, letter.to) == ("", "", "orders@near.example")


def test_whoever_takes_over_the_warehouse_gets_what_is_late_by_number(trade: Trade) -> None:
    row, _later = trade.asked(), trade.asked(Want(trade.cup))
    refusal = actions.Refuse(dropship_id=row.pk)
    actions.refuse(trade.near.actor, refusal, now=NOW)
    tenure = Tenure.objects.filter(seat="warehouse").latest("pk")
    section = handing_over.open_ones(tenure, NOW)
    assert section is not None
    assert [item.subject for item in section.items] == [row.subject, ""]
    assert handing_over.open_ones(Tenure.objects.filter(seat="web").latest("pk"), NOW) is None
