"""Money keeps its cents, its currency and its temper."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.types import (
    CurrencyMismatch,
    FloatRefused,
    Money,
    MoneyError,
    Rounding,
    TooPrecise,
    UnknownCurrency,
    rounded,
    total,
)

minors = st.integers(-(10**15), 10**15)
currencies = st.sampled_from(["CNY", "USD", "JPY", "KWD"])
moneys = st.builds(Money, minors, currencies)
weights = st.lists(st.one_of(st.integers(0, 10**6), st.fractions(0, 100)), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("code", "digits"),
    [("CNY", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("IQD", 3), ("RSD", 2), ("HUF", 2), ("ISK", 0), ("CLF", 4)],
)
def test_minor_digits_are_those_of_iso_4217(code, digits):
    assert minor_digits(code) == digits


def test_whole_units_become_minor_units_of_the_currency():
    assert Money.of("12.50", "CNY") == Money(1250, "CNY")
    assert Money.of(300, "JPY") == Money(300, "JPY")
    assert Money.of(Decimal("1.234"), "KWD") == Money(1234, "KWD")
    assert Money(1250, "CNY").amount == Decimal("12.50")
    assert str(Money(-5, "CNY")) == "-0.05 CNY"


def test_lost_decimals_need_a_named_rule():
    with pytest.raises(TooPrecise):
        Money.of("12.505", "CNY")
    assert Money.of("12.505", "CNY", rounding=Rounding.HALF_UP) == Money(1251, "CNY")
    assert Money.of("12.505", "CNY", rounding=Rounding.HALF_EVEN) == Money(1250, "CNY")


@pytest.mark.parametrize("bad", [1.0, True, Decimal(1), "1", None])
def test_only_an_int_counts_minor_units(bad):
    with pytest.raises(FloatRefused):
        Money(bad, "CNY")


@pytest.mark.parametrize("code", ["cny", "ABC", "", "RMB", None, 7])
def test_unknown_currencies_are_refused(code):
    with pytest.raises(UnknownCurrency):
        Money(1, code)


@pytest.mark.parametrize(
    "act",
    [
        lambda m: m * 1.5,
        lambda m: m + 1.0,
        lambda m: m < 0.5,
        lambda m: m.times(0.1, rounding=Rounding.DOWN),
        lambda m: m.allocate([0.5, 0.5]),
    ],
)
def test_floats_are_refused_everywhere(act):
    with pytest.raises(FloatRefused):
        act(Money(100, "CNY"))


@pytest.mark.parametrize(
    "act",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a >= b,
        lambda a, b: a.ratio(b),
        lambda a, b: total([a, b], "CNY"),
    ],
)
def test_two_currencies_do_not_meet(act):
    with pytest.raises(CurrencyMismatch):
        act(Money(100, "CNY"), Money(100, "USD"))


def test_equal_numbers_of_two_currencies_differ():
    assert Money(0, "CNY") != Money(0, "USD")
    assert len({Money(1, "CNY"), Money(1, "USD"), Money(1, "CNY")}) == 2


def test_the_total_of_nothing_is_zero_of_the_currency():
    assert total([], "JPY") == Money(0, "JPY")


@given(moneys, weights)
def test_allocating_loses_no_cent(money, shares):
    parts = money.allocate(shares)
    assert total(parts, money.currency) == money
    whole = sum(Fraction(share) for share in shares)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part.minor - money.minor * Fraction(share) / whole) < 1
        assert share or not part
    assert (-money).allocate(shares) == tuple(-part for part in parts)


@given(moneys, st.integers(1, 60))
def test_split_parts_differ_by_one_unit_at_most(money, count):
    parts = money.split(count)
    assert len(parts) == count
    assert total(parts, money.currency) == money
    assert max(parts).minor - min(parts).minor <= 1
    assert abs(parts[0]) >= abs(parts[-1])


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [2, -1]])
def test_shares_that_make_no_whole_are_refused(shares):
    with pytest.raises(MoneyError):
        Money(100, "CNY").allocate(shares)


@given(minors, minors, minors)
def test_addition_is_that_of_integers(one, two, three):
    a, b, c = (Money(minor, "CNY") for minor in (one, two, three))
    assert (a + b) + c == a + (b + c)
    assert a - b == -(b - a)
    assert (a < b) == (one < two)


@given(st.fractions())
def test_rounding_rules_bracket_the_value(value):
    assert abs(rounded(value, Rounding.DOWN)) <= abs(value) <= abs(rounded(value, Rounding.UP))
    for rule in (Rounding.HALF_UP, Rounding.HALF_EVEN):
        assert abs(rounded(value, rule) - value) <= Fraction(1, 2)
    assert rounded(value, Rounding.HALF_EVEN) == round(value)
    assert rounded(-value, Rounding.HALF_UP) == -rounded(value, Rounding.HALF_UP)


class _Order(BaseModel):
    total: Money


@given(moneys)
def test_money_travels_through_json_unchanged(money):
    order = _Order(total=money)
    assert _Order.model_validate_json(order.model_dump_json()) == order
    assert order.model_dump(mode="json") == {"total": {"minor": money.minor, "currency": money.currency}}


@pytest.mark.parametrize(
    "body",
    [
        '{"minor": 1.5, "currency": "CNY"}',
        '{"minor": "1", "currency": "CNY"}',
        '{"minor": 1, "currency": "XYQ"}',
        '{"minor": 1}',
        "12",
        '{"minor": 1, "currency": "CNY", "more": 1}',
    ],
)
def test_json_that_is_no_money_is_refused(body):
    with pytest.raises(ValidationError):
        _Order.model_validate_json(f'{{"total": {body}}}')


def test_the_json_schema_names_both_fields():
    schema = _Order.model_json_schema()["properties"]["total"]
    assert schema["required"] == ["minor", "currency"]
    assert schema["properties"]["minor"]["type"] == "integer"
