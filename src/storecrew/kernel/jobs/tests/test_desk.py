"""The ruler of a day carries what runs by itself at a set time, and long works."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storecrew.kernel.actions.types import person
from storecrew.kernel.jobs import desk
from storecrew.kernel.jobs.models import Schedule
from storecrew.kernel.jobs.schedules import Daily, Every, PlainDays, keep_days_by, scheduled
from storecrew.kernel.jobs.ticking import align
from storecrew.kernel.jobs.work import long_work, start
from storecrew.kernel.people.seats import Seat

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 3, 1, 16, tzinfo=UTC)  # of Monday, 2 March, in Shanghai
DAY = timedelta(days=1)


class Shanghai(PlainDays):
    zone = ZoneInfo("Asia/Shanghai")

    def is_workday(self, on: date) -> bool:
        return on.weekday() < 5


@pytest.fixture
def plans() -> None:
    keep_days_by(Shanghai)

    @scheduled("tests.morning", label="Morning", rhythm=Daily(time(8, 30), workdays=True))
    def morning(now: datetime) -> None: ...

    @scheduled("tests.often", label="Often", rhythm=Every(minutes=5))
    def often(now: datetime) -> None: ...

    @scheduled("tests.twice", label="Twice", rhythm=Every(hours=12))
    def twice(now: datetime) -> None: ...

    align(MIDNIGHT - timedelta(hours=1))


def told(start: datetime) -> list[tuple[str, datetime]]:
    return sorted((str(one.label), one.at) for one in desk.schedules(person(1), start, start + DAY))


def test_set_times_are_shown_and_what_runs_all_the_time_is_not(plans) -> None:
    assert told(MIDNIGHT) == [
        ("Morning", MIDNIGHT + timedelta(hours=8, minutes=30)),
        ("Twice", MIDNIGHT + timedelta(hours=8)),
        ("Twice", MIDNIGHT + timedelta(hours=20)),
    ]


def test_a_weekend_has_no_workday_schedules(plans) -> None:
    assert {name for name, _at in told(MIDNIGHT + 5 * DAY)} == {"Twice"}


def test_a_held_schedule_is_left_out(plans) -> None:
    Schedule.objects.filter(pk="tests.morning").update(paused_at=MIDNIGHT)
    assert {name for name, _at in told(MIDNIGHT)} == {"Twice"}


def test_a_work_is_seen_by_who_started_it_and_by_it_and_director(company) -> None:
    long_work("tests.list", label="List")(lambda work: None)
    row = start("tests.list", actor=company.web, at=MIDNIGHT, label="list.csv", params={}, cause="c" * 32)
    row.started_at, row.state = MIDNIGHT + timedelta(hours=9), "running"
    row.save()
    for actor, sees in ((company.web, 1), (company.director, 1), (company.holding(Seat.IT), 1), (company.finance, 0)):
        assert len(list(desk.works(actor, MIDNIGHT, MIDNIGHT + DAY))) == sees
    assert not list(desk.works(company.web, MIDNIGHT - DAY, MIDNIGHT))


def test_a_finished_work_is_a_span(company) -> None:
    long_work("tests.list", label="List")(lambda work: None)
    row = start("tests.list", actor=company.web, at=MIDNIGHT, label="list.csv", params={}, cause="c" * 32)
    row.started_at, row.finished_at, row.state = MIDNIGHT - DAY, MIDNIGHT + timedelta(hours=1), "done"
    row.save()
    (moment,) = desk.works(company.web, MIDNIGHT, MIDNIGHT + DAY)
    assert (moment.at, moment.until, moment.done) == (MIDNIGHT, row.finished_at, True)
