"""Suppliers answer as ordered, or otherwise; somebody decides about what is otherwise. Every answer is kept."""

from datetime import date

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.types import nobody, outsider
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import actions, reads
from storecrew.shop.buying.conftest import NOW, Buying, yuan
from storecrew.shop.buying.models import Answer

WANTED, EARLY, LATE = date(2026, 12, 15), date(2026, 12, 12), date(2026, 12, 28)


def test_the_supplier_confirms_with_a_day(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), wanted_on=WANTED)
    buying.answer(po_id, by=buying.supplier, on=EARLY, note="好的")
    view = buying.view(po_id)
    assert (view.state, view.acked_at, view.promised_on, view.differs) == ("acknowledged", NOW, EARLY, False)
    answer = Answer.objects.get(kind="acknowledged")
    assert (answer.actor, answer.way, answer.text) == (f"supplier:{buying.supplier_id}", "portal", "好的")
    (arrival,) = reads.arrivals(NOW)
    assert (arrival.on, arrival.pieces, arrival.late) == (EARLY, 12, False)


def test_nobody_else_answers_for_them(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    for who in (outsider(f"supplier:{buying.abroad_id}"), outsider("customer:1"), nobody(), buying.company.stranger):
        with pytest.raises(Denied):
            buying.answer(po_id, by=who)
    with pytest.raises(Denied):
        buying.answer(po_id, by=buying.company.marketing)
    assert buying.view(po_id).state == "sent"


def test_fewer_pieces_are_no_longer_awaited_and_wait_for_a_word(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    buying.answer(po_id, said={"LAMP-OAT": {"quantity": 8, "cost": yuan(4200)}})
    line = buying.line(po_id, "LAMP-OAT")
    assert (line.said_quantity, line.said_cost, line.quantity) == (8, yuan(4200), 12)
    assert (buying.incoming("LAMP-OAT"), buying.incoming("LAMP-INK")) == (8, 6)
    actions.accept_difference(buying.buyer, actions.AcceptDifference(po_id=po_id, accept=True), now=NOW)
    line = buying.line(po_id, "LAMP-OAT")
    assert (line.quantity, line.cost, line.asked, line.ordered) == (8, yuan(4200), yuan(4000), 12)
    assert not buying.view(po_id).differs
    with pytest.raises(Refused):
        actions.accept_difference(buying.buyer, actions.AcceptDifference(po_id=po_id, accept=True), now=NOW)


def test_a_declined_answer_is_asked_about_again(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), wanted_on=WANTED)
    buying.answer(po_id, said={"LAMP-OAT": {"cost": yuan(9900)}})
    refuse = actions.AcceptDifference(po_id=po_id, accept=False, note="As agreed, or not at all.")
    with pytest.raises(Denied):
        actions.accept_difference(buying.company.finance, refuse, now=NOW)
    actions.accept_difference(buying.buyer, refuse, now=NOW)
    view = buying.view(po_id)
    assert (view.state, view.acked_at, view.lines[0].cost) == ("sent", None, yuan(4000))
    assert [one.kind for one in Answer.objects.order_by("pk")] == ["sent", "acknowledged", "declined"]


def test_a_later_day_counts_at_once_and_the_first_day_stays_for_the_score(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), wanted_on=WANTED)
    buying.answer(po_id, on=EARLY)
    buying.answer(po_id, on=LATE)
    view = buying.view(po_id)
    assert (view.promised_on, view.differs, view.lines[0].said_on) == (LATE, True, LATE)
    actions.accept_difference(buying.buyer, actions.AcceptDifference(po_id=po_id, accept=True), now=NOW)
    assert not buying.view(po_id).differs
    (fact,) = reads.facts(buying.supplier_id, NOW, NOW.replace(year=2027))
    assert (fact.promised, fact.wanted, fact.received_at) == (EARLY, 12, None)


def test_wrong_answers_are_refused(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    with pytest.raises(InvalidInput):
        buying.answer(po_id, said={"LAMP-OAT": {"cost": Money(1, "USD")}})
    with pytest.raises(InvalidInput):
        data = parse(actions.AcknowledgePO, {"po_id": po_id, "lines": [{"line_id": 0, "quantity": 1}]})
        actions.acknowledge(buying.supplier, data, now=NOW)
    draft = buying.make(("LAMP-INK", 6))
    with pytest.raises(Refused):
        buying.answer(draft)
