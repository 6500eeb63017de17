"""The operators' pages: what is stuck is seen, and mended with a click."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.models import Delivery, OutwardAct
from storecrew.kernel.jobs.models import Work, WorkRow
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.jobs.tests.test_actions import dead, lost, mended  # noqa: F401  fixtures
from storecrew.kernel.jobs.work import LongWork, long_work, start
from storecrew.kernel.pages import queue
from storecrew.kernel.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def it(company: Company) -> Client:
    return signed_in(company.it)


@pytest.fixture
def work(company: Company, now: datetime) -> Iterator[Work]:
    @long_work("jobtests.list", label="List")
    def go(work: LongWork) -> None:
        with work.step() as step:
            step.total = 3
            step.did(1, note="created")
            step.skipped(2, reason="already there")
            step.refused(3, column="Price", value="=HYPERLINK(1)", reason="This is not a number.")

    yield run_to_end(start("jobtests.list", actor=company.marketing, at=now, label="list.csv", params={}).pk)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_with_nothing_stuck_the_page_says_so(it: Client) -> None:
    page = it.get("/crew/jobs/")
    assert page.status_code == 200
    assert "Everything has been told and sent" in page.content.decode()


def test_a_stuck_event_is_shown_and_delivered_again(it: Client, dead: Delivery) -> None:  # noqa: F811
    page = it.get("/crew/jobs/").content.decode()
    assert "RuntimeError: not mended" in page
    answer = it.post(f"/crew/jobs/letters/{dead.pk}/retry", follow=True)
    assert "delivered again" in answer.content.decode()
    assert not Delivery.objects.filter(state="dead").exists()


def test_dropping_needs_a_reason(it: Client, dead: Delivery) -> None:  # noqa: F811
    page = f"/crew/jobs/letters/{dead.pk}"
    assert it.post(page, {"reason": ""}).status_code == 422
    assert Delivery.objects.filter(state="dead").count() == 1
    assert it.post(page, {"reason": "test data"}).status_code == 303
    assert Delivery.objects.filter(state="dropped").count() == 1


def test_an_unknown_act_is_settled_by_what_somebody_saw(it: Client, lost: OutwardAct) -> None:  # noqa: F811
    page = f"/crew/jobs/acts/{lost.pk}"
    assert "nothing was heard" in it.get(page).content.decode()
    assert it.post(page, {"happened": "yes"}).status_code == 422
    assert it.post(page, {"happened": "yes", "how": "asked them", "reference": "N7"}).status_code == 303
    lost.refresh_from_db()
    assert (lost.state, lost.reference) == ("confirmed", "N7")


def test_an_unknown_act_can_be_given_up(it: Client, lost: OutwardAct) -> None:  # noqa: F811
    assert it.post(f"/crew/jobs/acts/{lost.pk}/drop", {"reason": ""}).status_code == 422
    assert it.post(f"/crew/jobs/acts/{lost.pk}/drop", {"reason": "too late"}).status_code == 303
    lost.refresh_from_db()
    assert lost.state == "dropped"


def test_the_log_can_be_narrowed(it: Client, lost: OutwardAct) -> None:  # noqa: F811
    assert "jobtests.letter" in it.get("/crew/jobs/acts/").content.decode()
    assert "Nothing matches" in it.get("/crew/jobs/acts/?kind=nothing").content.decode()


def test_who_started_a_work_sees_its_report(company: Company, work: Work) -> None:
    marketing = signed_in(company.marketing)
    page = marketing.get(f"/crew/jobs/works/{work.pk}").content.decode()
    assert "This is not a number." in page
    assert "list.csv" in marketing.get("/crew/jobs/works/").content.decode()
    only = marketing.get(f"/crew/jobs/works/{work.pk}?outcome=refused").content.decode()
    assert "already there" not in only
    assert signed_in(company.service).get(f"/crew/jobs/works/{work.pk}").status_code == 404


def test_the_report_downloads_without_formulas(company: Company, work: Work) -> None:
    answer = signed_in(company.marketing).get(f"/crew/jobs/works/{work.pk}/report.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeffLine,Outcome")
    assert lines[3] == "3,refused,Price,'=HYPERLINK(1),This is not a number.,"


def test_the_progress_can_be_asked_for_alone(company: Company, work: Work) -> None:
    headers = {"HX-Request": "true"}
    part = signed_in(company.marketing).get(f"/crew/jobs/works/{work.pk}", headers=headers).content.decode()
    assert part.strip().startswith("<section")
    assert "3 of 3" in part


def test_the_outbox_is_for_operators(company: Company) -> None:
    assert signed_in(company.marketing).get("/crew/jobs/").status_code == 403
    assert Client().get("/crew/jobs/").status_code in {302, 303, 401}


def test_what_is_stuck_is_a_job_of_the_it_seat(
    company: Company,
    dead: Delivery,  # noqa: F811
    lost: OutwardAct,  # noqa: F811
    now: datetime,
) -> None:
    keys = {item.key for item in queue.gather(company.it, now) if item.key.startswith("jobs.")}
    assert keys == {"jobs.dead", "jobs.unknown"}
    assert not [item for item in queue.gather(company.warehouse, now) if item.key.startswith("jobs.")]


def test_queries_do_not_grow_with_rows(it: Client, work: Work) -> None:
    WorkRow.objects.bulk_create(WorkRow(work=work, line=1, outcome="done", subject=f"work:{work.pk}") for _ in range(2))
    page = f"/crew/jobs/works/{work.pk}"
    it.get(page)
    with CaptureQueriesContext(connection) as few:
        it.get(page)
    WorkRow.objects.bulk_create(
        WorkRow(work=work, line=n, outcome="done", subject=f"work:{work.pk + n}") for n in range(40)
    )
    with CaptureQueriesContext(connection) as many:
        it.get(page)
    assert len(many) <= len(few)
