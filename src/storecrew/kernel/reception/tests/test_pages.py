"""The pages of people, seats and agents: who sees them, and what they do."""

import pytest
from django.test import Client
from django.utils import timezone, translation

from storecrew.conftest import PASSWORD
from storecrew.kernel.events.outward import Act
from storecrew.kernel.people import actions
from storecrew.kernel.people.actions.agents import AgentForm
from storecrew.kernel.people.actions.handovers import HandOver
from storecrew.kernel.people.actions.invites import InviteForm, WithdrawInvite
from storecrew.kernel.people.actions.leaving import Leave
from storecrew.kernel.people.handover import Item, Owner, Section, _sections
from storecrew.kernel.people.models import Agent, Handover, Invite, Person, Tenure, Token
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.reception.letters import INVITATION, send_invitation


@pytest.fixture
def signed_in(company):
    """Return a browser in which an actor is signed in."""

    def browser(actor):
        client = Client()
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return browser


@pytest.fixture
def every_page(company):
    """One address of each kind of page, with something on it."""
    key = actions.create_agent(
        company.warehouse, AgentForm(name="小库", seat="warehouse", scopes=("people.people",), day_count=5)
    )
    actions.invite(company.founder, InviteForm(email="lin@lamphour.example", seats=("it",)))
    done = actions.hand_over(company.service, HandOver(seat="service", to_id=company.web.person_id))
    actions.leave(company.founder, Leave(person_id=company.stranger.person_id))
    tenure = Tenure.objects.get(seat="it")
    return [
        "/crew/me/",
        "/crew/me/sessions/",
        "/crew/me/keys/",
        "/crew/me/security/",
        "/crew/me/password/",
        "/crew/people/",
        "/crew/people/?gone=1",
        "/crew/people/invitation/",
        "/crew/people/ownership/",
        "/crew/people/who-could/?name=people.people&on=2026-03-02",
        f"/crew/people/{company.warehouse.person_id}/",
        f"/crew/people/{company.warehouse.person_id}/leaving/",
        f"/crew/people/{company.stranger.person_id}/forgetting/",
        "/crew/people/seats/",
        *(f"/crew/people/seats/{seat}/" for seat in Seat),
        "/crew/people/seats/it/tenure/",
        "/crew/people/seats/it/cover/",
        "/crew/people/seats/it/handover/",
        f"/crew/people/seats/it/tenures/{tenure.pk}/end/",
        f"/crew/people/handovers/{done.handover_id}/",
        "/crew/people/agents/",
        "/crew/people/agents/new/",
        f"/crew/people/agents/{key.agent_id}/",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_shows_itself_to_the_owner_in_both_languages(company, signed_in, every_page, language):
    browser = signed_in(company.founder)
    for path in every_page:
        if path == "/crew/me/password/":
            continue  # asks for the password first
        answer = browser.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert "<script>" not in text
        assert " style=" not in text
        assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in text


def test_a_stranger_with_an_account_sees_nothing_of_the_crew(company, signed_in, every_page):
    stranger = Person.objects.create(name="x", email="x@lamphour.example", joined_at=company.founded_at)
    browser = Client()
    browser.force_login(stranger)
    for path in every_page:
        if path.startswith("/crew/people/") and path not in {"/crew/people/agents/new/"}:
            assert browser.get(path).status_code in {403, 404}, path


def test_nobody_is_sent_to_the_sign_in_page(company, every_page):
    for path in every_page:
        answer = Client().get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/crew/sign-in/"), path


def test_the_link_of_an_invitation_is_shown_once_and_lets_in(company, signed_in):
    form = {"email": "lin@lamphour.example", "seats": ["it", "web"], "days": "7"}
    page = signed_in(company.founder).post("/crew/people/invitation/", form)
    link = page.context["link"]
    path = link.removeprefix("http://testserver")
    visitor = Client()
    assert "许知行" in visitor.get(path).content.decode()
    weak = visitor.post(path, {"name": "林小河", "password": "short"})
    assert weak.status_code == 422
    assert 'value="林小河"' in weak.content.decode()
    joined = visitor.post(path, {"name": "林小河", "password": PASSWORD})
    assert joined["Location"] == "/crew/"
    assert visitor.get("/crew/people/").status_code == 200
    assert visitor.get(path).status_code == 410


def test_an_invitation_goes_out_by_mail_unless_it_was_withdrawn(company, mailoutbox):
    first = actions.invite(company.founder, InviteForm(email="lin@lamphour.example", language="zh-hans"))
    second = actions.invite(company.founder, InviteForm(email="wang@lamphour.example"))
    actions.withdraw_invite(company.founder, WithdrawInvite(invite_id=second.invite_id))
    for invited in (first, second):
        payload = {"invite": invited.invite_id}
        send_invitation(Act(1, INVITATION, "k", payload, "", 1, timezone.now()))
    assert [letter.to for letter in mailoutbox] == [["lin@lamphour.example"]]
    assert first.token in mailoutbox[0].body
    assert "许知行" in mailoutbox[0].subject


def test_an_invitation_is_withdrawn_from_the_list(company, signed_in):
    actions.invite(company.founder, InviteForm(email="lin@lamphour.example"))
    pk = Invite.objects.get().pk
    signed_in(company.founder).post(f"/crew/people/invitations/{pk}/withdrawal/")
    assert Invite.objects.get().withdrawn_at


def test_a_seat_is_handed_over_and_the_former_holder_is_refused_a_second_later(company, signed_in):
    old, new = signed_in(company.warehouse), signed_in(company.stranger)
    assert old.get("/crew/people/").status_code == 200
    assert new.get("/crew/people/").status_code == 403
    answer = old.post(
        "/crew/people/seats/warehouse/handover/", {"to_id": company.stranger.person_id, "reason": "moves"}
    )
    receipt = f"/crew/people/handovers/{Handover.objects.get().pk}/"
    assert answer["Location"] == receipt
    assert old.get("/crew/people/").status_code == 403
    assert new.get("/crew/people/").status_code == 200
    for browser in (old, new):
        assert browser.post(receipt, {"note": "all there"}).status_code == 303
    assert Handover.objects.get().signatures.count() == 2


def test_what_lies_on_the_desk_is_shown_before_it_is_handed_over(company, signed_in, monkeypatch):
    lies = (Item("PO-0612"), Item("the only key", then=Owner.NOBODY))
    monkeypatch.setitem(_sections, "test.desk", lambda tenure, now: Section("Purchasing", lies))
    for actor, path in (
        (company.warehouse, "/crew/people/seats/warehouse/handover/"),
        (company.founder, f"/crew/people/{company.warehouse.person_id}/leaving/"),
    ):
        text = signed_in(actor).get(path).content.decode()
        assert "PO-0612" in text
        assert "left to nobody" in text
    assert signed_in(company.finance).get("/crew/people/seats/warehouse/handover/").status_code == 404


def test_a_seat_is_shared_covered_and_ended(company, signed_in):
    owner, stranger = signed_in(company.founder), company.stranger.person_id
    owner.post("/crew/people/seats/it/tenure/", {"person_id": stranger})
    row = Tenure.objects.get(person=stranger)
    assert (row.seat, row.kind) == ("it", "share")
    owner.post(f"/crew/people/seats/it/tenures/{row.pk}/end/")
    assert Tenure.objects.get(pk=row.pk).ends_at
    form = {"covered_id": company.it.person_id, "person_id": stranger, "ends_at": "2026-01-01T09:00", "reason": "x"}
    refused = owner.post("/crew/people/seats/it/cover/", form)
    assert refused.status_code == 422
    assert "The end has to be after the beginning." in refused.content.decode()


def test_the_key_of_an_agent_is_shown_once(company, signed_in):
    browser = signed_in(company.warehouse)
    form = {
        "name": "小库",
        "seat": "warehouse",
        "scopes": ["people.people"],
        "day_count": "20",
        "amount": "99.50",
        "currency": "CNY",
        "days": "30",
    }
    page = browser.post("/crew/people/agents/new/", form)
    agent = Agent.objects.get()
    assert (agent.day_count, agent.day_amount_minor, agent.shadow) == (20, 9950, False)
    assert page.context["key"].token in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    shown = browser.get(f"/crew/people/agents/{agent.pk}/").content.decode()
    assert page.context["key"].token not in shown
    browser.post(f"/crew/people/agents/{agent.pk}/key/")
    assert Token.objects.filter(agent=agent, revoked_at=None).count() == 1
    signed_in(company.it).post(f"/crew/people/agents/{agent.pk}/stop/", {"reason": "test"})
    assert Agent.objects.get().stopped_at


def test_somebody_leaves_with_every_seat_named(company, signed_in):
    owner, path = signed_in(company.founder), f"/crew/people/{company.it.person_id}/leaving/"
    assert owner.post(path, {"reason": ""}).status_code == 422
    assert owner.post(path, {"seat_it": company.web.person_id}).status_code == 302
    assert Person.objects.get(pk=company.it.person_id).left_at
    assert Tenure.objects.get(seat="it", ends_at=None).person_id == company.web.person_id


def test_the_list_of_people_costs_the_same_whatever_their_number(company, signed_in, django_assert_max_num_queries):
    browser = signed_in(company.director)
    browser.get("/crew/people/")
    for number in range(30):
        who = Person.objects.create(name=f"P{number}", email=f"p{number}@x.example", joined_at=company.founded_at)
        Tenure.objects.create(person=who, seat="it", kind="share", starts_at=company.founded_at)
    for path in ("/crew/people/", "/crew/people/seats/"):
        with django_assert_max_num_queries(26):
            browser.get(path)


def test_texts_of_every_guide_are_there():
    from storecrew.kernel.people.guides import guide_of  # noqa: PLC0415  only here

    for seat in Seat:
        with translation.override("en"):
            guide = guide_of(seat)
            assert len(guide.kpis) >= 4
            assert all(getattr(guide.duties, rhythm) for rhythm in ("daily", "weekly", "monthly", "quarterly"))
