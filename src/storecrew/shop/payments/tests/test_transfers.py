"""Transfers: noted from the statement, matched with their payments, never counted twice."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.money.types import Money
from storecrew.shop.payments import actions
from storecrew.shop.payments.models import Payment, Transfer
from storecrew.shop.payments.presenting import suggestions
from storecrew.shop.payments.tests.conftest import NOW, cny
from storecrew.shop.payments.types import Begun, State

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
type Start = Callable[..., Begun]


def _line(reference: str, minor: int = 10_000, text: str = "") -> actions.StatementLine:
    return actions.StatementLine(reference=reference, amount=cny(minor), on=date(2026, 3, 3), text=text, payer="王小姐")


@pytest.fixture
def payment(begin: Start) -> Payment:
    return Payment.objects.get(pk=begin(provider="transfer").payment_id)


def test_lines_are_noted_once(company: Company, payment: Payment) -> None:
    data = actions.NoteTransfers(lines=(_line("a"), _line("b"), _line("b")))
    assert actions.note_transfers(company.finance, data, now=LATER).noted == 2
    assert actions.note_transfers(company.finance, data, now=LATER).noted == 0
    assert Transfer.objects.count() == 2
    with pytest.raises(InvalidInput):
        actions.note_transfers(company.finance, actions.NoteTransfers(lines=(_line("c", 0),)), now=LATER)
    with pytest.raises(Denied):
        actions.note_transfers(company.service, data, now=LATER)


@pytest.mark.parametrize("written", ["{code}", "order {small} thanks", "lamp {bare}", "货款{code}谢谢"])
def test_a_code_and_its_amount_are_a_sure_suggestion(company: Company, payment: Payment, written: str) -> None:
    text = written.format(code=payment.code, small=payment.code.lower(), bare=payment.code.replace("-", ""))
    actions.note_transfers(company.finance, actions.NoteTransfers(lines=(_line("a", text=text),)), now=LATER)
    found = suggestions(list(Transfer.objects.all()))[0]
    assert (list(found.fits), found.sure) == ([payment], True)


def test_the_amount_alone_is_a_guess(company: Company, payment: Payment) -> None:
    lines = (_line("a", text="rent"), _line("b", 77, text="rent"))
    actions.note_transfers(company.finance, actions.NoteTransfers(lines=lines), now=LATER)
    guess, none = suggestions(list(Transfer.objects.order_by("reference")))
    assert (list(guess.fits), guess.sure) == ([payment], False)
    assert not none.fits


def test_a_matched_line_pays_and_is_never_counted_twice(company: Company, payment: Payment, begin: Start) -> None:
    actions.note_transfers(company.finance, actions.NoteTransfers(lines=(_line("a"),)), now=LATER)
    data = actions.MatchTransfer(payment_id=payment.pk, amount=cny(10_000), reference="a")
    for _twice in range(2):
        assert actions.match_transfer(company.finance, data, now=LATER).captured == cny(10_000)
    payment.refresh_from_db()
    assert (payment.state, payment.captured_minor) == (State.CAPTURED, 10_000)
    assert Transfer.objects.get().payment == payment
    other = begin(provider="transfer", payable="order:2")
    again = actions.MatchTransfer(payment_id=other.payment_id, amount=cny(10_000), reference="a")
    with pytest.raises(Refused):
        actions.match_transfer(company.finance, again, now=LATER)


def test_the_statement_decides_how_much_came(company: Company, payment: Payment) -> None:
    actions.note_transfers(company.finance, actions.NoteTransfers(lines=(_line("a"),)), now=LATER)
    for amount in (cny(9_000), Money(10_000, "USD"), cny(0)):
        with pytest.raises(InvalidInput):
            actions.match_transfer(
                company.finance,
                actions.MatchTransfer(payment_id=payment.pk, amount=amount, reference="a"),
                now=LATER,
            )


def test_two_transfers_add_up_and_another_sum_is_shown(company: Company, payment: Payment) -> None:
    def match(minor: int, reference: str) -> Payment:
        data = actions.MatchTransfer(payment_id=payment.pk, amount=cny(minor), reference=reference)
        actions.match_transfer(company.finance, data, now=LATER)
        return Payment.objects.get(pk=payment.pk)

    assert match(6_000, "a").trouble == "amount"
    whole = match(4_000, "b")
    assert (whole.trouble, whole.captured_minor) == ("", 10_000)
    assert match(100, "c").trouble == "amount"


def test_money_for_a_payment_that_was_given_up_counts_all_the_same(
    company: Company, payment: Payment, begin: Start
) -> None:
    begin(provider="cash", now=NOW + timedelta(minutes=5))
    payment.refresh_from_db()
    assert payment.state == State.VOIDED
    data = actions.MatchTransfer(payment_id=payment.pk, amount=cny(10_000), reference="a")
    assert actions.match_transfer(company.finance, data, now=LATER).state == State.CAPTURED


def test_a_line_is_set_aside_once_with_a_reason(company: Company, payment: Payment) -> None:
    actions.note_transfers(company.finance, actions.NoteTransfers(lines=(_line("a"),)), now=LATER)
    data = actions.SetAside(transfer_id=Transfer.objects.get().pk, reason="a loan")
    actions.set_aside(company.finance, data, now=LATER)
    with pytest.raises(Refused):
        actions.set_aside(company.finance, data, now=LATER)
    with pytest.raises(Refused):
        matched = actions.MatchTransfer(payment_id=payment.pk, amount=cny(10_000), reference="a")
        actions.match_transfer(company.finance, matched, now=LATER)
