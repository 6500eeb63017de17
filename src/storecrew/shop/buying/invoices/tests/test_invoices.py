"""Bills are laid beside what was ordered and what came; what differs is decided by who buys; money is booked."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.events.drain import drain
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import actions as orders
from storecrew.shop.buying import billable, reads
from storecrew.shop.buying.billable import Billable
from storecrew.shop.buying.conftest import NOW, TODAY, Buying, yuan
from storecrew.shop.buying.invoices import actions
from storecrew.shop.buying.invoices.matching import Limits, judge, number_key
from storecrew.shop.buying.invoices.models import InvoiceLine, SupplierInvoice
from storecrew.shop.buying.tests.test_receiving import balances


def here(buying: Buying, pieces: int = 12, came: int | None = None) -> int:
    po_id = buying.sent(("LAMP-OAT", pieces))
    buying.receive(po_id, ("LAMP-OAT", came or pieces, 0))
    return po_id


def accept(buying: Buying, invoice_id: int, note: str = "agreed on the telephone") -> actions.InvoiceId:
    data = actions.AcceptLines(invoice_id=invoice_id, note=note)
    return actions.accept_difference(buying.buyer, data, now=NOW)


def pay(buying: Buying, amount: Money, **what: int) -> actions.PaymentId:
    data = {"amount": amount, "paid_on": TODAY} | what
    return actions.record_payment(buying.company.finance, parse(actions.RecordPayment, data), now=NOW)


def test_a_bill_that_fits_is_to_be_paid_by_the_terms(buying: Buying) -> None:
    po_id = here(buying)
    made = buying.bill(po_id, ("LAMP-OAT", 12, 4000), total=yuan(54_240), tax=yuan(6240))
    invoice = SupplierInvoice.objects.get()
    assert (made.state, made.differs, invoice.due_on) == ("matched", 0, TODAY + timedelta(days=30))
    assert buying.view(po_id).state == "closed"
    sums = balances(buying)
    assert (sums["1300 CNY"], sums["1600 CNY"], sums["2010 CNY"]) == (48_000, 6240, -54_240)
    assert "2020 CNY" not in sums
    (owed,) = reads.owed(buying.supplier_id, NOW)
    assert (owed.billed, owed.unbilled, owed.deposits, owed.next_due) == (
        yuan(54_240),
        yuan(0),
        yuan(0),
        invoice.due_on,
    )


def test_more_than_came_waits_until_it_comes(buying: Buying) -> None:
    po_id = here(buying, 12, 8)
    made = buying.bill(po_id, ("LAMP-OAT", 12, 4000))
    line = InvoiceLine.objects.get()
    assert (made.state, made.differs, line.problem, line.expected) == ("differs", 1, "not_here", 8)
    buying.receive(po_id, ("LAMP-OAT", 4, 0))
    drain(NOW, outward=False)
    assert SupplierInvoice.objects.get().state == "matched"
    assert buying.view(po_id).state == "closed"


def test_a_dearer_piece_is_accepted_by_who_bought_it(buying: Buying) -> None:
    po_id = here(buying)
    made = buying.bill(po_id, ("LAMP-OAT", 12, 4500))
    assert (made.state, InvoiceLine.objects.get().problem) == ("differs", "dearer")
    data = actions.AcceptLines(invoice_id=made.invoice_id, note="fine")
    for who in (buying.company.finance, buying.company.analyst):
        with pytest.raises(Denied):
            actions.accept_difference(who, data, now=NOW)
    assert accept(buying, made.invoice_id).state == "matched"
    sums = balances(buying)
    assert (sums["5020 CNY"], sums["2010 CNY"], sums["1300 CNY"]) == (6000, -54_000, 48_000)
    (fact,) = reads.facts(buying.supplier_id, NOW, NOW + timedelta(days=1))
    assert (fact.agreed, fact.invoiced) == (yuan(4000), yuan(4500))
    with pytest.raises(Refused):
        accept(buying, made.invoice_id)


def test_a_little_dearer_passes(buying: Buying) -> None:
    assert buying.bill(here(buying), ("LAMP-OAT", 12, 4080)).state == "matched"
    actions.set_tolerance(
        buying.company.director, actions.SetTolerance(price_percent=0, line_minor=0, sum_minor=0), now=NOW
    )
    assert buying.bill(here(buying), ("LAMP-OAT", 12, 4001), number="FP-2").state == "differs"
    with pytest.raises(Denied):
        actions.set_tolerance(
            buying.company.finance, actions.SetTolerance(price_percent=9, line_minor=0, sum_minor=0), now=NOW
        )


def test_the_same_bill_is_caught_however_it_is_typed(buying: Buying) -> None:
    po_id = here(buying, 24)
    buying.bill(po_id, ("LAMP-OAT", 12, 4000), number="FP-001")
    with pytest.raises(InvalidInput, match="number"):
        buying.bill(po_id, ("LAMP-OAT", 12, 4000), number="fp 001")
    with pytest.raises(InvalidInput, match="same sum"):
        buying.bill(po_id, ("LAMP-OAT", 12, 4000), number="FP-002")
    assert buying.bill(po_id, ("LAMP-OAT", 12, 4000), number="FP-002", sure=True).state == "matched"


def test_lines_and_tax_have_to_add_up(buying: Buying) -> None:
    po_id = here(buying)
    with pytest.raises(InvalidInput, match="come to"):
        buying.bill(po_id, ("LAMP-OAT", 12, 4000), total=yuan(50_000))
    with pytest.raises(InvalidInput):
        buying.bill(po_id, ("LAMP-OAT", 12, 4000), supplier_id=buying.abroad_id)
    with pytest.raises(Denied):
        data = {"supplier_id": buying.supplier_id, "number": "1", "dated_on": TODAY, "total": yuan(1)}
        data |= {"lines": [{"unit": yuan(1)}]}
        actions.record_invoice(buying.company.service, parse(actions.RecordInvoice, data), now=NOW)


def test_what_nobody_ordered_waits_and_may_be_sent_back(buying: Buying) -> None:
    data = {"supplier_id": buying.supplier_id, "number": "X", "dated_on": TODAY, "total": yuan(900)}
    data |= {"lines": [{"unit": yuan(900), "title": "Pallets"}]}
    finance = buying.company.finance
    made = actions.record_invoice(finance, parse(actions.RecordInvoice, data), now=NOW)
    assert (made.state, InvoiceLine.objects.get().problem) == ("differs", "unknown")
    actions.reject(finance, actions.Reject(invoice_id=made.invoice_id, reason="we ordered none"), now=NOW)
    again = actions.record_invoice(finance, parse(actions.RecordInvoice, data), now=NOW)
    assert accept(buying, again.invoice_id, "pallets stay here").state == "matched"
    assert balances(buying) == {"2010 CNY": -900, "5020 CNY": 900}
    with pytest.raises(Refused):
        actions.reject(finance, actions.Reject(invoice_id=again.invoice_id, reason="late"), now=NOW)


def test_what_was_paid_ahead_is_taken_off(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    (owed,) = reads.owed(buying.supplier_id, NOW)
    assert owed.deposits == yuan(14_400)
    assert pay(buying, yuan(14_400), po_id=po_id).open == yuan(33_600)
    assert reads.owed(buying.supplier_id, NOW) == ()
    buying.receive(po_id, ("LAMP-OAT", 12, 0))
    made = buying.bill(po_id, ("LAMP-OAT", 12, 4000))
    with pytest.raises(InvalidInput):
        pay(buying, yuan(48_000), invoice_id=made.invoice_id)
    assert pay(buying, yuan(30_000), invoice_id=made.invoice_id).open == yuan(3600)
    pay(buying, yuan(3600), invoice_id=made.invoice_id)
    assert SupplierInvoice.objects.get().state == "paid"
    assert balances(buying) == {"1020 CNY": -48_000, "1300 CNY": 48_000}
    with pytest.raises(Refused):
        pay(buying, yuan(1), invoice_id=made.invoice_id)


def test_payments_are_for_one_thing_and_not_in_days_to_come(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    with pytest.raises(InvalidInput):
        pay(buying, yuan(1))
    with pytest.raises(InvalidInput):
        data = {"amount": yuan(1), "paid_on": TODAY + timedelta(days=1), "po_id": po_id}
        actions.record_payment(buying.company.finance, parse(actions.RecordPayment, data), now=NOW)
    with pytest.raises(InvalidInput):
        pay(buying, yuan(48_001), po_id=po_id)
    with pytest.raises(Denied):
        data = {"amount": yuan(1), "paid_on": TODAY, "po_id": po_id}
        actions.record_payment(buying.company.warehouse, parse(actions.RecordPayment, data), now=NOW)


def test_a_freight_bill_sets_what_the_goods_cost(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    data = {"po_id": po_id, "kind": "freight", "amount": yuan(1200)}
    cost = orders.add_cost(buying.buyer, parse(orders.AddCost, data), now=NOW)
    buying.receive(po_id, ("LAMP-OAT", 12, 0))
    assert buying.worth() == 49_200
    bill = {"supplier_id": buying.supplier_id, "number": "YD-7", "dated_on": TODAY, "total": yuan(1800)}
    bill |= {"lines": [{"unit": yuan(1800), "cost_id": cost.cost_id}]}
    made = actions.record_invoice(buying.company.finance, parse(actions.RecordInvoice, bill), now=NOW)
    assert made.state == "differs"
    accept(buying, made.invoice_id)
    assert buying.worth() == 49_800
    sums = balances(buying)
    assert (sums["1300 CNY"], sums["2020 CNY"], sums["2010 CNY"]) == (49_800, -48_000, -1800)


def test_what_other_rooms_know_is_matched_and_told(buying: Buying, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, int] = {}
    rows = [Billable("line:7", "Oat lamp, DS-1", "ZS-1", 2, yuan(4000), NOW)]
    source = (lambda supplier_id: rows, lambda run, billed: told.update(billed))
    monkeypatch.setattr(billable, "_sources", {"dropships": source})
    assert reads.owed(buying.supplier_id, NOW)[0].unbilled == yuan(8000)
    bill = {"supplier_id": buying.supplier_id, "number": "DS", "dated_on": TODAY, "total": yuan(8000)}
    bill |= {"lines": [{"unit": yuan(4000), "quantity": 2, "source": "dropships", "reference": "line:7"}]}
    made = actions.record_invoice(buying.company.finance, parse(actions.RecordInvoice, bill), now=NOW)
    assert (made.state, told) == ("matched", {"line:7": 2})
    assert balances(buying) == {"2010 CNY": -8000, "2020 CNY": 8000}


def test_a_bill_in_foreign_money_leaves_no_rest(buying: Buying) -> None:
    po_id = buying.make(("MUG", 40), supplier_id=buying.abroad_id)
    buying.send(po_id, way="person")
    buying.receive(po_id, ("MUG", 40, 0))
    made = buying.bill(po_id, ("MUG", 40, 250))
    pay(buying, Money(10_000, "EUR"), invoice_id=made.invoice_id)
    sums = balances(buying)
    assert (sums["1020 EUR"], sums["1300 CNY"]) == (-10_000, 80_000)
    assert not any(name.startswith("20") for name in sums)


@settings(max_examples=examples(40), deadline=None)
@given(
    quantity=st.integers(1, 500),
    unit=st.integers(0, 10**6),
    here=st.integers(-5, 600),
    agreed=st.integers(0, 10**6),
    percent=st.integers(0, 20),
)
def test_what_passes_is_here_and_within_the_limits(
    quantity: int, unit: int, here: int, agreed: int, percent: int
) -> None:
    verdict = judge(quantity, unit, here=here, agreed_minor=agreed, limits=Limits(percent, 5000))
    assert 0 <= verdict.expected <= quantity
    if not verdict.problem:
        assert quantity <= here
        assert abs(unit - agreed) * 100 <= percent * agreed
        assert abs(unit - agreed) * quantity <= 5000


def test_numbers_are_the_same_however_they_are_set() -> None:
    assert number_key("INV 2026-001/A") == number_key("inv2026001a")
