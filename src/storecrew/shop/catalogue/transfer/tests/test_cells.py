"""Cells as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.shop.catalogue.transfer.cells import (
    BadCell,
    join_list,
    read_code,
    read_cost,
    read_count,
    read_flag,
    read_length,
    read_price,
    read_weight,
    split_list,
    tidy,
)


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("12.5", ".", 1250),
        ("1299", ".", 129900),
        ("¥12.5", ".", 1250),
        ("１２．５０", ".", 1250),
        ("12元", ".", 1200),
        ("1,234.50", ".", 123450),
        ("12,50", ",", 1250),
        ("1.234,50", ",", 123450),
        ("1.234", ",", 123400),
        ("0", ".", 0),
    ],
)
def test_prices_are_read_in_minor_units(text: str, decimal: str, minor: int) -> None:
    assert read_price(text, "CNY", decimal=decimal) == minor


def test_a_currency_without_cents_has_none() -> None:
    assert read_price("1200", "JPY") == 1200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("面议", "not_a_price"),
        ("-3", "negative_price"),
        ("$12", "other_currency"),
        ("12.345", "too_precise"),
        ("12.3.4", "not_a_price"),
    ],
)
def test_what_is_no_price_says_why(text: str, code: str) -> None:
    with pytest.raises(BadCell) as error:
        read_price(text, "CNY")
    assert error.value.code == code


def test_a_cost_is_rounded_to_the_currency() -> None:
    assert read_cost("3.335", "CNY") == 334


def test_about_fifty_is_no_number() -> None:
    assert read_count("１２") == 12
    assert read_count("-3") == -3
    assert read_count("12.0") == 12
    with pytest.raises(BadCell):
        read_count("约50件")
    with pytest.raises(BadCell):
        read_count("1.5")


@pytest.mark.parametrize(
    ("text", "unit", "grams", "written"),
    [
        ("1.5", "kg", "1500.0", "kg"),
        ("250", "g", "250", "g"),
        ("2 lb", "kg", "907.18474", "lb"),
        ("1.2公斤", "g", "1200.0", "kg"),
        ("3", "Lbs", "1360.77711", "lb"),
    ],
)
def test_weights_keep_their_unit(text: str, unit: str, grams: str, written: str) -> None:
    assert read_weight(text, unit) == (Decimal(grams), written)


def test_lengths_become_millimetres() -> None:
    assert read_length("13.8", "in")[0] == Decimal("350.52")
    with pytest.raises(BadCell):
        read_length("10", "parsec")


def test_yes_and_no_in_several_words() -> None:
    assert [read_flag(word) for word in ("TRUE", "是", "1", "上架")] == [True] * 4
    assert [read_flag(word) for word in ("false", "否", "-1", "下架")] == [False] * 4
    with pytest.raises(BadCell):
        read_flag("maybe")


def test_spreadsheet_disguises_are_taken_off() -> None:
    assert tidy(' ="00123" ') == "00123"
    assert read_code("'6901234567892") == "6901234567892"
    assert read_code("ＳＫＵ－１２") == "SKU-12"


def test_lists_keep_escaped_commas() -> None:
    assert split_list(r"Red\, dark, Blue, , Blue") == ["Red, dark", "Blue"]


@given(st.lists(st.text(alphabet="ab\\,; 灯", max_size=8).map(str.strip).filter(bool), unique=True, max_size=6))
def test_a_joined_list_is_read_back_whatever_is_in_it(parts: list[str]) -> None:
    assert split_list(join_list(parts)) == parts
