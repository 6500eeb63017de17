"""What coupons take off, to the cent, and why they do not: asked through the door."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from storecrew.conftest import Company
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.customers import actions as customers
from storecrew.shop.discounts import buyers, reads
from storecrew.shop.discounts.tests.conftest import NOW, Make, basket, cny
from storecrew.shop.discounts.types import Applied, Basket


def ask(wanted: Basket, *codes: str) -> Applied:
    return reads.apply(wanted, codes, NOW)


def off(found: Applied) -> dict[str, int]:
    taken: dict[str, int] = {}
    for one in found.accepted:
        for part in one.allocations:
            taken[part.key] = taken.get(part.key, 0) + part.amount.minor
    return taken


def reason(found: Applied) -> list[str]:
    return [one.reason for one in found.refused]


def test_a_percentage_is_rounded_once_and_divided_without_losing_a_cent(coupon: Make) -> None:
    coupon()
    # ten percent of 0.33 + 0.33 + 0.39 = 1.05 is 0.105, rounded 0.11
    found = ask(basket((33, 1), (33, 1), (39, 1)), "TEN")
    assert found.accepted[0].amount == cny(11)
    assert sum(off(found).values()) == 11


def test_a_percentage_may_have_a_limit(coupon: Make) -> None:
    coupon(percent="50", most={"CNY": 5000})
    assert off(ask(basket((20000, 1)), "TEN")) == {"l0": 5000}


def test_an_amount_is_divided_by_value_and_never_more_than_there_is(coupon: Make) -> None:
    coupon(kind="amount", amounts={"CNY": 3000}, percent=None)
    assert off(ask(basket((20000, 1), (10000, 1)), "TEN")) == {"l0": 2000, "l1": 1000}
    assert off(ask(basket((1000, 1), (500, 1)), "TEN")) == {"l0": 1000, "l1": 500}
    assert reason(ask(Basket(lines=basket((9, 1)).lines, currency="USD"), "TEN")) == ["currency"]


def test_shipping_becomes_free_once_its_price_is_known(coupon: Make) -> None:
    coupon(kind="shipping", percent=None)
    assert reason(ask(basket((9900, 1)), "TEN")) == ["shipping_later"]
    found = ask(basket((9900, 1), shipping={"own": cny(1200)}), "TEN")
    assert [(part.key, part.amount, part.shipping) for part in found.accepted[0].allocations] == [
        ("own", cny(1200), True)
    ]


def test_three_for_two_gives_the_cheapest(coupon: Make) -> None:
    coupon(kind="buy_get", percent="100", buy_quantity=2, get_quantity=1)
    assert reason(ask(basket((9900, 2)), "TEN")) == ["min_quantity"]
    assert off(ask(basket((9900, 2), (4900, 1)), "TEN")) == {"l1": 4900}
    # seven pieces are two sets: two of the cheapest are free
    assert off(ask(basket((9900, 4), (4900, 1), (2900, 2)), "TEN")) == {"l2": 5800}
    assert off(ask(basket((9900, 6)), "TEN")) == {"l0": 19800}


def test_the_second_at_half_price(coupon: Make) -> None:
    coupon(kind="buy_get", percent="50", buy_quantity=1, get_quantity=1)
    assert off(ask(basket((9999, 1), (5001, 1)), "TEN")) == {"l1": 2501}


def test_buying_one_thing_gives_another(coupon: Make) -> None:
    conditions = ({"target": "variant", "number": 1}, {"role": "get", "target": "variant", "number": 2})
    coupon(kind="buy_get", percent="100", buy_quantity=2, get_quantity=1, conditions=conditions)
    assert off(ask(basket((9900, 4), (4900, 5)), "TEN")) == {"l1": 9800}
    assert reason(ask(basket((9900, 4)), "TEN")) == ["min_quantity"]
    assert reason(ask(basket((100, 0 + 1)), "TEN")) == ["min_quantity"]


def test_it_looks_only_at_the_goods_it_is_about(coupon: Make, company: Company) -> None:
    made = [
        catalogue.create(
            company.web,
            catalogue.ProductDraft.model_validate({"title": title, "language": "en", "variants": ({},)}),
        ).product_id
        for title in ("Candle", "Mug")
    ]
    candles = catalogue.create_category(company.web, catalogue.CategoryDraft(name="Candles"))
    catalogue.bulk_place(company.web, catalogue.BulkPlace(product_ids=(made[0],), category_id=candles.category_id))
    coupon(conditions=({"target": "category", "number": candles.category_id},), min_amounts={"CNY": 10000})
    lines = [
        line.model_copy(update={"product_id": number})
        for line, number in zip(basket((8000, 1), (50000, 1)).lines, made, strict=True)
    ]
    short = ask(Basket(lines=tuple(lines), currency="CNY"), "TEN")
    assert reason(short) == ["min_amount"]
    assert "20.00" in short.refused[0].message
    enough = [lines[0].model_copy(update={"quantity": 2}), lines[1]]
    assert off(ask(Basket(lines=tuple(enough), currency="CNY"), "TEN")) == {"l0": 1600}
    assert reason(ask(Basket(lines=(lines[1],), currency="CNY"), "TEN")) == ["no_goods"]
    assert Variant.objects.count() == 2


def test_some_goods_are_never_reduced(coupon: Make) -> None:
    coupon(conditions=({"role": "but", "target": "product", "number": 2},))
    assert off(ask(basket((10000, 1), (10000, 1)), "TEN")) == {"l0": 1000}


@pytest.mark.parametrize("typed", ["TEN", "ten", " Ｔｅｎ ", "t-e-n"])
def test_codes_are_read_whatever_their_case_and_width(coupon: Make, typed: str) -> None:
    coupon()
    found = ask(basket((10000, 1)), typed)
    assert [one.code for one in found.accepted] == ["TEN"]


def test_a_code_holds_from_its_first_moment_until_before_its_last(coupon: Make) -> None:
    coupon(starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    wanted = basket((10000, 1))
    assert reads.apply(wanted, ["TEN"], NOW).accepted
    assert reason(reads.apply(wanted, ["TEN"], NOW - timedelta(seconds=1))) == ["not_yet"]
    assert reason(reads.apply(wanted, ["TEN"], NOW + timedelta(hours=1))) == ["ended"]


def test_codes_nobody_made_and_codes_given_twice(coupon: Make) -> None:
    coupon(codes=("TEN", "ZEHN"))
    found = ask(basket((10000, 1)), "NOPE", "TEN", "ZEHN", "ten")
    assert [one.code for one in found.accepted] == ["TEN"]
    assert sorted((one.code, one.reason) for one in found.refused) == [("NOPE", "unknown"), ("ZEHN", "twice")]


def test_customers_with_a_tag_only(coupon: Make, company: Company) -> None:
    coupon(customer_tags=("VIP",))
    who = customers.recognise(company.service, customers.Recognise(email="a@example.com")).customer_id
    assert reason(ask(basket((10000, 1), customer_id=who), "TEN")) == ["not_for_you"]
    assert reason(ask(basket((10000, 1)), "TEN")) == ["not_for_you"]
    customers.tag(company.service, customers.TagCustomers(customer_ids=(who,), add=("vip",)))
    assert ask(basket((10000, 1), customer_id=who), "TEN").accepted


def test_first_orders_only(coupon: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    coupon(first_order=True)
    monkeypatch.setattr(buyers, "_counter", lambda customer, email: int(email == "old@example.com"))
    assert ask(basket((10000, 1), email="new@example.com"), "TEN").accepted
    assert reason(ask(basket((10000, 1), email=" OLD@example.com "), "TEN")) == ["not_first_order"]
    assert reason(ask(basket((10000, 1), orders_before=3), "TEN")) == ["not_first_order"]


def test_only_what_is_sent_to_some_countries(coupon: Make) -> None:
    coupon(countries=("CN",))
    assert ask(basket((10000, 1), country="CN"), "TEN").accepted
    assert reason(ask(basket((10000, 1), country="DE"), "TEN")) == ["country"]


def test_what_needs_no_code_applies_by_itself_and_is_not_explained(coupon: Make) -> None:
    coupon(automatic=True, codes=(), min_amounts={"CNY": 20000})
    assert ask(basket((20000, 1))).accepted[0].code == ""
    assert ask(basket((19999, 1))) == Applied(accepted=(), refused=())


def test_only_coupons_that_allow_each_other_go_together(coupon: Make) -> None:
    coupon(title="Ten")
    coupon(title="Twenty", percent="20", codes=("TWENTY",))
    alone = ask(basket((10000, 1)), "TEN", "TWENTY")
    assert [one.title for one in alone.accepted] == ["Twenty"]
    assert [(one.code, one.reason) for one in alone.refused] == [("TEN", "not_together")]
    assert "Twenty" in alone.refused[0].message


def test_goods_come_before_the_order_and_the_order_before_shipping(coupon: Make) -> None:
    every = {"stacks_with": ("goods", "order", "shipping")}
    coupon(title="Half a mug", percent="50", conditions=({"target": "variant", "number": 1},), **every)
    coupon(title="Tenth", codes=("TENTH",), **every)
    coupon(title="Sent", kind="shipping", percent=None, codes=("SENT",), **every)
    found = ask(basket((10000, 1), (10000, 1), shipping={"own": cny(1200)}), "SENT", "TENTH", "TEN")
    assert [(one.title, one.amount.minor) for one in found.accepted] == [
        ("Half a mug", 5000),
        ("Tenth", 1500),
        ("Sent", 1200),
    ]


def test_two_small_ones_together_beat_one_large_one(coupon: Make) -> None:
    coupon(title="Large", percent="25", codes=("LARGE",))
    coupon(title="A", percent="15", codes=("A1",), stacks_with=("order",))
    coupon(title="B", percent="15", codes=("B1",), stacks_with=("order",))
    found = ask(basket((10000, 1)), "LARGE", "A1", "B1")
    assert [(one.title, one.amount.minor) for one in found.accepted] == [("A", 1500), ("B", 1275)]


def test_reasons_are_told_in_the_language_of_the_reader(coupon: Make) -> None:
    with override("zh-hans"):
        assert ask(basket((1, 1)), "NOPE").refused[0].message == "没有这个码。对一下有没有打错。"


def test_guessing_stops(company: Company) -> None:
    tries = [reads.may_guess("203.0.113.9") for _ in range(reads.GUESSES.count + 1)]
    assert tries == [True] * reads.GUESSES.count + [False]
    assert reads.may_guess("203.0.113.10")


def test_questions_do_not_grow_with_the_basket(coupon: Make, django_assert_num_queries) -> None:
    coupon(conditions=({"target": "product", "number": 1},), per_customer_limit=1)
    for size in (1, 30):
        with django_assert_num_queries(4):  # codes, what needs none, conditions, how often this buyer
            ask(basket(*[(10000, 1)] * size, email="a@example.com"), "TEN")
