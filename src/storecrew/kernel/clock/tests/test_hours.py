"""Hours are read as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.clock.hours import BadHours, Interval, hours_of, parse_hours, write_hours


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("9-18", "09:00-18:00"),
        ("09:00-12:00, 13:30-18:00", "09:00-12:00, 13:30-18:00"),
        ("９：００－１２：００、１３：３０～１８：００", "09:00-12:00, 13:30-18:00"),
        ("9.00 – 12.30; 12:30 to 17:00", "09:00-17:00"),
        ("13:00-17:00, 08:00-12:00", "08:00-12:00, 13:00-17:00"),
        ("0-24", "00:00-24:00"),
        ("00:00-23:59", "00:00-24:00"),
        ("22:00-00:00", "22:00-24:00"),
        ("9点", None),
        ("18-9", None),
        ("22:00-02:00", None),
        ("9-12, 11-13", None),
        ("9:75-10:00", None),
        ("9-25", None),
        ("closed", None),
        ("", ""),
        (" ", ""),
    ],
)
def test_hours_are_read_or_refused(text, written):
    if written is None:
        with pytest.raises(BadHours):
            parse_hours(text)
    else:
        assert write_hours(parse_hours(text)) == written


@given(st.sets(st.integers(0, 1440), max_size=8))
def test_written_hours_are_read_back(marks):
    ordered = sorted(marks - {1439})
    hours = hours_of(Interval(*pair) for pair in zip(ordered[::2], ordered[1::2], strict=False))
    assert parse_hours(write_hours(hours)) == hours
