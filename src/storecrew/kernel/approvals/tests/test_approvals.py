"""Approval by another human: bound to the exact act, void on change, run exactly once, never by oneself under any hat."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Parked, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.approvals import actions, reads
from storecrew.kernel.approvals.execution import carry_out
from storecrew.kernel.approvals.jobs import carry_out_due
from storecrew.kernel.approvals.models import Decision, Request, Rule
from storecrew.kernel.approvals.tests import conftest as till
from storecrew.kernel.approvals.tests.conftest import NOW, PayOut, employ, hire, paid, pay_out
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.people.models import Tenure

pytestmark = pytest.mark.django_db


def ask(actor: Actor, amount: int = 60_000, key: str = "") -> str:
    with pytest.raises(Parked) as parked:
        pay_out(actor, PayOut(amount_minor=amount), key=key, now=NOW)
    return parked.value.request


def approve(actor: Actor, request: str, *, at=NOW, approve: bool = True) -> actions.Decided:
    return actions.decide(actor, actions.Decide(request=request, approve=approve), now=at)


def test_it_lets_what_is_below_the_band_run_at_once(service, rule) -> None:
    assert pay_out(service, PayOut(amount_minor=49_999), now=NOW).amount_minor == 49_999


def test_it_parks_what_is_in_the_band_and_runs_it_once_when_approved(service, director, rule) -> None:
    request = ask(service, key="k1")
    assert paid() == 0
    assert Entry.objects.get(action="till.pay_out").outcome == "parked"
    assert approve(director, request).state == "approved"
    assert carry_out(request, NOW) is not None
    assert carry_out(request, NOW) is None
    assert paid() == 1
    done = Entry.objects.get(action="till.pay_out", outcome="done")
    assert (done.actor, done.approval) == (service.ref, request)
    assert Request.objects.get().state == "executed"


def test_the_same_key_waits_with_the_same_request_and_later_gets_its_answer(service, director, rule) -> None:
    request = ask(service, key="k1")
    assert ask(service, key="k1") == request
    approve(director, request)
    carry_out(request, NOW)
    assert pay_out(service, PayOut(amount_minor=60_000), key="k1", now=NOW).amount_minor == 60_000
    assert paid() == 1


def test_the_highest_band_that_fits_decides(service, director, rule) -> None:
    Rule.objects.create(action="till.pay_out", currency="CNY", from_minor=500_000, seat="finance")
    ask(service, 600_000)
    assert Request.objects.get().seat == "finance"


def test_a_change_of_what_it_rests_on_voids_it_before_and_after_the_decision(service, director, rule) -> None:
    before, after = ask(service), ask(service, 70_000)
    assert approve(director, after).state == "approved"
    till.versions[till.TILL] = 2
    assert approve(director, before).state == "void"
    assert carry_out(after, NOW) is None
    assert paid() == 0
    assert set(Request.objects.values_list("state", flat=True)) == {"void"}


def test_an_approval_cannot_be_spent_on_another_input(service, director, rule) -> None:
    request = ask(service)
    approve(director, request)
    with pytest.raises(Refused, match="something else"):
        pay_out(service, PayOut(amount_minor=60_000, to="Mallory"), now=NOW, approval=request)
    assert paid() == 0


def test_an_undecided_request_cannot_be_spent(service, rule) -> None:
    request = ask(service)
    with pytest.raises(Refused):
        pay_out(service, PayOut(amount_minor=60_000), now=NOW, approval=request)


def test_silence_is_no_consent(service, director, rule) -> None:
    request = ask(service)
    with pytest.raises(Refused, match="expired"):
        approve(director, request, at=NOW + timedelta(hours=72))
    listed = reads.requests(director, reads.Which(which="for_me"), now=NOW + timedelta(hours=72))
    assert listed.items == ()


def test_nobody_decides_on_his_own_request_under_another_hat(rule) -> None:
    both = hire("Wu", "service", "director")
    hire("Lin", "director")
    request = ask(both)
    with pytest.raises(Refused, match="yourself"):
        approve(both, request)
    assert Request.objects.get().state == "waiting"


def test_nobody_decides_on_what_his_own_agent_asked_for(director, rule) -> None:
    boss = hire("Wu", "director")
    request = ask(employ("Robin", boss, "director"))
    with pytest.raises(Refused, match="yourself"):
        approve(boss, request)
    assert approve(director, request).state == "approved"


def test_no_program_decides_whoever_it_acts_for(service, director, rule) -> None:
    request = ask(service)
    with pytest.raises(Refused, match="Only a human"):
        approve(employ("Robin", director, "director"), request)


def test_a_cover_is_another_human_and_may_decide(service, director, rule) -> None:
    deputy = hire("Chen")
    held = Tenure.objects.get(seat="director")
    Tenure.objects.create(
        person_id=deputy.person_id,
        seat="director",
        kind="cover",
        covers=held,
        starts_at=NOW,
        ends_at=NOW + timedelta(days=3),
        reason="holiday",
    )
    request = ask(service)
    assert approve(deputy, request).state == "approved"
    assert Decision.objects.get().tenure_id == Tenure.objects.get(kind="cover").pk


def test_a_request_of_the_covered_one_is_not_decided_by_covering_for_oneself(service, rule) -> None:
    # the asker covers the deciding seat himself: still the same human
    lin = hire("Lin", "director")
    request = ask(service)
    Tenure.objects.create(
        person_id=service.person_id,
        seat="director",
        kind="cover",
        covers=Tenure.objects.get(person_id=lin.person_id),
        starts_at=NOW,
        ends_at=NOW + timedelta(days=3),
        reason="holiday",
    )
    with pytest.raises(Refused, match="yourself"):
        approve(service, request)


def test_who_holds_no_deciding_seat_does_not_even_see_it(service, rule) -> None:
    request = ask(service)
    with pytest.raises(Missing):
        approve(hire("Zhou", "warehouse"), request)


def test_a_firm_of_one_authorises_itself_honestly_and_waits(rule) -> None:
    founder = hire("Lin", "director", "service")
    request = ask(founder)
    decided = approve(founder, request)
    assert (decided.state, decided.self_authorised) == ("approved", True)
    assert carry_out(request, NOW + timedelta(hours=23, minutes=59)) is None
    assert carry_out(request, NOW + timedelta(hours=24)) is not None
    finance = hire("Ma", "finance")
    looked = reads.requests(finance, reads.Which(which="second_look"), now=NOW)
    assert [row.request for row in looked.items] == [request]
    with pytest.raises(Refused, match="somebody else"):
        actions.second_look(founder, actions.SecondLook(request=request))
    actions.second_look(finance, actions.SecondLook(request=request, note="fine"))
    assert reads.requests(finance, reads.Which(which="second_look")).items == ()


def test_a_self_authorised_act_can_be_withdrawn_while_it_waits(rule) -> None:
    founder = hire("Lin", "director", "service")
    request = ask(founder)
    approve(founder, request)
    actions.withdraw(founder, actions.Withdraw(request=request), now=NOW)
    assert carry_out(request, NOW + timedelta(days=2)) is None
    assert paid() == 0


def test_the_day_a_second_person_joins_self_authorisation_ends(rule) -> None:
    founder = hire("Lin", "director", "service")
    request = ask(founder)
    hire("Wu", "director")
    with pytest.raises(Refused, match="Somebody else"):
        approve(founder, request)


def test_turning_down_runs_nothing_and_keeps_the_note(service, director, rule) -> None:
    request = ask(service)
    actions.decide(director, actions.Decide(request=request, approve=False, note="too much"), now=NOW)
    assert carry_out(request, NOW) is None
    assert reads.request(service, reads.OneRequest(request=request)).note == "too much"


def test_an_asker_who_lost_the_seat_meanwhile_gets_nothing_done(service, director, rule) -> None:
    request = ask(service)
    approve(director, request)
    Tenure.objects.get(seat="service").close(NOW + timedelta(minutes=1))
    assert carry_out(request, NOW + timedelta(minutes=1)) is None
    row = Request.objects.get()
    assert (row.state, paid()) == ("failed", 0)
    assert row.message


def test_an_agent_in_shadow_mode_only_proposes_and_its_human_decides(service) -> None:
    request = ask(employ("Robin", service, "service", shadow=True), 100)
    assert reads.requests(service, reads.Which(which="for_me"), now=NOW).items[0].request == request
    assert approve(service, request).self_authorised is False
    assert carry_out(request, NOW) is not None
    assert Entry.objects.get(action="till.pay_out", outcome="done").actor.startswith("agent:")


def test_a_shadow_agent_does_not_get_around_a_rule(service, director, rule) -> None:
    request = ask(employ("Robin", service, "service", shadow=True), 60_000)
    with pytest.raises(Missing):
        approve(service, request)
    assert approve(director, request).state == "approved"


def test_the_waiting_input_is_not_readable_in_the_table(service, rule) -> None:
    ask(service)
    assert "60000" not in Request.objects.get().sealed


def test_setting_a_rule_replaces_its_band_and_refuses_what_cannot_wait(director) -> None:
    first = actions.set_rule(
        director, actions.SetRule(action="till.pay_out", currency="CNY", from_minor=100, seat="finance")
    )
    actions.set_rule(director, actions.SetRule(action="till.pay_out", currency="CNY", from_minor=100, seat="director"))
    assert Rule.objects.get(pk=first.rule_id).ended_at is not None
    assert [rule.seat for rule in reads.rules(director, reads.NoQuestion()).items] == ["director"]
    with pytest.raises(InvalidInput):
        actions.set_rule(director, actions.SetRule(action="approvals.decide", seat="director"))


def test_only_owner_and_director_set_rules(service) -> None:
    with pytest.raises(Denied):
        actions.set_rule(service, actions.SetRule(action="till.pay_out", seat="director"))


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_run_an_approved_act_once(service, director, rule) -> None:
    request = ask(service)
    approve(director, request)
    barrier = Barrier(6)

    def work(_: int) -> bool:
        barrier.wait()
        try:
            return carry_out(request, NOW) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert paid() == 1
    assert Request.objects.get().state == "executed"


def test_the_clock_carries_out_what_was_self_authorised_once_its_waiting_time_has_passed(rule) -> None:
    founder = hire("Lin", "director", "service")
    request = ask(founder)
    approve(founder, request)
    carry_out_due(NOW + timedelta(hours=23))
    assert paid() == 0
    carry_out_due(NOW + timedelta(hours=24))
    carry_out_due(NOW + timedelta(hours=25))
    assert paid() == 1
