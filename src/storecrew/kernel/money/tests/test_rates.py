"""Converting goes by a named rate and a named rounding rule."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.money.rates import ExchangeRate, read_ecb
from storecrew.kernel.money.types import CurrencyMismatch, Money, MoneyError, Rounding

DAY = date(2026, 10, 30)
FX = Path(__file__).resolve().parents[6] / "shared" / "data" / "fx_ecb"


def _rate(base: str, quote: str, rate: str, on: date = DAY) -> ExchangeRate:
    return ExchangeRate(base, quote, Fraction(rate), "test", on)


def test_conversion_minds_the_digits_of_both_currencies():
    assert _rate("EUR", "JPY", "175.68").convert(Money(10_000, "EUR"), rounding=Rounding.HALF_UP) == Money(
        17_568, "JPY"
    )
    assert _rate("JPY", "KWD", "0.002").convert(Money(1_000, "JPY"), rounding=Rounding.HALF_UP) == Money(2_000, "KWD")


def test_conversion_rounds_by_the_rule_that_is_named():
    half = _rate("USD", "CNY", "0.5")
    assert half.convert(Money(5, "USD"), rounding=Rounding.HALF_UP) == Money(3, "CNY")
    assert half.convert(Money(5, "USD"), rounding=Rounding.HALF_EVEN) == Money(2, "CNY")
    assert half.convert(Money(5, "USD"), rounding=Rounding.DOWN) == Money(2, "CNY")


def test_a_rate_converts_its_base_currency_only():
    with pytest.raises(CurrencyMismatch):
        _rate("EUR", "USD", "1.1").convert(Money(1, "CNY"), rounding=Rounding.DOWN)
    with pytest.raises(MoneyError):
        _rate("EUR", "USD", "0")


def test_two_rates_cross_in_their_common_currency_and_are_as_old_as_the_older():
    crossed = _rate("EUR", "USD", "1.25").inverse().through(_rate("EUR", "CNY", "8", date(2026, 10, 29)))
    assert (crossed.base, crossed.quote, crossed.rate, crossed.on) == (
        "USD",
        "CNY",
        Fraction("6.4"),
        date(2026, 10, 29),
    )


@given(st.integers(0, 10**12), st.fractions(Fraction(1, 1000), 1000))
def test_converting_there_and_back_is_off_by_less_than_the_rounding(minor, rate):
    there = ExchangeRate("EUR", "USD", rate, "test", DAY)
    back = there.inverse().convert(
        there.convert(Money(minor, "EUR"), rounding=Rounding.HALF_UP), rounding=Rounding.HALF_UP
    )
    assert abs(back.minor - minor) <= 1 / (2 * rate) + Fraction(1, 2)


@pytest.mark.skipif(not FX.is_dir(), reason=f"real rates are missing: {FX.name}/ of the shared data")
def test_the_central_banks_files_are_read():
    today = {rate.quote: rate for rate in read_ecb((FX / "eurofxref.csv").read_text())}
    assert len(today) == 29
    assert today["CNY"].on == DAY
    with ZipFile(FX / "eurofxref-hist.zip") as archive:
        history = list(read_ecb(archive.read(archive.namelist()[0]).decode()))
    assert min(rate.on for rate in history) == date(1999, 1, 4)
    assert len({rate.quote for rate in history}) == 41
    assert next(rate for rate in history if rate.on == DAY and rate.quote == "USD") == today["USD"]
