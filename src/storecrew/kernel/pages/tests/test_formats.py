"""Dates are written once for what two of them share."""

from datetime import date

import pytest
from django.utils import timezone, translation

from storecrew.kernel.pages import formats


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        (date(1999, 2, 5), date(1999, 2, 5), "5 Feb 1999", "1999年2月5日"),
        (date(1999, 2, 5), date(1999, 2, 10), "5–10 Feb 1999", "1999年2月5日–10日"),
        (date(1999, 1, 30), date(1999, 2, 2), "30 Jan – 2 Feb 1999", "1999年1月30日–2月2日"),
        (date(1998, 12, 30), date(1999, 1, 2), "30 Dec 1998 – 2 Jan 1999", "1998年12月30日 – 1999年1月2日"),
    ],
)
def test_a_span_says_month_and_year_once(first, last, english, chinese):
    with translation.override("en"):
        assert formats.days(first, last) == english
    with translation.override("zh-hans"):
        assert formats.days(first, last) == chinese


def test_this_year_goes_without_saying():
    year = timezone.localdate().year
    with translation.override("zh-hans"):
        assert formats.days(date(year, 2, 5), date(year, 2, 10)) == "2月5日–10日"
    with translation.override("en"):
        assert formats.days(date(year, 2, 5), date(year, 2, 10)) == "5–10 Feb"
