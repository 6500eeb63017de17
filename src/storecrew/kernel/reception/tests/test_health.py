"""The doctor proves the history of seats, and finds what no action could have written."""

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.kernel.jobs.health import Level
from storecrew.kernel.people.models import Ownership, Person, Tenure
from storecrew.kernel.reception.health import seats

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def levels():
    return [finding.level for finding in seats(NOW)]


def test_a_sound_history_is_proved(company):
    assert levels() == [Level.GOOD]


@pytest.mark.django_db
def test_an_empty_store_is_no_fault():
    assert levels() == [Level.WARN]


def test_two_holders_at_once_are_found_even_long_ago(company):
    row = Tenure.objects.get(seat="it")
    Tenure.objects.create(
        person_id=company.web.person_id,
        seat="it",
        kind="hold",
        starts_at=row.starts_at - DAY,
        ends_at=row.starts_at + DAY,
    )
    assert levels() == [Level.BAD]


def test_a_holder_who_ends_when_the_next_begins_is_no_contradiction(company):
    row = Tenure.objects.get(seat="it")
    Tenure.objects.create(
        person_id=company.web.person_id, seat="it", kind="hold", starts_at=row.starts_at - DAY, ends_at=row.starts_at
    )
    assert levels() == [Level.GOOD]


def test_a_cover_that_outlasts_its_seat_is_found(company):
    row = Tenure.objects.get(seat="it")
    Tenure.objects.create(
        person_id=company.web.person_id,
        seat="it",
        kind="cover",
        covers=row,
        reason="x",
        starts_at=NOW,
        ends_at=NOW + 3 * DAY,
    )
    assert levels() == [Level.GOOD]
    row.close(NOW + 2 * DAY)
    assert levels() == [Level.BAD]


def test_a_leaver_in_a_seat_and_a_store_without_owner_are_found(company):
    Person.objects.filter(pk=company.it.person_id).update(left_at=NOW - DAY)
    assert levels() == [Level.BAD]
    Ownership.objects.get().close(NOW - DAY)
    assert levels() == [Level.BAD, Level.BAD]
