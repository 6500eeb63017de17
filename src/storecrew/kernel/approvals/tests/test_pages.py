"""The pages: what waits is seen by who decides, decided with a click, and carried out before the page comes back."""

import pytest
from django.test import Client

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.approvals.models import Request, Rule
from storecrew.kernel.approvals.tests.conftest import NOW, hire, paid
from storecrew.kernel.approvals.tests.test_approvals import ask
from storecrew.kernel.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages look at the same clock as the requests of these tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_who_decides_sees_the_request_and_approves_it(service, director, rule) -> None:
    request = ask(service)
    boss = signed_in(director)
    assert request in boss.get("/crew/approvals/").content.decode()
    page = boss.get(f"/crew/approvals/{request}/").content.decode()
    assert "60000" in page
    answer = boss.post(f"/crew/approvals/{request}/decision", {"verdict": "approve"}, follow=True)
    assert "Approved and done." in answer.content.decode()
    assert paid() == 1


def test_who_asked_sees_it_among_his_own_and_takes_it_back(service, director, rule) -> None:
    request = ask(service)
    clerk = signed_in(service)
    assert request not in clerk.get("/crew/approvals/").content.decode()
    assert request in clerk.get("/crew/approvals/?which=by_me").content.decode()
    clerk.post(f"/crew/approvals/{request}/withdrawal")
    assert Request.objects.get().state == "withdrawn"


def test_deciding_on_ones_own_request_says_why_not(rule) -> None:
    both = hire("Wu", "service", "director")
    hire("Lin", "director")
    request = ask(both)
    answer = signed_in(both).post(f"/crew/approvals/{request}/decision", {"verdict": "approve"}, follow=True)
    assert "You asked for this yourself" in answer.content.decode()
    assert paid() == 0


def test_a_stranger_to_the_seat_does_not_find_it(service, director, rule) -> None:
    request = ask(service)
    assert signed_in(hire("Zhou", "warehouse")).get(f"/crew/approvals/{request}/").status_code == 404


def test_the_director_sets_and_ends_a_rule_and_a_wrong_amount_is_explained(director) -> None:
    boss = signed_in(director)
    values = {
        "action": "till.pay_out",
        "currency": "CNY",
        "amount": "much",
        "seat": "finance",
        "delay_hours": 24,
        "expires_hours": 72,
    }
    wrong = boss.post("/crew/approvals/rules/", values)
    assert wrong.status_code == 422
    assert not Rule.objects.exists()
    boss.post("/crew/approvals/rules/", values | {"amount": "500"})
    rule = Rule.objects.get()
    assert (rule.from_minor, rule.seat) == (50_000, "finance")
    boss.post(f"/crew/approvals/rules/{rule.pk}/end")
    rule.refresh_from_db()
    assert rule.ended_at is not None


def test_the_request_stands_on_todays_list_of_who_decides_and_nobody_elses(service, director, rule) -> None:
    ask(service)
    assert "Xu asks you: Pay out" in signed_in(director).get("/crew/").content.decode()
    assert "asks you" not in signed_in(service).get("/crew/").content.decode()
