"""A buyer asks: only for what was sent, is not spoken for and may still come back; the policy may say yes at once."""

from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.events.models import Event
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.returns import actions, reads
from storecrew.shop.returns.models import Kind, Return, State
from storecrew.shop.returns.tests.conftest import LATER, NOW, Desk, House

pytestmark = pytest.mark.django_db


def test_a_buyer_asks_by_the_link_and_it_waits_for_somebody(desk: Desk) -> None:
    row = desk.ask(desk.piece(2), words="灯罩太小，配不上底座。")
    assert (row.state, row.kind, row.number) == (State.REQUESTED, Kind.RETURN, f"{desk.order.number}-R1")
    assert [(line.quantity, line.reason) for line in desk.lines(row)] == [(2, "too_small")]
    assert Event.objects.filter(name="returns.ReturnRequested").count() == 1


@pytest.mark.parametrize(
    ("reason", "wish", "kind"),
    [("damaged", "refund", "claim"), ("too_big", "refund", "return"), ("damaged", "replacement", "claim")],
)
def test_what_was_wrong_makes_it_a_claim(desk: Desk, reason: str, wish: str, kind: str) -> None:
    assert desk.ask(desk.piece(1, reason), wish=wish).kind == kind


def test_pieces_can_be_asked_for_once_only(desk: Desk) -> None:
    desk.ask(desk.piece(1))
    with pytest.raises(InvalidInput):
        desk.ask(desk.piece(2))
    desk.ask(desk.piece(1))
    with pytest.raises(Refused) as refused:
        desk.ask(desk.piece(1))
    assert refused.value.code == "returns.not_returnable"


def test_what_was_declined_or_called_off_can_be_asked_for_again(desk: Desk) -> None:
    first = desk.ask(desk.piece(2))
    actions.decline(desk.company.service, actions.DeclineIt(return_id=first.pk, reason="used"), now=LATER)
    second = desk.ask(desk.piece(2))
    actions.withdraw(desk.company.nobody, actions.OwnOne(token=desk.token, return_id=second.pk), now=LATER)
    assert desk.ask(desk.piece(2)).ordinal == 3


def test_what_was_not_sent_cannot_come_back(house: House) -> None:
    order = house.order(Want(house.lamp("GLOBE", bin_code="G-1"), 2))
    desk = Desk(house.company, house, order)
    with pytest.raises(Refused) as refused:
        desk.ask(desk.piece(1))
    assert refused.value.code == "returns.not_returnable"


def test_after_the_window_only_faults_are_taken(desk: Desk) -> None:
    late = NOW + timedelta(days=60)
    offer = reads.offers(desk.company.nobody, reads.OwnQuery(token=desk.token), now=late).lines[0]
    assert (offer.why_not, offer.claims_only) == ("too_late", True)
    with pytest.raises(Refused) as refused:
        desk.ask(desk.piece(1), now=late)
    assert refused.value.code == "returns.too_late"
    assert desk.ask(desk.piece(1, "defective"), now=late).kind == Kind.CLAIM
    with pytest.raises(Refused):
        desk.ask(desk.piece(1, "defective"), now=NOW + timedelta(days=800))


def test_the_crew_may_open_one_beyond_the_window(desk: Desk) -> None:
    late = NOW + timedelta(days=60)
    data = {"order_id": desk.order.pk, "lines": [desk.piece(1)], "beyond_window": True}
    made = actions.request_for(desk.company.service, actions.RequestFor.model_validate(data), now=late)
    assert made.state == State.REQUESTED
    with pytest.raises(Denied):
        actions.request_for(desk.company.analyst, actions.RequestFor.model_validate(data), now=late)


def test_a_forged_link_or_another_orders_line_opens_nothing(desk: Desk, house: House) -> None:
    other = house.order(Want(house.lamp("OTHER", bin_code="C-1"), 1))
    house.ship(house.pack(other))
    foreign = {"line_id": house.lines(other)[0].pk, "quantity": 1, "reason": "late"}
    with pytest.raises(Missing):
        desk.ask(foreign)
    with pytest.raises(Missing):
        actions.request(
            desk.company.nobody,
            actions.Request.model_validate({"token": "1-" + "A" * 27, "lines": [desk.piece()]}),
            now=LATER,
        )
    mine = desk.ask()
    with pytest.raises(Missing):
        theirs = actions.OwnOne(token=orders.token_for(other.pk), return_id=mine.pk)
        actions.withdraw(desk.company.nobody, theirs, now=LATER)


def test_the_policy_says_yes_at_once_within_its_limits(company: Company, desk: Desk) -> None:
    rules = {"window_days": 14, "claim_days": 730, "send_days": 14, "auto_reasons": ["too_small"]}
    limit = actions.Rules.model_validate({**rules, "auto_up_to_minor": 10000})
    actions.set_policy(company.director, limit, now=LATER)
    granted = desk.ask(desk.piece(1))
    assert (granted.state, granted.by_rule) == (State.APPROVED, True)
    assert granted.send_by is not None
    assert desk.ask(desk.piece(3, line=1)).state == State.REQUESTED  # dearer than the limit
    assert Return.objects.filter(by_rule=True).count() == 1


def test_who_sends_back_most_of_it_is_looked_at(company: Company, desk: Desk) -> None:
    rules = {
        "window_days": 14,
        "claim_days": 730,
        "send_days": 14,
        "auto_reasons": ["too_small"],
        "auto_up_to_minor": 10**6,
        "auto_share_percent": 30,
    }
    actions.set_policy(company.director, actions.Rules.model_validate(rules), now=LATER)
    assert desk.ask(desk.piece(2)).state == State.APPROVED
    assert desk.ask(desk.piece(1, line=1)).state == State.REQUESTED


def test_only_those_who_rule_set_the_policy(company: Company) -> None:
    rules = actions.Rules(window_days=7, claim_days=30, send_days=7)
    with pytest.raises(Denied):
        actions.set_policy(company.warehouse, rules)
