"""What a new store begins with is what is usual in its country."""

from datetime import date

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.clock.usual import next_days_off, usual_week

NINE = parse_hours("09:00-18:00")
CLOSED = parse_hours("")


def calendar(country):
    return WorkCalendar("UTC", (NINE, NINE, NINE, NINE, NINE, CLOSED, CLOSED), country)


def test_china_works_five_days_with_a_break_at_noon():
    assert usual_week("CN") == ("09:00-12:00, 13:30-18:00",) * 5 + ("", "")


def test_friday_and_saturday_are_the_weekend_in_saudi_arabia():
    assert [number for number, hours in enumerate(usual_week("SA")) if not hours] == [4, 5]


def test_a_country_nobody_knows_works_from_monday_to_friday():
    assert usual_week("XX") == ("09:00-18:00",) * 5 + ("", "")
    assert usual_week("") == usual_week("XX")


def test_every_hour_of_the_list_can_be_read():
    for country in ("CN", "ES", "US", "CH", "FR", "DE", "XX"):
        assert any(parse_hours(hours) for hours in usual_week(country))


def test_days_off_in_a_row_are_one_entry_and_make_up_workdays_stand_alone():
    found = next_days_off(calendar("CN"), date(2026, 2, 1), "zh-hans", most=3)
    assert [(one.first.day, one.last.day, one.worked_for) for one in found] == [
        (14, 14, date(2026, 2, 20)),
        (16, 23, None),  # with the weekend in between
        (28, 28, date(2026, 2, 23)),
    ]
    assert found[1].name == "春节"


def test_names_are_in_the_readers_language():
    assert next_days_off(calendar("CN"), date(2027, 1, 1), "en", most=1)[0].name == "New Year's Day"
    assert next_days_off(calendar("CN"), date(2027, 1, 1), "zh-hans", most=1)[0].name == "元旦"


def test_a_holiday_that_begins_today_is_the_next_one():
    assert next_days_off(calendar("US"), date(2026, 12, 25), "en", most=1)[0].first == date(2026, 12, 25)


def test_a_calendar_without_a_country_has_none():
    assert next_days_off(calendar(""), date(2026, 1, 1), "en") == ()
