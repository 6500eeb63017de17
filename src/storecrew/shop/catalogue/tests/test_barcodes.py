"""Check digits by the examples of the GS1 General Specifications and of real products."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.shop.catalogue.barcodes import check_digit, judge, mistyped, plain
from storecrew.shop.catalogue.slugs import slug_of


@pytest.mark.parametrize(
    ("barcode", "state"),
    [
        ("4006381333931", "gtin"),
        ("036000291452", "gtin"),
        ("96385074", "gtin"),
        ("10614141000415", "gtin"),
        ("9780306406157", "gtin"),
        ("2010001001003", "internal"),
        ("0201000000001", "internal"),
        ("4006381333932", "odd"),
        ("12345", "odd"),
        ("080442957X", "odd"),
        ("", ""),
    ],
)
def test_a_barcode_is_judged(barcode: str, state: str) -> None:
    assert judge(barcode) == state


@given(st.text("0123456789", min_size=7, max_size=13).filter(lambda digits: len(digits) in {7, 11, 12, 13}))
def test_any_single_wrong_digit_is_noticed(digits: str) -> None:
    code = digits + str(check_digit(digits))
    assert mistyped(code) is None
    for place, digit in enumerate(code):
        wrong = code[:place] + str((int(digit) + 3) % 10) + code[place + 1 :]
        assert mistyped(wrong) is not None


def test_blanks_and_hyphens_are_no_part_of_it() -> None:
    assert plain(" 978-0-306-40615-7 ") == "9780306406157"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Half-Moon Table Lamp", "half-moon-table-lamp"),
        ("Café  Größe ½", "cafe-grosse-1-2"),
        ("半月台灯 No. 2", "半月台灯-no-2"),
        ("__ !! ", ""),
    ],
)
def test_titles_become_addresses(title: str, slug: str) -> None:
    assert slug_of(title) == slug
