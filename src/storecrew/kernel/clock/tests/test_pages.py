"""The work calendar's pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from storecrew.kernel.clock.actions import AddSpecialDays, add_special_days
from storecrew.kernel.clock.models import Calendar, SpecialDays
from storecrew.kernel.people.models import Person

WEEK = {f"day_{number}": "9-12, 13:30-18" for number in range(5)}


@pytest.fixture
def visit(client, company):
    """Sign in as somebody and return the client."""

    def enter(actor):
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return enter


def test_a_stranger_is_sent_to_sign_in(client, company):
    assert client.get("/crew/clock/").status_code in {302, 303}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_month_is_shown_with_its_reasons(visit, company, language):
    add_special_days(company.director, AddSpecialDays(first=date(2026, 10, 9), reason="<moving> house"))
    client = visit(company.analyst)
    with translation.override(language):
        page = client.get("/crew/clock/?month=2026-10", headers={"Accept-Language": language}).content.decode()
    assert ("国庆节" if language == "zh-hans" else "National Day") in page
    assert "&lt;moving&gt; house" in page
    assert page.count("clock__day--closed") >= 8
    assert "special-days" not in page  # an analyst reads only


@pytest.mark.parametrize("month", ["", "2026-13", "nonsense", "1066-10", "9999-99", "2100-12", "2000-01"])
def test_odd_months_are_answered(visit, company, month):
    assert visit(company.analyst).get(f"/crew/clock/?month={month}").status_code == 200


def test_a_year_that_is_not_announced_is_called_uncertain(visit, company):
    client = visit(company.analyst)
    assert "has not been announced" in client.get("/crew/clock/?month=2040-01").content.decode()
    assert "has not been announced" not in client.get("/crew/clock/?month=2026-01").content.decode()


def test_more_special_days_cost_no_more_queries(visit, company):
    client = visit(company.director)

    def queries() -> int:
        client.get("/crew/clock/?month=2026-12")  # the calendar's new version is reckoned once
        with CaptureQueriesContext(connection) as seen:
            client.get("/crew/clock/?month=2026-12")
        return len(seen)

    add_special_days(company.director, AddSpecialDays(first=date(2026, 12, 1)))
    few = queries()
    for day in range(2, 29):
        add_special_days(company.director, AddSpecialDays(first=date(2026, 12, day), reason="x"))
    assert queries() == few < 30


def test_the_week_is_set_by_the_form(visit, company):
    client = visit(company.director)
    assert client.get("/crew/clock/week").status_code == 200
    answer = client.post("/crew/clock/week", {"timezone": "Asia/Shanghai", "country": "CN", "make_up": "on", **WEEK})
    assert answer.status_code == 303
    assert Calendar.objects.get().week == ["09:00-12:00, 13:30-18:00"] * 5 + ["", ""]


def test_wrong_hours_are_said_at_the_weekday_and_nothing_is_lost(visit, company):
    client = visit(company.director)
    answer = client.post(
        "/crew/clock/week", {"timezone": "Asia/Shanghai", "country": "CN", **WEEK, "day_2": "9-12, 11-13"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "overlap" in page
    assert "13:30-18" in page
    assert not Calendar.objects.exists()


def test_special_days_are_added_and_taken_out(visit, company):
    client = visit(company.warehouse)
    answer = client.post("/crew/clock/special-days", {"first": "2026-12-24", "last": "2026-12-26", "reason": "count"})
    assert (answer.status_code, answer["Location"]) == (303, "/crew/clock/?month=2026-12")
    row = SpecialDays.objects.get()
    assert client.post(f"/crew/clock/special-days/{row.pk}/removal").status_code == 303
    assert not SpecialDays.objects.exists()


def test_special_days_that_are_wrong_come_back_with_words(visit, company):
    answer = visit(company.warehouse).post("/crew/clock/special-days", {"first": "2026-12-24", "last": "2026-12-01"})
    assert answer.status_code == 422
    assert "before the first" in answer.content.decode()


def test_who_may_not_change_the_calendar_is_told(visit, company):
    client = visit(company.analyst)
    assert client.post("/crew/clock/special-days", {"first": "2026-12-24"}).status_code in {403, 422}
    client.post("/crew/clock/week", {"timezone": "Asia/Shanghai", **WEEK})
    assert not Calendar.objects.exists()
    assert not SpecialDays.objects.exists()
