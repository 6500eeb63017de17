"""Setting a job aside: for the whole seat, with a way back, and never for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from storecrew.fronts.desks import actions
from storecrew.fronts.desks.lists import jobs_of
from storecrew.fronts.desks.models import Deferral
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.pages import notices
from storecrew.kernel.pages.types import Step
from storecrew.kernel.people.actions.handovers import HandOver, hand_over
from storecrew.kernel.people.models import Handover, Person, Tenure

pytestmark = pytest.mark.django_db


def keys(actor, now=None) -> list[str]:
    at = now or timezone.now()
    return [job.key for job in jobs_of(actor, at, grants_of(actor, at)).jobs]


def job(key: str = "k", **more) -> dict:
    return {"key": key, "seat": "web", "title": f"Title of {key}", **more}


@pytest.fixture
def partner(company):
    """Somebody who shares the web seat."""
    person = Person.objects.get(pk=company.it.person_id)
    Tenure.objects.create(person=person, seat="web", kind="share", starts_at=company.founded_at)
    return company.it


def test_a_job_put_off_is_gone_for_everybody_in_the_seat_and_back_by_itself(jobs, company, partner) -> None:
    jobs("k")
    now = timezone.now()
    actions.put_off(company.web, actions.PutOff(**job(until=now + timedelta(hours=3))))
    assert keys(company.web) == keys(partner) == []
    assert keys(company.web, now + timedelta(hours=4)) == ["k"]


@pytest.mark.parametrize("days", [-1, 31])
def test_a_job_is_put_off_into_the_coming_thirty_days_only(jobs, company, days) -> None:
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(InvalidInput) as caught:
        actions.put_off(company.web, actions.PutOff(**job(until=until)))
    assert "until" in caught.value.fields


def test_a_job_handed_on_is_on_their_list_alone_and_they_are_told(jobs, company, partner) -> None:
    jobs("k")
    actions.hand_on(company.web, actions.HandOn(**job(to_person_id=partner.person_id, reason="you know them")))
    assert keys(company.web) == []
    assert keys(partner) == ["k"]
    assert notices.unread_count(partner) == 1
    now = timezone.now()
    listed = jobs_of(partner, now, grants_of(partner, now)).ranking.groups[0].rows[0].listed
    assert (listed.handed_by, listed.note) == ("Noah Field", "you know them")


def test_a_job_handed_to_somebody_who_leaves_the_seat_is_everybodys_again(jobs, company, partner) -> None:
    jobs("k")
    actions.hand_on(company.web, actions.HandOn(**job(to_person_id=partner.person_id)))
    Tenure.objects.get(person_id=partner.person_id, seat="web").close(timezone.now())
    assert keys(company.web) == ["k"]


def test_a_seat_is_handed_over_with_the_jobs_on_its_list(jobs, company, partner) -> None:
    jobs("dear", yuan=9)
    jobs("k")
    jobs("other", seat="finance", yuan=99)
    actions.hand_on(partner, actions.HandOn(**job(to_person_id=company.web.person_id)))
    receipt = hand_over(company.web, HandOver(seat="web", to_id=partner.person_id))
    sections = Handover.objects.get(pk=receipt.handover_id).receipt[0]["sections"]["en"]
    listed = next(part for part in sections if part["name"] == "desks.queue")["items"]
    assert [(item["text"], item["mark"]) for item in listed] == [("Title of dear", "¥9"), ("Title of k", "")]
    assert sorted(keys(partner)) == ["dear", "k"]
    assert keys(company.web) == []


def test_a_job_is_handed_on_only_to_somebody_who_could_do_it(jobs, company) -> None:
    with pytest.raises(Refused):
        actions.hand_on(company.web, actions.HandOn(**job(to_person_id=company.finance.person_id)))
    with pytest.raises(Refused):
        actions.hand_on(company.web, actions.HandOn(**job(to_person_id=company.web.person_id)))


def test_a_dropped_job_comes_back_when_it_changes(jobs, company) -> None:
    jobs("k", version="3 products")
    actions.drop(company.web, actions.Drop(**job(version="3 products", reason="samples only")))
    assert keys(company.web) == []
    jobs("k", version="4 products")
    assert keys(company.web) == ["k"]


def test_a_dropped_job_comes_back_after_thirty_days(jobs, company) -> None:
    jobs("k")
    actions.drop(company.web, actions.Drop(**job(reason="samples only")))
    assert keys(company.web, timezone.now() + timedelta(days=29)) == []
    assert keys(company.web, timezone.now() + timedelta(days=30, minutes=1)) == ["k"]


def test_setting_aside_a_second_time_replaces_the_first(jobs, company) -> None:
    jobs("k")
    actions.put_off(company.web, actions.PutOff(**job(until=timezone.now() + timedelta(hours=3))))
    actions.drop(company.web, actions.Drop(**job(reason="no")))
    assert Deferral.objects.filter(taken_back_at=None).count() == 1


def test_taking_back_puts_it_on_the_list_once(jobs, company) -> None:
    jobs("k")
    aside = actions.drop(company.web, actions.Drop(**job(reason="no")))
    actions.take_back(company.web, actions.TakeBack(deferral_id=aside.deferral_id))
    assert keys(company.web) == ["k"]
    with pytest.raises(Missing):
        actions.take_back(company.web, actions.TakeBack(deferral_id=aside.deferral_id))


def test_nobody_sets_aside_or_takes_back_what_belongs_to_another_seat(jobs, company) -> None:
    aside = actions.drop(company.web, actions.Drop(**job(reason="no")))
    later = timezone.now() + timedelta(hours=1)
    for attempt in (
        lambda: actions.put_off(company.finance, actions.PutOff(**job(until=later))),
        lambda: actions.take_back(company.finance, actions.TakeBack(deferral_id=aside.deferral_id)),
        lambda: actions.drop(nobody(), actions.Drop(**job(reason="no"))),
    ):
        with pytest.raises(Denied):
            attempt()
    assert Entry.objects.filter(outcome="denied").count() == 3


def test_the_page_puts_off_with_a_way_back(jobs, company, browse) -> None:
    jobs("k", yuan=5)
    client = browse(company.web)
    page = client.post(
        "/crew/job/aside/", {"key": "k", "seat": "web", "choice": "tomorrow"}, follow=True
    ).content.decode()
    assert "Put off: Title of k" in page
    assert "Take back" in page
    row = Deferral.objects.get()
    assert row.kind == "later"
    client.post("/crew/job/back/", {"deferral": row.pk})
    assert keys(company.web) == ["k"]


def test_the_page_hands_on_to_a_colleague_in_the_seat(jobs, company, partner, browse) -> None:
    jobs("k", yuan=5)
    client = browse(company.web)
    assert f'value="to:{partner.person_id}"' in client.get("/crew/").content.decode()
    client.post("/crew/job/aside/", {"key": "k", "seat": "web", "choice": f"to:{partner.person_id}"})
    assert keys(partner) == ["k"]


def test_dropping_asks_for_a_reason(jobs, company, browse) -> None:
    jobs("k", yuan=5)
    client = browse(company.web)
    nameless = client.post("/crew/job/", {"key": "k", "seat": "web", "reason": ""})
    assert nameless.status_code == 422
    assert "Error:" in nameless.content.decode()
    dropped = client.post("/crew/job/", {"key": "k", "seat": "web", "reason": "samples"}, follow=True)
    assert "Dropped: Title of k" in dropped.content.decode()
    assert keys(company.web) == []


def test_a_job_that_is_done_meanwhile_is_not_set_aside(jobs, company, browse) -> None:
    answer = browse(company.web).post(
        "/crew/job/aside/", {"key": "gone", "seat": "web", "choice": "tomorrow"}, follow=True
    )
    assert "off the list already" in answer.content.decode()
    assert not Deferral.objects.exists()


def test_a_step_runs_its_action_with_the_values_the_room_knows_now(jobs, company, browse) -> None:
    jobs("k", step=Step("Read all", action="pages.mark_read", values={}))
    answer = browse(company.web).post("/crew/job/step/", {"key": "k", "seat": "web", "values": "forged"}, follow=True)
    assert "Done: Read all" in answer.content.decode()
    assert Entry.objects.get(action="pages.mark_read").outcome == "done"
