"""What a basket costs: worked examples through the door."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.money import actions as money
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.pricing import actions, reads
from storecrew.shop.pricing.tests.conftest import NOW, SHENZHEN, Ask, Shelf, cny
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery, fingerprint_of
from storecrew.shop.taxes import actions as taxes

BERLIN = Address(name="Lena", country="DE", postal_code="10115", city="Berlin", line1="Linienstr. 1")


def codes(quote: Quote) -> list[str]:
    return [problem.code for problem in quote.problems]


def minor(quote: Quote) -> dict[str, int]:
    return {name: getattr(quote.totals, name).minor for name in ("subtotal", "discount", "shipping", "tax", "total")}


def test_a_basket_with_shipping_and_the_tax_in_its_prices(shelf: Shelf, courier: dict, cn_vat: None, ask: Ask) -> None:
    quote = ask((shelf("Mug", 12800), 2), (shelf("Lamp", 45000), 1), address=SHENZHEN)
    # 706.00 and 12.00 contain 13 %: 128.00·2 → 29.45, 450.00 → 51.77, 12.00 → 1.38
    assert minor(quote) == {"subtotal": 70600, "discount": 0, "shipping": 1200, "tax": 8260, "total": 71800}
    assert quote.inclusive
    assert [(line.title, line.unit_price, line.total) for line in quote.lines] == [
        ("Mug", cny(12800), cny(25600)),
        ("Lamp", cny(45000), cny(45000)),
    ]
    (package,) = quote.packages
    assert package.chosen is not None
    assert (package.chosen.name, package.assumed, len(package.offers), package.weight_g) == ("Standard", True, 2, 1200)
    assert quote.buyable


def test_a_method_that_was_chosen_is_kept_and_one_that_is_gone_says_so(
    company: Company, shelf: Shelf, courier: dict, ask: Ask
) -> None:
    mug = shelf("Mug")
    quote = ask((mug, 1), address=SHENZHEN, method_by_package={"own": courier["Express"]})
    assert (quote.totals.shipping, quote.packages[0].assumed) == (cny(2500), False)
    gone = ask((mug, 1), address=SHENZHEN, method_by_package={"own": 999})
    assert (codes(gone), gone.buyable) == (["method_gone"], False)


def test_without_an_address_shipping_is_not_yet_part_of_it(shelf: Shelf, courier: dict, ask: Ask) -> None:
    quote = ask((shelf("Mug"), 1))
    assert (codes(quote), quote.totals.shipping, quote.totals.total) == (["no_address"], cny(0), cny(12800))
    there = ask((shelf("Cup"), 1), address=Address(country="BR", line1="Rua 1", city="São Paulo"))
    assert codes(there) == ["no_method"]


def test_what_need_not_be_sent_has_no_package(shelf: Shelf, ask: Ask) -> None:
    quote = ask((shelf("Gift card", 10000, requires_shipping=False), 1))
    assert (quote.packages, quote.problems, quote.buyable) == ((), (), True)


def test_prices_without_tax_have_it_on_top(
    company: Company, shelf: Shelf, courier: dict, cn_vat: None, ask: Ask
) -> None:
    taxes.set_taxes(company.finance, taxes.SetTaxes(inclusive=False), now=NOW)
    quote = ask((shelf("Mug", 10000), 1), address=SHENZHEN)
    assert minor(quote) == {"subtotal": 10000, "discount": 0, "shipping": 1200, "tax": 1456, "total": 12656}
    assert [(tax.name, tax.rate, tax.base.minor) for tax in quote.taxes] == [("VAT", Decimal(13), 11200)]
    assert (quote.lines[0].total, quote.packages[0].total) == (cny(11300), cny(1356))


def test_the_one_tax_with_a_word_in_every_language_is_called_by_it(shelf: Shelf, cn_vat: None, ask: Ask) -> None:
    mug = shelf("Mug", 10000)
    called = {
        language: ask((mug, 1), address=SHENZHEN, language=language).taxes[0].name for language in ("en", "zh-hans")
    }
    assert called == {"en": "VAT", "zh-hans": "增值税"}


def test_a_business_abroad_pays_prices_without_the_tax(company: Company, shelf: Shelf, cn_vat: None, ask: Ask) -> None:
    exempt = taxes.Exempt(customer_id=5, why="reverse_charge", tax_number="DE123456789")
    taxes.exempt(company.finance, exempt, now=NOW)
    mug = shelf("Mug", 11300)
    quote = ask((mug, 3), address=BERLIN, customer_id=5)
    assert (quote.tax_note, quote.tax_number, quote.inclusive) == ("reverse_charge", "DE123456789", False)
    assert minor(quote)["total"] == 30000
    assert minor(ask((mug, 3), address=BERLIN, customer_id=6))["total"] == 33900


def test_what_is_gone_withdrawn_or_without_price_stands_in_the_way(company: Company, shelf: Shelf, ask: Ask) -> None:
    lamp = shelf("Lamp")
    product = Variant.objects.get(pk=lamp).product_id
    catalogue.unpublish(company.web, catalogue.OneProduct(product_id=product), now=NOW)
    quote = ask((shelf("Card", 500, requires_shipping=False), 1), (lamp, 1), (999_999, 1))
    assert {problem.line: problem.code for problem in quote.problems if problem.line} == {
        "l1": "off_sale",
        "l2": "gone",
    }
    assert not quote.buyable
    dollars = ask((shelf("Pen"), 1), currency="USD")
    assert codes(dollars) == ["no_price"]
    assert codes(ask()) == ["empty"]


def test_coupons_take_off_goods_and_shipping(
    company: Company, shelf: Shelf, courier: dict, cn_vat: None, ask: Ask
) -> None:
    made = discounts.create(
        company.marketing,
        discounts.CouponDraft(
            title="Welcome", kind="percent", percent="10", codes=("HELLO",), stacks_with={"shipping"}
        ),
        now=NOW,
    )
    discounts.create(
        company.marketing,
        discounts.CouponDraft(
            title="Sent free", kind="shipping", automatic=True, min_amounts={"CNY": 29900}, stacks_with={"order"}
        ),
        now=NOW,
    )
    quote = ask((shelf("Mug", 15000), 2), address=SHENZHEN, codes=("ｈｅｌｌｏ", "nope"))
    assert minor(quote) == {"subtotal": 30000, "discount": 4200, "shipping": 1200, "tax": 3106, "total": 27000}
    assert [(one.title, one.code, one.amount, one.shipping) for one in quote.discounts] == [
        ("Welcome", "HELLO", cny(3000), cny(0)),
        ("Sent free", "", cny(1200), cny(1200)),
    ]
    assert quote.codes == ("HELLO",)
    assert [(one.code, one.reason) for one in quote.refused] == [("nope", "unknown")]
    assert quote.lines[0].discounts[0].coupon_id == made.coupon_id
    assert quote.packages[0].total == cny(0)


def test_staff_agree_prices_but_buyers_do_not(company: Company, shelf: Shelf, courier: dict, ask: Ask) -> None:
    staff = {"unit_prices": {"l0": cny(10000)}, "discount": cny(500), "shipping": cny(800)}
    data = {
        "lines": [{"key": "l0", "variant_id": shelf("Mug"), "quantity": 2}],
        "currency": "CNY",
        "language": "en",
        "address": SHENZHEN,
        "staff": staff,
    }
    query = QuoteQuery.model_validate(data)
    quote = reads.quote(company.service, query, now=NOW)
    assert minor(quote) == {"subtotal": 20000, "discount": 500, "shipping": 800, "tax": 0, "total": 20300}
    assert (quote.discounts[0].coupon_id, quote.discounts[0].kind) == (0, "agreed")
    for stranger in (company.nobody, company.stranger):
        with pytest.raises(Denied):
            reads.quote(stranger, query, now=NOW)
    with pytest.raises(InvalidInput):
        wrong = {**data, "staff": {"discount": Money(500, "USD")}}
        reads.quote(company.service, QuoteQuery.model_validate(wrong), now=NOW)


def test_lines_need_keys_of_their_own(company: Company, shelf: Shelf) -> None:
    wish = LineWish(key="a", variant_id=shelf("Mug"), quantity=1)
    with pytest.raises(InvalidInput):
        reads.quote(company.nobody, QuoteQuery(lines=(wish, wish), currency="CNY", language="en"), now=NOW)


def test_other_currencies_take_their_own_prices_or_the_rate_of_the_day(
    company: Company, shelf: Shelf, ask: Ask
) -> None:
    rate = money.RateRow(base="CNY", quote="USD", rate="0.1379", on=date(2026, 2, 27))
    money.record_rates(company.finance, money.RecordRates(source="bank", rates=(rate,)), now=NOW)
    mug, lamp = shelf("Mug", 12800, requires_shipping=False), shelf("Lamp", 45000, requires_shipping=False)
    own = catalogue.VariantPrice(variant_id=lamp, currency="USD", price_minor=5900)
    product = Variant.objects.get(pk=lamp).product_id
    catalogue.set_prices(company.web, catalogue.SetPrices(product_id=product, prices=(own,)), now=NOW)
    assert codes(ask((mug, 1), currency="USD")) == ["no_price"]
    actions.set_rounding(company.finance, actions.SetRounding(currency="USD", step_minor=100, less_minor=1), now=NOW)
    quote = ask((mug, 1), (lamp, 1), currency="USD")
    # 128.00 × 0.1379 = 17.65 → 17.99; the lamp has a price of its own
    assert [line.unit_price.minor for line in quote.lines] == [1799, 5900]
    assert quote.rate is not None
    assert (quote.rate.rate, quote.rate.on, quote.rate.source) == (Decimal("0.1379"), date(2026, 2, 27), "bank")


def test_texts_are_in_the_language_of_the_question(shelf: Shelf, ask: Ask) -> None:
    quote = ask((shelf("Mug"), 1), language="zh-hans", codes=("WHAT",))
    assert quote.refused[0].message == "没有这个码。对一下有没有打错。"


def test_the_number_of_queries_does_not_grow_with_the_basket(
    shelf: Shelf, courier: dict, cn_vat: None, ask: Ask, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    variants = [shelf(f"Thing {number}") for number in range(12)]
    ask((variants[0], 1), address=SHENZHEN)
    counts = []
    for lines in (variants[:1], variants):
        with django_assert_max_num_queries(18) as seen:
            ask(*((variant, 1) for variant in lines), address=SHENZHEN)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_fingerprint_is_that_of_what_the_buyer_agrees_to(shelf: Shelf, courier: dict, ask: Ask) -> None:
    mug, lamp = shelf("Mug"), shelf("Lamp", 45000)
    quote = ask((mug, 2), (lamp, 1), address=SHENZHEN)
    assert Quote.model_validate_json(quote.model_dump_json()) == quote
    assert fingerprint_of(Quote.model_validate_json(quote.model_dump_json())) == quote.fingerprint
    assert ask((lamp, 1), (mug, 2), address=SHENZHEN).fingerprint == quote.fingerprint
    assert ask((mug, 2), (lamp, 1), address=SHENZHEN, language="zh-hans").fingerprint == quote.fingerprint
    assert ask((mug, 3), (lamp, 1), address=SHENZHEN).fingerprint != quote.fingerprint
    express = {"own": courier["Express"]}
    assert ask((mug, 2), (lamp, 1), address=SHENZHEN, method_by_package=express).fingerprint != quote.fingerprint
