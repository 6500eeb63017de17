"""Barcodes: known vectors, and whatever is encoded is read back by a decoder written from the standard's table alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.shop.fulfilment.labels.code128 import (
    PATTERNS,
    START_B,
    START_C,
    STOP,
    Unprintable,
    modules,
    svg,
    symbols,
)


def test_worked_examples() -> None:
    # the textbook example PJJ123C begins in code set A and ends in 54; code set B begins one higher, hence 55
    assert symbols("PJJ123C") == [START_B, 48, 42, 42, 17, 18, 19, 35, 55, STOP]
    assert symbols("Wikipedia") == [START_B, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88, STOP]
    assert symbols("12") == [START_C, 12, (105 + 12) % 103, STOP]


def test_ten_digits_take_five_symbols() -> None:
    values = symbols("0123456789")
    assert values[:-2] == [START_C, 1, 23, 45, 67, 89]
    assert values[-2] == (105 + 1 * 1 + 2 * 23 + 3 * 45 + 4 * 67 + 5 * 89) % 103


def test_letters_before_digits_change_the_code_set_once() -> None:
    values = symbols("SF1316582044876")
    assert values[0] == START_B
    assert values.count(99) == 1
    assert len(values) == 3 + 1 + 1 + 6 + 2  # start, S, F; an odd digit; the change; six pairs; check and stop


def test_the_table_is_that_of_the_standard() -> None:
    assert len(PATTERNS) == 107
    assert len(set(PATTERNS)) == 107
    assert all(sum(map(int, widths)) == 11 for widths in PATTERNS[:-1])
    assert sum(map(int, PATTERNS[-1])) == 13
    # the modules that are black are even in number in every symbol but the stop
    assert all(sum(map(int, widths[::2])) % 2 == 0 for widths in PATTERNS[:-1])


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_what_is_written_is_read_back(text: str) -> None:
    assert _decoded(modules(text)) == text


@given(st.from_regex(r"[A-Z]{0,3}[0-9]{1,30}[A-Z]{0,2}", fullmatch=True))
def test_numbers_never_take_more_than_letters_would(text: str) -> None:
    assert _decoded(modules(text)) == text
    assert len(symbols(text)) <= len(text) + 3


@pytest.mark.parametrize("text", ["", "中通", "a\n", "é", "\x7f"])
def test_what_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(Unprintable):
        symbols(text)


def test_the_drawing_has_quiet_zones_and_a_name() -> None:
    drawn = svg('A<"1')
    assert 'aria-label="A&lt;&quot;1"' in drawn
    assert f'viewBox="0 0 {len(modules("A<1x")) + 20} 60"' in drawn
    assert '<rect x="10" y="0" width="2"' in drawn
    assert "style=" not in drawn and "<script" not in drawn


def _decoded(row: str) -> str:
    """Read bars as a scanner does: symbol by symbol, code sets changed on the way, the check symbol proved."""
    by_widths = {widths: value for value, widths in enumerate(PATTERNS)}
    values = []
    place = 0
    while place < len(row):
        size = 13 if len(row) - place == 13 else 11
        runs, last = [], ""
        for module in row[place : place + size]:
            if module == last:
                runs[-1] += 1
            else:
                runs.append(1)
            last = module
        values.append(by_widths["".join(map(str, runs))])
        place += size
    assert values[-1] == STOP
    *body, check = values[:-1]
    assert check == (body[0] + sum(weight * value for weight, value in enumerate(body[1:], 1))) % 103
    code_c = body[0] == START_C
    text = ""
    for value in body[1:]:
        if value == (100 if code_c else 99):
            code_c = not code_c
        else:
            text += f"{value:02d}" if code_c else chr(value + 32)
    return text
