"""A seat passes at one instant, with a receipt, and never into nobody's hands."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Surface
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.kernel.people import actions, handover
from storecrew.kernel.people.actions.agents import AgentForm
from storecrew.kernel.people.actions.handovers import HandOver, SignHandover
from storecrew.kernel.people.actions.leaving import ForgetPerson, Leave, Successor, TransferOwnership
from storecrew.kernel.people.actions.profile import EndSessions, ProfileForm, TokenForm
from storecrew.kernel.people.actions.tenures import CoverForm, SeatForm
from storecrew.kernel.people.models import Handover, Person, Tenure
from storecrew.kernel.people.reads import HandoverQuery
from storecrew.kernel.people.reads import handover as receipt_of
from storecrew.kernel.people.standing import GrantsOn, WhoCould, grants_on, who_could
from storecrew.kernel.people.tokens import bearer_of

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
SECOND = timedelta(seconds=1)


def may_count(actor, at):
    return "warehouse" in grants_of(actor, at).seats


def test_at_11_59_59_the_old_holder_acts_and_at_12_00_00_the_new_one(company):
    before = list(Tenure.objects.order_by("pk").values_list("pk", "person_id", "seat", "starts_at"))

    form = HandOver(seat="warehouse", to_id=company.service.person_id, at=NOON)
    done = actions.hand_over(company.warehouse, form, now=NOW)

    assert may_count(company.warehouse, NOON - SECOND)
    assert not may_count(company.service, NOON - SECOND)
    assert not may_count(company.warehouse, NOON)
    assert may_count(company.service, NOON)
    after = list(Tenure.objects.order_by("pk").values_list("pk", "person_id", "seat", "starts_at"))
    assert after[:-1] == before, "no row of history was rewritten"
    assert done.tenure_id == after[-1][0]
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["people.TenureEnded", "people.TenureBegan", "people.SeatHandedOver"]


def test_the_receipt_keeps_what_lay_on_the_desk_in_both_languages(company, monkeypatch):
    moved = []
    items = (handover.Item("PO-0612", subject="purchase:612"), handover.Item("a scanner", then=handover.Owner.PERSON))
    part = handover.Section("Desk", items, move=lambda run, successor: moved.append(successor.pk))
    monkeypatch.setitem(handover._sections, "test.desk", lambda tenure, now: part)

    form = HandOver(seat="warehouse", to_id=company.service.person_id, reason="moves on")
    done = actions.hand_over(company.founder, form.model_copy(update={"from_id": company.warehouse.person_id}), now=NOW)

    assert moved == [company.service.person_id]
    shown = receipt_of(company.warehouse, HandoverQuery(handover_id=done.handover_id), now=NOW)
    desk = next(section for section in shown.seats[0].sections if section.title == "Desk")
    assert [(item.text, item.then) for item in desk.items] == [("PO-0612", "seat"), ("a scanner", "person")]
    assert set(Handover.objects.get().receipt[0]["sections"]) == {"zh-hans", "en"}
    with pytest.raises(Missing):
        receipt_of(company.analyst, HandoverQuery(handover_id=done.handover_id), now=NOW)


def test_a_handover_that_would_orphan_something_does_not_happen_at_all(company, monkeypatch):
    item = handover.Item("the supplier's only contact", then=handover.Owner.NOBODY)
    monkeypatch.setitem(handover._sections, "test.desk", lambda tenure, now: handover.Section("Suppliers", (item,)))
    with pytest.raises(Refused, match="only contact") as refusal:
        form = HandOver(seat="warehouse", to_id=company.service.person_id)
        actions.hand_over(company.warehouse, form, now=NOW)
    assert refusal.value.code == "would_orphan"
    assert may_count(company.warehouse, NOW)
    assert not Handover.objects.exists()
    assert Entry.objects.get(action="people.hand_over").outcome == "refused"


def test_a_preview_shows_the_events_and_changes_nothing(company):
    form = HandOver(seat="warehouse", to_id=company.service.person_id)
    seen = actions.hand_over.preview(company.warehouse, form, now=NOW)
    assert seen.events == ("people.TenureEnded", "people.TenureBegan", "people.SeatHandedOver")
    assert may_count(company.warehouse, NOW)


def test_only_the_holder_or_the_owner_hands_over(company):
    form = HandOver(seat="warehouse", to_id=company.service.person_id, from_id=company.warehouse.person_id)
    for actor in (company.director, company.service, company.stranger):
        with pytest.raises(Denied):
            actions.hand_over(actor, form, now=NOW)
    with pytest.raises(Refused) as refusal:
        actions.hand_over(company.service, HandOver(seat="warehouse", to_id=company.web.person_id), now=NOW)
    assert refusal.value.code == "not_holder"


def test_one_key_hands_over_once(company):
    form = HandOver(seat="warehouse", to_id=company.service.person_id)
    first = actions.hand_over(company.warehouse, form, key="k", now=NOW)
    assert actions.hand_over(company.warehouse, form, key="k", now=NOW + SECOND) == first
    assert Handover.objects.count() == 1


def test_a_sharer_who_becomes_the_holder_has_one_row_afterwards(company):
    share = SeatForm(person_id=company.service.person_id, seat="warehouse")
    actions.share_seat(company.founder, share, now=NOW - SECOND)
    actions.hand_over(company.warehouse, HandOver(seat="warehouse", to_id=company.service.person_id), now=NOW)
    rows = Tenure.objects.at(NOW).filter(person=company.service.person_id, seat="warehouse")
    assert [row.kind for row in rows] == ["hold"]


def test_both_sides_sign_once_and_nobody_else(company):
    form = HandOver(seat="warehouse", to_id=company.service.person_id)
    receipt = actions.hand_over(company.warehouse, form, now=NOW).handover_id
    assert actions.sign_handover(company.warehouse, SignHandover(handover_id=receipt), now=NOW).signed == 1
    assert actions.sign_handover(company.warehouse, SignHandover(handover_id=receipt), now=NOW).signed == 1
    assert actions.sign_handover(company.service, SignHandover(handover_id=receipt), now=NOW).signed == 2
    with pytest.raises(Missing):
        actions.sign_handover(company.founder, SignHandover(handover_id=receipt), now=NOW)


def leave(company, **more):
    heirs = (Successor(seat="warehouse", to_id=company.service.person_id),)
    form = Leave(person_id=company.warehouse.person_id, successors=heirs, **more)
    return actions.leave(company.founder, form, now=NOW)


def test_who_leaves_hands_over_everything_and_keeps_no_way_in(company):
    key = actions.create_token(company.warehouse, TokenForm(name="mine"), now=NOW - SECOND)
    form = AgentForm(name="小库", seat="warehouse", scopes=("people.agents",))
    program = actions.create_agent(company.warehouse, form, now=NOW - SECOND)
    cover = CoverForm(
        seat="finance", person_id=company.warehouse.person_id, ends_at=NOW + timedelta(days=9), reason="x"
    )
    actions.cover_seat(company.finance, cover, now=NOW - SECOND)
    _session(company.warehouse)

    done = leave(company)

    assert (done.sessions_ended, done.agents_stopped, done.tokens_revoked) == (1, 1, 1)
    assert not grants_of(company.warehouse, NOW).signed_in
    assert may_count(company.service, NOW)
    assert bearer_of(key.token, NOW, surface=Surface.REST) is None
    assert bearer_of(program.token, NOW, surface=Surface.MCP) is None
    assert not Session.objects.exists()
    assert not Tenure.objects.at(NOW).filter(person=company.warehouse.person_id).exists()
    seats = receipt_of(company.founder, HandoverQuery(handover_id=done.handover_id), now=NOW).seats
    assert [seat.to_id for seat in seats] == [company.service.person_id, None]


def _session(actor):
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415  only here

    store = SessionStore()
    store["x"] = 1
    store.save()
    UserSession.objects.create(
        user_id=actor.person_id,
        session_key=store.session_key,
        ip="127.0.0.1",
        user_agent="x",
        last_seen_at=timezone.now(),
    )
    return store


def test_a_seat_without_a_successor_keeps_its_holder_from_leaving(company):
    with pytest.raises(Refused) as refusal:
        actions.leave(company.founder, Leave(person_id=company.warehouse.person_id), now=NOW)
    assert refusal.value.code == "no_successor"
    assert Person.objects.get(pk=company.warehouse.person_id).left_at is None
    with pytest.raises(Denied):
        actions.leave(company.director, Leave(person_id=company.stranger.person_id), now=NOW)
    with pytest.raises(Refused):
        actions.leave(company.founder, Leave(person_id=company.founder.person_id), now=NOW)


def test_there_is_one_owner_at_any_instant(company):
    actions.transfer_ownership(company.founder, TransferOwnership(to_id=company.director.person_id), now=NOW)
    for at, founder, director in ((NOW - SECOND, True, False), (NOW, False, True)):
        assert grants_of(company.founder, at).owner is founder
        assert grants_of(company.director, at).owner is director
    with pytest.raises(Denied):
        actions.transfer_ownership(company.founder, TransferOwnership(to_id=company.web.person_id), now=NOW)


def test_forgetting_erases_the_person_and_keeps_what_happened(company):
    actions.edit_profile(company.warehouse, ProfileForm(name="周小满满"), now=NOW - SECOND)
    with pytest.raises(Refused):
        actions.forget_person(company.founder, ForgetPerson(person_id=company.warehouse.person_id), now=NOW)
    leave(company)
    actions.forget_person(company.founder, ForgetPerson(person_id=company.warehouse.person_id), now=NOW)

    who = Person.objects.get(pk=company.warehouse.person_id)
    kept = str(list(Entry.objects.values()))
    assert "周小满" not in kept + who.name
    assert who.email.endswith("@invalid")
    assert not who.has_usable_password()
    assert Tenure.objects.filter(person=who).exists()
    assert Entry.objects.filter(action="people.edit_profile", actor=f"person:{who.pk}").exists()
    again = actions.forget_person(company.founder, ForgetPerson(person_id=who.pk), now=NOW)
    assert again.entries == 0


def test_sessions_are_ended_by_oneself_the_it_seat_and_the_owner(company):
    for actor in (company.warehouse, company.it, company.founder):
        _session(company.warehouse)
        form = EndSessions(person_id=company.warehouse.person_id)
        assert actions.end_sessions(actor, form, now=NOW).ended == 1
    _session(company.warehouse)
    with pytest.raises(Denied):
        actions.end_sessions(company.finance, EndSessions(person_id=company.warehouse.person_id), now=NOW)
    assert Session.objects.count() == 1


def test_who_could_do_it_on_a_day_is_answered_from_the_rows_of_that_day(company):
    form = HandOver(seat="warehouse", to_id=company.service.person_id, at=NOON)
    actions.hand_over(company.warehouse, form, now=NOW)

    day = who_could(company.director, WhoCould(name="people.people", on=NOON.date()), now=NOW)
    keepers = [row for row in day.items if row.seat == "warehouse"]
    assert [(row.person_id, row.starts_at, row.ends_at) for row in keepers] == [
        (company.warehouse.person_id, day.starts_at, NOON),
        (company.service.person_id, NOON, day.ends_at),
    ]
    instant = who_could(company.director, WhoCould(name="people.people", at=NOON), now=NOW)
    assert [row.person_id for row in instant.items if row.seat == "warehouse"] == [company.service.person_id]
    assert who_could(company.director, WhoCould(name="people.my_grants"), now=NOW).anyone
    with pytest.raises(Missing):
        who_could(company.director, WhoCould(name="people.fly"), now=NOW)
    with pytest.raises(Denied):
        who_could(company.stranger, WhoCould(name="people.people"), now=NOW)


def test_what_somebody_could_do_is_answered_for_any_instant(company):
    actions.hand_over(company.warehouse, HandOver(seat="warehouse", to_id=company.service.person_id), now=NOON)
    form = GrantsOn(person_id=company.warehouse.person_id, at=NOON - SECOND)
    assert [row.seat for row in grants_on(company.director, form, now=NOON).seats] == ["warehouse"]
    assert grants_on(company.director, form.model_copy(update={"at": NOON}), now=NOON).seats == ()
    before = grants_on(company.director, form.model_copy(update={"at": company.founded_at - SECOND}), now=NOON)
    assert before.may == ()
