"""What baskets are offered: prices by kind, limits, free from an amount, currencies, and how much is asked of the database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from storecrew.kernel.money.models import Rate
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.shipping import rulebook
from storecrew.shop.shipping.models import Area, Method, PackageKind, Tier, Zone
from storecrew.shop.shipping.reads import rates, weight_of
from storecrew.shop.shipping.tests.conftest import MakeMethod, Somewhere
from storecrew.shop.shipping.types import Content, Package, RateOffer

AT = datetime(2026, 11, 25, 4, tzinfo=UTC)


def package(weight_g: int | None = 500, quantity: int = 1, *, key: str = "1", **more: object) -> Package:
    contents = (Content(quantity=quantity, weight_g=weight_g, size_mm=more.pop("size_mm", None)),)
    return Package(key=key, contents=contents, **more)


def ask(*packages: Package, to: Somewhere | None = None, yuan: int = 100, language: str = "en") -> list[RateOffer]:
    given = packages or (package(),)
    return list(rates(given, to or Somewhere(), "CNY", Money(yuan * 100, "CNY"), AT, language=language))


def test_one_price_is_one_price(method: MakeMethod) -> None:
    method("flat", handling_max=1, transit_min=2, transit_max=4, carrier="zto")
    (offer,) = ask()
    assert (offer.price, offer.min_days, offer.max_days) == (Money(1200, "CNY"), 2, 5)
    assert (offer.name, offer.carrier, offer.carrier_name) == ("Standard", "zto", "ZTO Express")


def test_names_follow_the_language_and_fall_back(method: MakeMethod) -> None:
    method(carrier="sf", names={"zh-hans": "顺丰特快"})
    assert ask(language="zh-hans")[0].name == "顺丰特快"
    assert ask(language="zh-hans")[0].carrier_name == "顺丰速运"
    assert ask(language="en")[0].name == "顺丰特快"


@pytest.mark.parametrize(
    ("weight", "price"),
    [(1, 1200), (1000, 1200), (1001, 1500), (2000, 1500), (2001, 1800), (5500, 2700)],
)
def test_first_and_further_kilograms_as_carriers_count_them(method: MakeMethod, weight: int, price: int) -> None:
    method("weight", tiers=[(0, 1200), (1000, 1200, 1000, 300)])
    assert ask(package(weight))[0].price.minor == price


@pytest.mark.parametrize(("yuan", "price"), [(0, 2000), (99, 2000), (100, 1000), (199, 1000), (200, 0)])
def test_by_value_the_tier_that_is_reached_counts(method: MakeMethod, yuan: int, price: int) -> None:
    method("value", tiers=[(0, 2000), (10_000, 1000), (20_000, 0)])
    assert ask(yuan=yuan)[0].price.minor == price


@pytest.mark.parametrize(("pieces", "price"), [(1, 1000), (2, 1200), (5, 1800)])
def test_by_pieces_further_ones_cost_their_step(method: MakeMethod, pieces: int, price: int) -> None:
    method("pieces", tiers=[(1, 1000, 1, 200)])
    assert ask(package(quantity=pieces))[0].price.minor == price


@pytest.mark.parametrize(("yuan", "free"), [(198, False), (199, True), (500, True)])
def test_it_is_free_from_the_amount_on(method: MakeMethod, yuan: int, free: bool) -> None:
    method("weight", tiers=[(0, 1200)], free_from=19_900)
    (offer,) = ask(yuan=yuan)
    assert offer.free is free
    assert offer.price.minor == (0 if free else 1200)


def test_volume_counts_where_it_is_more_than_the_weight(method: MakeMethod, boxes: dict[str, PackageKind]) -> None:
    method("weight", tiers=[(0, 0, 1, 1)], volume_divisor=6000)  # a minor unit a gram: the price is the weight
    (pillow,) = ask(package(600, size_mm=(380, 280, 200)))
    assert pillow.weight_g == 400 * 300 * 250 // 6000  # of the large box, in grams
    assert pillow.price.minor == 5000
    (brick,) = ask(package(6000, size_mm=(380, 280, 200)))
    assert brick.weight_g == 6000 + 300


def test_by_weight_each_box_is_a_shipment_of_its_own(method: MakeMethod, boxes: dict[str, PackageKind]) -> None:
    method("weight", tiers=[(0, 1200), (1000, 1200, 1000, 300)])
    (offer,) = ask(package(10_000, quantity=2, size_mm=(300, 250, 200)))
    assert offer.boxes == 2  # one box carries 15 kg
    assert offer.price.minor == 2 * (1200 + 10 * 300)


def test_too_heavy_too_light_or_too_large_is_not_offered(method: MakeMethod, boxes: dict[str, PackageKind]) -> None:
    bag = method(max_weight_g=3000, min_weight_g=100)
    bag.package_kinds.add(boxes["small"])
    rulebook.change()
    assert ask(package(400, size_mm=(150, 100, 80)))
    assert not ask(package(4000, size_mm=(150, 100, 80)))
    assert not ask(package(5, size_mm=(10, 10, 10)))
    assert not ask(package(400, size_mm=(390, 100, 80)))


def test_what_nobody_weighed_counts_as_the_rules_assume(method: MakeMethod) -> None:
    method("weight", tiers=[(0, 0, 1, 1)])
    assert ask(package(None, quantity=3))[0].weight_g == 1500


def test_a_method_of_one_warehouse_is_not_offered_from_another(method: MakeMethod) -> None:
    method(warehouse_ids=[7])
    assert ask(package(warehouse_id=7))
    assert not ask(package(warehouse_id=8))
    assert not ask(package())


def test_fetching_names_the_warehouse(method: MakeMethod) -> None:
    method("pickup", tiers=[(0, 0)], warehouse_ids=[7])
    (offer,) = ask(package(warehouse_id=7))
    assert (offer.pickup_from, offer.free) == (7, True)


def test_packages_are_answered_in_order_cheapest_first(method: MakeMethod) -> None:
    method(tiers=[(0, 2000)], position=1)
    method(tiers=[(0, 900)], position=2)
    found = ask(package(key="b"), package(key="a"))
    assert [(offer.package, offer.price.minor) for offer in found] == [("b", 900), ("b", 2000), ("a", 900), ("a", 2000)]


def test_nothing_is_offered_where_no_zone_reaches(method: MakeMethod) -> None:
    method()
    assert ask(to=Somewhere("JP")) == []


def test_the_closest_area_decides(method: MakeMethod, mainland: Zone) -> None:
    west = Zone.objects.create(name="West")
    Area.objects.create(zone=west, country="CN", region="西藏自治区")
    Area.objects.create(zone=west, country="CN", postal_from="83", postal_to="84")
    world = Zone.objects.create(name="World", everywhere_else=True)
    method(tiers=[(0, 1)])
    method(zone=west, tiers=[(0, 2)])
    method(zone=world, tiers=[(0, 3)])
    assert ask()[0].price.minor == 1
    assert ask(to=Somewhere("CN", "西藏自治区", "850000"))[0].price.minor == 2
    assert ask(to=Somewhere("cn", "", "830 000"))[0].price.minor == 2
    assert ask(to=Somewhere("CN", "", "850000"))[0].price.minor == 1
    assert ask(to=Somewhere("FR"))[0].price.minor == 3


def test_a_currency_without_prices_follows_the_rate_of_the_day(method: MakeMethod) -> None:
    method(tiers=[(0, 1200)], free_from=19_900)
    Rate.objects.create(base="EUR", quote="CNY", rate=Decimal("8"), on=date(2026, 11, 24), source="ECB", recorded_at=AT)
    (offer,) = rates((package(),), Somewhere(), "EUR", Money(1000, "EUR"), AT)
    assert (offer.price, offer.converted) == (Money(150, "EUR"), True)
    (offer,) = rates((package(),), Somewhere(), "EUR", Money(2500, "EUR"), AT)
    assert offer.free
    assert rates((package(),), Somewhere(), "USD", Money(1000, "USD"), AT) == ()


def test_own_prices_in_the_currency_win_over_the_rate(method: MakeMethod) -> None:
    row = method(tiers=[(0, 1200)])
    Tier.objects.create(method=row, currency="EUR", above=0, price_minor=490)
    rulebook.change()
    (offer,) = rates((package(),), Somewhere(), "EUR", Money(1000, "EUR"), AT)
    assert (offer.price, offer.converted) == (Money(490, "EUR"), False)


def test_a_subtotal_in_another_currency_is_an_error(method: MakeMethod) -> None:
    with pytest.raises(MoneyError):
        rates((package(),), Somewhere(), "EUR", Money(1, "CNY"), AT)


def test_one_question_while_the_rules_hold(
    method: MakeMethod, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _count in range(5):
        method()
    ask()
    with django_assert_num_queries(1):
        assert len(ask(package(key="1"), package(key="2"))) == 10


def test_a_change_by_another_process_is_seen_at_once(method: MakeMethod) -> None:
    row = method(tiers=[(0, 1200)])
    assert ask()[0].price.minor == 1200
    # another process changes rules and edition; this one only has its memory of the old edition
    Tier.objects.filter(method=row).update(price_minor=900)
    assert ask()[0].price.minor == 1200
    rulebook.change()
    assert ask()[0].price.minor == 900


def test_a_switched_off_method_is_not_offered(method: MakeMethod) -> None:
    row = method()
    Method.objects.filter(pk=row.pk).update(active=False)
    rulebook.change()
    assert ask() == []


def test_the_weight_of_a_parcel_counts_its_box(boxes: dict[str, PackageKind]) -> None:
    (box,) = weight_of((Content(quantity=2, weight_g=300, size_mm=(100, 100, 40)),))
    assert (box.name, box.weight_g, box.pieces) == ("small", 680, 2)
