"""The arithmetic: worked examples that can be checked with a pencil, and what holds for any amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.money.types import Money
from storecrew.shop.taxes.reckoning import LINE, TOTAL, Charge, reckon
from storecrew.shop.taxes.types import FOLLOW, Taxable

VAT = {"standard": (Charge("VAT", Decimal(19)),), "reduced": (Charge("VAT", Decimal(7)),)}


def goods(key: str, minor: int, tax_class: str = "standard") -> Taxable:
    return Taxable(key=key, amount=Money(minor, "EUR"), tax_class=tax_class)


def sending(minor: int, tax_class: str = FOLLOW) -> Taxable:
    return Taxable(key="sending", amount=Money(minor, "EUR"), tax_class=tax_class, shipping=True)


def said(lines) -> list[tuple[str, str, int, int]]:
    return [(line.key, str(line.rate), line.base.minor, line.amount.minor) for line in lines]


def test_a_hundred_euros_without_tax_are_charged_nineteen() -> None:
    assert said(reckon([goods("a", 10000)], VAT, inclusive=False, rounding=LINE)) == [("a", "19", 10000, 1900)]


def test_a_hundred_nineteen_with_tax_contain_nineteen() -> None:
    assert said(reckon([goods("a", 11900)], VAT, inclusive=True, rounding=LINE)) == [("a", "19", 10000, 1900)]


def test_prices_with_tax_keep_the_cent_in_the_base() -> None:
    # 9.99 ÷ 1.19 = 8.3949…, so the tax is 1.5950… → 1.60, and the base what is left
    assert said(reckon([goods("a", 999)], VAT, inclusive=True, rounding=LINE)) == [("a", "19", 839, 160)]


def test_half_a_cent_goes_up() -> None:
    ten = {"standard": (Charge("GST", Decimal(10)),)}
    assert said(reckon([goods("a", 5)], ten, inclusive=False, rounding=LINE))[0][3] == 1
    assert said(reckon([goods("a", 4)], ten, inclusive=False, rounding=LINE))[0][3] == 0


def test_rounding_by_line_and_over_the_total_differ_as_the_textbook_says() -> None:
    # three lines of 0.33 at 19 %: 0.0627 each is 0.06 a line, together 0.18; of 0.99 it is 0.1881, that is 0.19
    lines = [goods(key, 33) for key in "abc"]
    assert sum(tax for *_rest, tax in said(reckon(lines, VAT, inclusive=False, rounding=LINE))) == 18
    over_all = said(reckon(lines, VAT, inclusive=False, rounding=TOTAL))
    assert [tax for *_rest, tax in over_all] == [7, 6, 6]


def test_quebec_before_2013_charged_its_tax_on_the_amount_with_the_federal_tax() -> None:
    # GST 5 % and QST 9.5 % compound on 100.00: 5.00, then 9.5 % of 105.00 = 9.975 → 9.98
    both = {"standard": (Charge("GST", Decimal(5)), Charge("QST", Decimal("9.5"), compound=True))}
    found = reckon([goods("a", 10000)], both, inclusive=False, rounding=LINE)
    assert [(line.name, line.amount.minor) for line in found] == [("GST", 500), ("QST", 998)]
    back = reckon([goods("a", 11498)], both, inclusive=True, rounding=LINE)
    assert [(line.name, line.base.minor, line.amount.minor) for line in back] == [
        ("GST", 10000, 500),
        ("QST", 10000, 998),
    ]


def test_two_taxes_side_by_side_do_not_tax_each_other() -> None:
    both = {"standard": (Charge("State", Decimal(6)), Charge("County", Decimal("1.25")))}
    found = reckon([goods("a", 8000)], both, inclusive=False, rounding=LINE)
    assert [(line.name, line.amount.minor) for line in found] == [("State", 480), ("County", 100)]


def test_chinese_prices_contain_thirteen_percent() -> None:
    vat = {"standard": (Charge("增值税", Decimal(13)),)}
    line = reckon([Taxable(key="a", amount=Money(12800, "CNY"))], vat, inclusive=True, rounding=LINE)[0]
    assert (line.base.minor, line.amount.minor) == (11327, 1473)


def test_shipping_follows_the_goods_in_proportion() -> None:
    # 60.00 at 19 % and 40.00 at 7 %: sending for 5.00 is 3.00 at 19 % (0.57) and 2.00 at 7 % (0.14)
    found = reckon([goods("a", 6000), goods("b", 4000, "reduced"), sending(500)], VAT, inclusive=False, rounding=LINE)
    assert said(found)[2:] == [("sending", "7", 200, 14), ("sending", "19", 300, 57)]


def test_shipping_may_have_a_class_of_its_own_or_be_free_of_tax() -> None:
    assert said(reckon([goods("a", 6000), sending(500, "reduced")], VAT, inclusive=False, rounding=LINE))[1][3] == 35
    only_goods = {"standard": (Charge("Sales tax", Decimal(7), shipping=False),)}
    assert len(reckon([goods("a", 6000), sending(500)], only_goods, inclusive=False, rounding=LINE)) == 1


def test_what_is_given_away_is_taxed_with_nothing_and_so_is_what_has_no_class() -> None:
    assert said(reckon([goods("a", 0), sending(500)], VAT, inclusive=True, rounding=TOTAL)) == [
        ("a", "19", 0, 0),
        ("sending", "19", 420, 80),
    ]
    assert reckon([goods("a", 500, "exempt")], VAT, inclusive=True, rounding=LINE) == ()


def test_the_same_amount_twice_is_two_amounts() -> None:
    one = goods("a", 11900)
    assert said(reckon([one, one], VAT, inclusive=True, rounding=LINE)) == [("a", "19", 10000, 1900)] * 2


amounts = st.lists(
    st.builds(goods, st.text("abc", min_size=1), st.integers(0, 10**7), st.sampled_from(["standard", "reduced"])),
    min_size=1,
    max_size=8,
)
percents = st.decimals(0, 60, places=2)


@given(amounts, percents, percents, st.booleans(), st.sampled_from([LINE, TOTAL]))
def test_bases_and_taxes_of_an_inclusive_amount_are_the_amount(lines, first, second, compound, rounding) -> None:
    charges = {
        "standard": (Charge("A", first), Charge("B", second, compound=compound)),
        "reduced": (Charge("A", second),),
    }
    found = reckon(lines, charges, inclusive=True, rounding=rounding)
    bases = sum(lines_of[0].base.minor for lines_of in _by_amount(found, lines, charges))
    assert bases + sum(line.amount.minor for line in found) == sum(line.amount.minor for line in lines)
    assert all(line.amount.minor >= 0 and line.base.minor >= 0 for line in found)


@given(amounts, percents, st.sampled_from([LINE, TOTAL]))
def test_tax_put_on_top_is_found_again_inside(lines, percent, rounding) -> None:
    charges = {"standard": (Charge("A", percent),), "reduced": (Charge("A", percent),)}
    on_top = reckon(lines, charges, inclusive=False, rounding=rounding)
    with_tax = [
        line.model_copy(update={"amount": line.amount + tax.amount}) for line, tax in zip(lines, on_top, strict=True)
    ]
    inside = reckon(with_tax, charges, inclusive=True, rounding=rounding)
    for out, back in zip(on_top, inside, strict=True):
        assert abs(out.amount.minor - back.amount.minor) <= 1


@given(amounts, percents, st.randoms())
def test_the_order_of_lines_does_not_change_the_tax(lines, percent, chance) -> None:
    charges = {"standard": (Charge("A", percent),), "reduced": (Charge("A", percent / 2),)}
    mixed = list(lines)
    chance.shuffle(mixed)
    for rounding in (LINE, TOTAL):
        sums = {
            sum(line.amount.minor for line in reckon(order, charges, inclusive=True, rounding=rounding))
            for order in (lines, mixed)
        }
        assert len(sums) == 1


def _by_amount(found, lines, charges):
    rest = list(found)
    for line in lines:
        n = len(charges[line.tax_class])
        yield rest[:n]
        rest = rest[n:]


@pytest.mark.parametrize("rounding", [LINE, TOTAL])
def test_nothing_is_nothing(rounding) -> None:
    assert reckon([], VAT, inclusive=True, rounding=rounding) == ()
