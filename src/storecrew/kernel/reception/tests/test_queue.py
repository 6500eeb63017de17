"""What lands on seats' lists and in the search."""

from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator

from storecrew.kernel.pages.queue import gather
from storecrew.kernel.people import actions
from storecrew.kernel.people.actions.agents import AgentForm
from storecrew.kernel.people.actions.handovers import HandOver, SignHandover
from storecrew.kernel.people.actions.tenures import CoverForm
from storecrew.kernel.reception.search import find

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def keys(actor, now=NOW):
    return {job.key: job for job in gather(actor, now) if job.key.startswith("reception.")}


def test_a_receipt_stays_on_both_lists_until_it_is_signed(company):
    form = HandOver(seat="warehouse", to_id=company.service.person_id)
    receipt = actions.hand_over(company.warehouse, form, now=NOW).handover_id
    key = f"reception.receipt:{receipt}"
    assert keys(company.service)[key].seat in {"warehouse", "service"}
    assert key not in keys(company.finance)
    actions.sign_handover(company.service, SignHandover(handover_id=receipt), now=NOW)
    assert key not in keys(company.service)


def test_a_cover_that_ends_soon_is_told_to_the_seat(company):
    form = CoverForm(
        seat="warehouse", person_id=company.service.person_id, ends_at=NOW + timedelta(days=5), reason="away"
    )
    given = actions.cover_seat(company.warehouse, form, now=NOW)
    key = f"reception.cover:{given.tenure_id}"
    assert key not in keys(company.warehouse)
    assert key in keys(company.warehouse, NOW + timedelta(days=3))
    assert key not in keys(company.finance, NOW + timedelta(days=3))


def test_it_hears_of_agents_whose_key_ran_out_and_of_bare_passwords(company):
    form = AgentForm(name="小库", seat="warehouse", scopes=("people.people",), days=1)
    actions.create_agent(company.warehouse, form, now=NOW)
    assert "reception.idle_agents" not in keys(company.it)
    assert "小库" in keys(company.it, NOW + timedelta(days=1))["reception.idle_agents"].why
    assert "8" in keys(company.it)["reception.password_only"].title
    Authenticator.objects.create(user_id=company.it.person_id, type=Authenticator.Type.TOTP, data={})
    assert "7" in keys(company.it)["reception.password_only"].title
    assert not keys(company.director)


def test_people_seats_and_agents_are_found_by_whoever_has_a_seat(company):
    form = AgentForm(name="小满的帮手", seat="warehouse", scopes=("people.people",))
    actions.create_agent(company.warehouse, form)
    assert [hit.title for hit in find(company.director, "小满", 8)] == ["周小满", "小满的帮手"]
    assert [hit.title for hit in find(company.director, "warehouse", 8)][0] == "Warehouse"
    assert list(find(company.stranger, "小满", 8)) == []
    assert list(find(company.nobody, "小满", 8)) == []
