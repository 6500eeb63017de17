"""Rates are rows with a source and a day; the newest one counts, and nothing is overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, SignedOut
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.actions import RateRow, RecordRates, record_rates
from storecrew.kernel.money.models import Rate
from storecrew.kernel.money.reads import RateQuery, rate, rate_on

MONDAY, TUESDAY = date(2026, 10, 26), date(2026, 10, 27)


def _rates(*rows: tuple[str, str, str, date], source: str = "ECB") -> RecordRates:
    return RecordRates(
        source=source, rates=tuple(RateRow(base=b, quote=q, rate=Decimal(r), on=on) for b, q, r, on in rows)
    )


def test_a_rate_said_twice_is_kept_once_and_a_correction_beside_it(company):
    first = _rates(("EUR", "CNY", "7.8", MONDAY), ("EUR", "USD", "1.1", MONDAY))
    assert record_rates(company.finance, first).recorded == 2
    assert record_rates(company.finance, first).model_dump() == {"recorded": 0, "known": 2}
    record_rates(company.finance, _rates(("EUR", "CNY", "7.9", MONDAY)))
    assert Rate.objects.count() == 3
    answer = rate(company.service, RateQuery(base="EUR", quote="CNY", on=MONDAY))
    assert answer.rate == Decimal("7.9")


def test_the_newest_rate_on_or_before_the_day_is_taken(company):
    record_rates(company.finance, _rates(("EUR", "CNY", "7.8", MONDAY), ("EUR", "CNY", "8", TUESDAY)))
    assert rate(company.finance, RateQuery(base="EUR", quote="CNY", on=MONDAY)).rate == Decimal("7.8")
    sunday = rate(company.finance, RateQuery(base="EUR", quote="CNY", on=date(2026, 11, 1)))
    assert (sunday.rate, sunday.on) == (Decimal(8), TUESDAY)
    with pytest.raises(Missing):
        rate(company.finance, RateQuery(base="EUR", quote="CNY", on=date(2026, 1, 1)))


def test_pairs_are_turned_and_crossed(company):
    record_rates(company.finance, _rates(("EUR", "CNY", "8", TUESDAY), ("EUR", "USD", "1.25", MONDAY)))
    assert rate(company.finance, RateQuery(base="CNY", quote="EUR", on=TUESDAY)).rate == Decimal("0.125")
    crossed = rate(company.finance, RateQuery(base="USD", quote="CNY", on=TUESDAY))
    assert (crossed.rate, crossed.on) == (Decimal("6.4"), MONDAY)
    assert rate(company.finance, RateQuery(base="USD", quote="USD", on=TUESDAY)).rate == 1


def test_a_source_can_be_asked_for_alone(company):
    record_rates(company.finance, _rates(("EUR", "CNY", "8", MONDAY)))
    record_rates(company.finance, _rates(("EUR", "CNY", "9", MONDAY), source="bank"))
    assert rate(company.finance, RateQuery(base="EUR", quote="CNY", on=MONDAY, source="ECB")).rate == 8
    assert rate(company.finance, RateQuery(base="EUR", quote="CNY", on=MONDAY)).source == "bank"


def test_crossing_asks_a_bounded_number_of_questions(company, django_assert_max_num_queries):
    record_rates(
        company.finance,
        _rates(("EUR", "CNY", "8", MONDAY), *(("EUR", code, "2", MONDAY) for code in ("USD", "JPY", "GBP", "CHF"))),
    )
    with django_assert_max_num_queries(5):
        assert rate_on("USD", "CNY", on=MONDAY) is not None
    with django_assert_max_num_queries(3):
        assert rate_on("EUR", "KWD", on=MONDAY) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals("0.000000000001", "999", places=12), st.sampled_from(["JPY", "KWD", "USD"]))
def test_a_rate_is_kept_to_the_last_digit(company, value, quote):
    data = RecordRates(source=f"{quote}{value}", rates=(RateRow(base="EUR", quote=quote, rate=value, on=MONDAY),))
    assert record_rates(company.finance, data).recorded == 1
    assert record_rates(company.finance, data).known == 1
    assert rate(company.finance, RateQuery(base="EUR", quote=quote, on=MONDAY, source=data.source)).rate == value


def test_only_finance_and_the_director_record_rates(company):
    for actor in (company.service, company.stranger):
        with pytest.raises(Denied):
            record_rates(actor, _rates(("EUR", "CNY", "8", MONDAY)))
    with pytest.raises(SignedOut):
        record_rates(company.nobody, _rates(("EUR", "CNY", "8", MONDAY)))


@pytest.mark.parametrize(
    "row",
    [
        {"base": "EUR", "quote": "RMB", "rate": "8"},
        {"base": "EUR", "quote": "CNY", "rate": "0"},
        {"base": "EUR", "quote": "CNY", "rate": "nan"},
    ],
)
def test_rates_that_make_no_sense_are_refused(row):
    with pytest.raises(InvalidInput):
        parse(RecordRates, {"source": "x", "rates": [{**row, "on": "2026-10-26"}]})
