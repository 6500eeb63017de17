"""What buyers are told, what the past looks like, what reasons say, what the law asks."""

import pytest
from django.db.models import Q

from storecrew.conftest import Company
from storecrew.kernel.events.drain import drain
from storecrew.kernel.mail.models import Message
from storecrew.shop.customers import privacy
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.tests.conftest import ROOMS_ABOVE
from storecrew.shop.returns import actions, demo, reads
from storecrew.shop.returns.health import money_is_what_payments_say, pieces_came_once
from storecrew.shop.returns.models import Kind, Return, State
from storecrew.shop.returns.reads.reasons import wilson
from storecrew.shop.returns.ruling import LETTERS, defaults, hints
from storecrew.shop.returns.tests.conftest import LATER, NOW, Desk

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    return list(Message.objects.filter(Q(key__startswith="returns.")).order_by("pk").values_list("key", flat=True))


def test_a_buyer_hears_of_each_step_once_in_their_language(desk: Desk) -> None:
    row = desk.receive(desk.approved(desk.piece(1)))
    desk.refund(row)
    for _ in range(2):
        drain(LATER)
    assert letters() == [
        f"returns.approved:{row.pk}",
        f"returns.received:{row.pk}-1",
        f"returns.refunded:{row.pk}-1",
    ]
    letter = Message.objects.get(key=f"returns.approved:{row.pk}")
    assert letter.to == desk.order.email
    assert row.number in letter.title
    assert f"/order/{desk.token}/return/{row.pk}/" in letter.text


def test_a_declined_buyer_reads_why_and_a_store_may_be_silent(desk: Desk) -> None:
    first = desk.ask(desk.piece(1))
    no = actions.DeclineIt(return_id=first.pk, reason="other", words="100 % worn")
    actions.decline(desk.company.service, no, now=LATER)
    drain(LATER)
    assert "100 % worn" in Message.objects.get(key=f"returns.declined:{first.pk}").text
    quiet = actions.Rules(window_days=14, claim_days=730, send_days=14, letters=())
    actions.set_policy(desk.company.director, quiet, now=LATER)
    desk.approved(desk.piece(1))
    drain(LATER)
    assert len(letters()) == 1


def test_past_returns_are_written_once_and_the_doctor_agrees(desk: Desk) -> None:
    line = desk.line_ids[0]
    back = orders.RecordReturned(
        order_id=desk.order.pk, document="return:d1", lines=(orders.Moved(line_id=line, quantity=1),)
    )
    orders.record_returned(ROOMS_ABOVE, back, now=LATER)
    past = demo.PastReturn(
        order_id=desk.order.pk,
        lines=((line, 1, demo.Reason.DAMAGED, demo.Disposition.DESTROY),),
        requested_at=NOW,
        received_at=LATER,
        refunded_minor=10000,
        document="return:d1",
    )
    assert demo.write_many([past], by="person:1") == 1
    assert demo.write_many([past], by="person:1") == 0
    row = Return.objects.get()
    assert (row.kind, row.state, row.refunds.get().total_minor) == (Kind.CLAIM, State.CLOSED, 10000)
    for check in (pieces_came_once, money_is_what_payments_say):
        assert [one.level for one in check(LATER)] == ["good"], check
    offer = reads.offers(desk.company.nobody, reads.OwnQuery(token=desk.token), now=LATER).lines[0]
    assert offer.left == 1


def test_reasons_say_nothing_of_a_few_pieces(desk: Desk) -> None:
    desk.ask(desk.piece(2, "damaged"))
    found = reads.reasons(desk.company.analyst, reads.ReasonsQuery(), now=LATER)
    assert (found.sent, found.returned, found.enough, found.share) == (5, 2, False, None)
    assert [(one.reason, one.pieces, one.share) for one in found.items] == [("damaged", 2, None)]


def test_wilsons_interval_is_the_textbooks() -> None:
    low, high = wilson(10, 100)  # Newcombe, Statistics in Medicine 17 (1998): 0.0552 to 0.1744
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)


@pytest.mark.parametrize(
    ("country", "change", "broken"),
    [
        ("CN", {"window_days": 6}, 1),
        ("CN", {"window_days": 7}, 0),
        ("DE", {"window_days": 7}, 1),
        ("DE", {"claim_days": 365}, 1),
        ("US", {"window_days": 0}, 0),
    ],
)
def test_a_policy_below_the_law_says_so(country: str, change: dict[str, int], broken: int) -> None:
    policy = defaults()
    for name, value in change.items():
        setattr(policy, name, value)
    told = list(hints(policy, {country}))
    assert sum(one.broken for one in told) == broken
    assert all(one.law and one.source for one in told)
    assert set(policy.letters) == set(LETTERS)


def test_a_forgotten_buyers_words_go_and_the_history_of_the_goods_stays(company: Company, desk: Desk) -> None:
    row = desk.ask(desk.piece(1), words="私事")
    part = next(one for one in privacy.parts() if one.name == "returns")
    assert row.customer_id is not None
    assert part.export([row.customer_id])[0]["words"] == "私事"
    assert part.forget is not None
    part.forget([row.customer_id], LATER)
    row = desk.fresh(row)
    assert (row.words, row.customer_id, row.lines.count()) == ("", None, 1)
