"""How converted prices look."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.types import Money
from storecrew.shop.pricing.converting import Form, converted

USD = ExchangeRate("CNY", "USD", Fraction(Decimal("0.1379")), "bank", date(2026, 2, 27))
JPY = ExchangeRate("CNY", "JPY", Fraction(Decimal("21.5")), "bank", date(2026, 2, 27))


@pytest.mark.parametrize(
    ("minor", "form", "price"),
    [
        (12800, Form(), 1765),  # 17.6512
        (12800, Form(100, 1), 1799),  # .99
        (12800, Form(100, 1, "down"), 1699),
        (12800, Form(500), 2000),  # to 5.00: 17.65 → 20.00
        (12800, Form(1000, 10, "up"), 1990),  # 19.90
        (12800, Form(1, 0, "nearest", Decimal(3)), 1818),  # three percent on top
        (100, Form(100, 1, "down"), 99),  # never free
        (0, Form(100, 1, "up"), 0),  # and nothing stays nothing
    ],
)
def test_prices_take_the_form_of_their_currency(minor: int, form: Form, price: int) -> None:
    assert converted(Money(minor, "CNY"), USD, form) == Money(price, "USD")


def test_currencies_without_cents_are_counted_in_whole_units() -> None:
    assert converted(Money(12800, "CNY"), JPY, Form(10)) == Money(2750, "JPY")  # 2,752 → 2,750


@given(st.integers(1, 10**8), st.integers(1, 2000), st.integers(0, 1999), st.sampled_from(["up", "down", "nearest"]))
def test_every_price_has_the_form_and_lies_next_to_the_exact_one(minor, step, less, direction) -> None:
    form = Form(step, less % step, direction)
    price = form.fit(Fraction(minor))
    assert (price + form.less) % step == 0
    assert price >= step - form.less or price == 0
    assert abs(price - minor) <= max(step, step - form.less)
