"""What people type is read as they meant it, or refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.money.formatting import format_amount, format_money
from storecrew.kernel.money.parsing import NotAnAmount, parse_money
from storecrew.kernel.money.types import CurrencyMismatch, Money, MoneyError, TooPrecise


@pytest.mark.parametrize(
    ("text", "currency", "language", "minor"),
    [
        ("¥12.5", "CNY", "zh-hans", 1250),
        ("￥１２．５０", "CNY", "zh-hans", 1250),
        ("１２", "CNY", None, 1200),
        ("12元", "CNY", None, 1200),
        ("1.2万元", "CNY", "zh-hans", 1_200_000),
        ("3亿", "CNY", None, 30_000_000_000),
        ("1,234.50", "CNY", None, 123450),
        ("1,234", "CNY", None, 123400),
        ("1.234", "EUR", "de", 123400),
        ("1.234,5 €", "EUR", "de", 123450),
        ("12,50", "EUR", "de", 1250),
        ("12,50", "CNY", None, 1250),
        ("1 234,50", "EUR", "fr", 123450),
        ("1\u202f234,50\u00a0€", "EUR", "fr", 123450),
        ("1’234.50", "CHF", None, 123450),
        ("12,34,567.00", "INR", "en", 123456700),
        ("-3", "USD", None, -300),
        ("−$3.05", "USD", "en", -305),
        ("$-3.05", "USD", "en", -305),
        ("(12.50)", "USD", None, -1250),
        ("12.50-", "USD", None, -1250),
        ("+5", "USD", None, 500),
        ("USD 5", "USD", None, 500),
        ("5 usd", "USD", None, 500),
        ("US$5", "USD", "en", 500),
        ("JP¥300", "JPY", None, 300),
        ("¥300", "JPY", "ja", 300),
        ("1.234", "KWD", "en", 1234),
        (".5", "USD", None, 50),
        ("12.500", "USD", "en", 1250),
        ("٣٫٥", "EGP", None, 350),
        ("0", "USD", None, 0),
    ],
)
def test_amounts_are_read(text, currency, language, minor):
    assert parse_money(text, currency, language=language) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "language"),
    [
        ("", "CNY", None),
        ("abc", "CNY", None),
        ("¥", "CNY", None),
        ("1.2.3", "CNY", None),
        ("1,23,4", "CNY", "en"),
        ("12,5", "USD", "en"),
        ("12 34", "USD", "en"),
        ("1,234", "KWD", None),
        ("1.234'5", "USD", "en"),
        ("5.", "USD", "en"),
        ("1e5", "USD", None),
        ("1-2", "USD", None),
        ("--3", "USD", None),
        ("12 apples", "USD", None),
        ("nan", "USD", None),
        ("Infinity", "USD", None),
        ("9" * 80, "USD", None),
    ],
)
def test_what_is_no_amount_is_refused(text, currency, language):
    with pytest.raises(NotAnAmount):
        parse_money(text, currency, language=language)


@pytest.mark.parametrize(
    ("text", "currency"), [("$12", "CNY"), ("€12", "USD"), ("12 USD", "CNY"), ("12元", "USD"), ("12円", "CNY")]
)
def test_another_currency_is_noticed(text, currency):
    with pytest.raises(CurrencyMismatch):
        parse_money(text, currency)


@pytest.mark.parametrize(("text", "currency"), [("12.505", "CNY"), ("12.5", "JPY"), ("0.0000001万", "CNY")])
def test_more_decimals_than_the_currency_has_are_refused(text, currency):
    with pytest.raises(TooPrecise):
        parse_money(text, currency, language="en")


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_named_refusal(text):
    with contextlib.suppress(MoneyError):
        assert parse_money(text, "CNY").currency == "CNY"


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["CNY", "USD", "JPY", "KWD", "EUR", "INR"]),
    st.sampled_from(["en", "zh-hans", "de", "fr", "ja", "en-in"]),
)
def test_what_is_written_can_be_read_again(minor, currency, language):
    money = Money(minor, currency)
    assert parse_money(format_money(money, language), currency, language=language) == money
    assert parse_money(format_amount(money, language), currency, language=language) == money


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(123450, "CNY"), "zh-hans", "¥1,234.50"),
        (Money(123450, "CNY"), "en", "CN¥1,234.50"),
        (Money(-123450, "USD"), "en", "−$1,234.50"),
        (Money(123450, "USD"), "zh-hans", "US$1,234.50"),
        (Money(1234, "JPY"), "en", "¥1,234"),
        (Money(1234, "KWD"), "en", "KWD\u00a01.234"),
        (Money(1234, "RSD"), "en", "RSD\u00a012.34"),
        (Money(123450, "EUR"), "de", "1.234,50\u00a0€"),
    ],
)
def test_money_is_written_as_the_language_has_it(money, language, text):
    assert format_money(money, language) == text
