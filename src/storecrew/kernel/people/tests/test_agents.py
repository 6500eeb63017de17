"""Programs act within their human's rights, their own scopes and limits, and stop at once."""

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused, SignedOut
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Surface, Weight, agent
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.people import actions, limits
from storecrew.kernel.people.actions.agents import AdjustAgent, AgentForm, RotateKey, StopAgent
from storecrew.kernel.people.actions.handovers import HandOver
from storecrew.kernel.people.actions.profile import RevokeToken, TokenForm
from storecrew.kernel.people.actions.tenures import CoverForm
from storecrew.kernel.people.models import Agent, AgentUse, Token
from storecrew.kernel.people.reads import AgentQuery, agents
from storecrew.kernel.people.tokens import bearer_of, digest_of

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # Monday noon in Shanghai
SECOND = timedelta(seconds=1)


class Order(Input):
    amount_minor: int = 0
    currency: str = "CNY"


def _buy(run: Run, data: Order) -> Nothing:
    """Buy something, for these tests."""
    return Nothing()


@pytest.fixture
def buy():
    """An action that moves money, in the warehouse seat."""
    made = registry.find_action("people_test.buy") or action(
        "people_test.buy",
        label="Buy",
        seats={"warehouse"},
        weigh=lambda data: Weight(amount_minor=data.amount_minor, currency=data.currency),
    )(_buy)
    yield made
    registry._actions.pop("people_test.buy")


def make(company, **more):
    form = {
        "name": "小库",
        "seat": "warehouse",
        "scopes": ("people_test.buy", "people.agents"),
        "shadow": False,
        **more,
    }
    return actions.create_agent(company.warehouse, parse(AgentForm, form), now=NOW)


def acting(key, company):
    return agent(key.agent_id, acting_for=company.warehouse.person_id, surface=Surface.MCP)


def test_a_key_opens_as_the_agent_for_its_human_and_only_its_digest_is_kept(company, buy):
    key = make(company)
    found = bearer_of(key.token, NOW, surface=Surface.MCP)
    assert (found.kind, found.agent_id, found.person_id) == ("agent", key.agent_id, company.warehouse.person_id)
    row = Token.objects.get()
    assert row.digest == digest_of(key.token)
    assert key.token not in str(Entry.objects.values_list("input", "result"))
    assert bearer_of(key.token + "0", NOW, surface=Surface.MCP) is None
    assert bearer_of(key.token, key.expires_at, surface=Surface.MCP) is None


def test_both_the_agent_and_its_human_are_on_record(company, buy):
    key = make(company)
    buy(acting(key, company), Order(), now=NOW)
    entry = Entry.objects.get(action="people_test.buy")
    assert (entry.actor, entry.person_id, entry.seat) == (
        f"agent:{key.agent_id}",
        company.warehouse.person_id,
        "warehouse",
    )


def test_an_agent_may_do_what_is_in_its_scopes_and_nothing_else_its_human_may(company, buy):
    key = make(company, scopes=("people.agents",))
    assert agents(acting(key, company), AgentQuery(), now=NOW).items
    with pytest.raises(Denied):
        buy(acting(key, company), Order(), now=NOW)


def test_an_agent_loses_the_seat_in_the_second_its_human_does(company, buy):
    key, noon = make(company), NOW + timedelta(hours=1)
    actions.hand_over(company.warehouse, HandOver(seat="warehouse", to_id=company.service.person_id, at=noon), now=NOW)
    buy(acting(key, company), Order(), now=noon - SECOND)
    with pytest.raises(Denied):
        buy(acting(key, company), Order(), now=noon)


def test_an_agent_of_somebody_else_is_nobody(company, buy):
    key = make(company)
    stolen = agent(key.agent_id, acting_for=company.founder.person_id, surface=Surface.MCP)
    assert not grants_of(stolen, NOW).signed_in


def test_stopping_takes_effect_with_the_next_request(company, buy):
    key = make(company)
    buy(acting(key, company), Order(), now=NOW)
    actions.stop_agent(company.it, StopAgent(agent_id=key.agent_id, reason="acts oddly"), now=NOW + SECOND)
    with pytest.raises(SignedOut):
        buy(acting(key, company), Order(), now=NOW + SECOND)
    assert bearer_of(key.token, NOW + SECOND, surface=Surface.MCP) is None
    stopped_at = Agent.objects.get().stopped_at
    actions.stop_agent(company.it, StopAgent(agent_id=key.agent_id), now=NOW + timedelta(days=1))
    assert Agent.objects.get().stopped_at == stopped_at


def test_colleagues_without_the_it_seat_cannot_stop_it_nor_change_it(company, buy):
    key = make(company)
    for attempt in (
        lambda: actions.stop_agent(company.finance, StopAgent(agent_id=key.agent_id), now=NOW),
        lambda: actions.adjust_agent(company.it, AdjustAgent(agent_id=key.agent_id), now=NOW),
        lambda: actions.rotate_agent_token(company.founder, RotateKey(agent_id=key.agent_id), now=NOW),
    ):
        with pytest.raises(Denied):
            attempt()


def test_a_new_key_makes_the_old_one_worthless(company, buy):
    old = make(company)
    new = actions.rotate_agent_token(company.warehouse, RotateKey(agent_id=old.agent_id), now=NOW + SECOND)
    assert bearer_of(old.token, NOW + SECOND, surface=Surface.MCP) is None
    assert bearer_of(new.token, NOW + SECOND, surface=Surface.MCP).agent_id == old.agent_id


def test_the_day_ends_at_midnight_of_the_store_not_of_utc(company, buy):
    key = make(company, day_count=2)
    me = acting(key, company)
    buy(me, Order(), now=NOW)
    buy(me, Order(), now=NOW)
    with pytest.raises(Refused) as refusal:
        buy(me, Order(), now=NOW)
    assert refusal.value.code == "agent_day_count"
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 2026-03-03 00:00 in Shanghai
    with pytest.raises(Refused):
        buy(me, Order(), now=midnight - SECOND)
    buy(me, Order(), now=midnight)
    assert AgentUse.objects.count() == 3


def test_money_is_counted_against_the_days_limit_to_the_cent(company, buy):
    key = make(company, day_amount_minor=10_000, currency="CNY")
    me = acting(key, company)
    buy(me, Order(amount_minor=6_000), now=NOW)
    with pytest.raises(Refused) as refusal:
        buy(me, Order(amount_minor=4_001), now=NOW)
    assert refusal.value.code == "agent_day_amount"
    buy(me, Order(amount_minor=4_000), now=NOW)
    assert limits.used_today(Agent.objects.get(), NOW) == (2, 10_000)


def test_money_of_another_currency_does_not_slip_past_the_limit(company, buy):
    key = make(company, day_amount_minor=10_000, currency="CNY")
    with pytest.raises(Refused) as refusal:
        buy(acting(key, company), Order(amount_minor=1, currency="USD"), now=NOW)
    assert refusal.value.code == "agent_currency"


def test_a_shadow_agent_only_proposes(company, buy):
    from storecrew.kernel.actions.errors import Parked  # noqa: PLC0415  only here

    key = make(company, shadow=True, day_count=0)
    with pytest.raises(Parked):
        buy(acting(key, company), Order(), now=NOW)
    assert Entry.objects.get(action="people_test.buy").outcome == "parked"
    assert not AgentUse.objects.exists()


def test_a_seat_that_is_only_covered_cannot_be_given_to_an_agent(company, buy):
    form = CoverForm(seat="warehouse", person_id=company.service.person_id, ends_at=NOW + timedelta(days=3), reason="x")
    actions.cover_seat(company.warehouse, form, now=NOW)
    with pytest.raises(Refused) as refusal:
        form = AgentForm(name="a", seat="warehouse", scopes=("people_test.buy",))
        actions.create_agent(company.service, form, now=NOW)
    assert refusal.value.code == "not_your_seat"


def test_scopes_stay_inside_the_seat_and_outside_of_handing_out_seats(company, buy):
    for scopes, code in (
        (("people.grant_seat",), "humans_only"),
        (("people.create_agent",), "humans_only"),
        (("people_test.buy",), "scope_outside_seat"),
    ):
        with pytest.raises(Refused) as refusal:
            form = AgentForm(name="a", seat="finance", scopes=scopes)
            actions.create_agent(company.finance, form, now=NOW)
        assert refusal.value.code == code
    with pytest.raises(InvalidInput) as invalid:
        make(company, scopes=("people_test.nothing",))
    assert "scopes" in invalid.value.fields


def test_an_agent_makes_no_agents_and_no_keys(company, buy):
    key = make(company)
    me = acting(key, company)
    Agent.objects.update(scopes=["people.create_agent", "people.create_token", "people.stop_agent"])
    for attempt in (
        lambda: actions.create_agent(me, AgentForm(name="b", seat="warehouse", scopes=("people.agents",)), now=NOW),
        lambda: actions.create_token(me, TokenForm(name="b"), now=NOW),
        lambda: actions.stop_agent(me, StopAgent(agent_id=key.agent_id), now=NOW),
    ):
        with pytest.raises(Denied):
            attempt()


def test_a_key_of_ones_own_acts_as_oneself_until_it_is_revoked(company):
    key = actions.create_token(company.finance, TokenForm(name="nightly export"), now=NOW)
    found = bearer_of(key.token, NOW, surface=Surface.REST)
    assert (found.kind, found.person_id) == ("person", company.finance.person_id)
    with pytest.raises(Denied):
        actions.revoke_token(company.service, RevokeToken(token_id=key.token_id), now=NOW)
    actions.revoke_token(company.finance, RevokeToken(token_id=key.token_id), now=NOW)
    assert bearer_of(key.token, NOW, surface=Surface.REST) is None
