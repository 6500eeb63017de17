"""The pages of the shipping rules: every one answers in both languages; forms do what they say."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.shipping.models import Area, Method, OwnCarrier, PackageKind, Rulebook, Zone
from storecrew.shop.shipping.tests.conftest import MakeMethod

QUERIES_OF_THE_LIST = 35


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def addresses(company: Company, method: MakeMethod, boxes: dict[str, PackageKind]) -> list[str]:
    row = method("weight", tiers=[(0, 1200), (1000, 1200, 1000, 300)], free_from=19_900, carrier="zto")
    return [
        reverse("shipping:index"),
        reverse("shipping:index") + "?country=CN&weight=0.5&quantity=1&value=100&currency=CNY",
        reverse("shipping:new_zone"),
        reverse("shipping:zone", args=[row.zone_id]),
        reverse("shipping:new_method", args=[row.zone_id]),
        reverse("shipping:method", args=[row.pk]),
        reverse("shipping:kinds"),
        reverse("shipping:kind", args=[boxes["small"].pk]),
        reverse("shipping:carriers"),
        reverse("shipping:carriers") + "?number=1Z5R89390357567127",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seat", ["warehouse", "finance"])
def test_every_page_answers(company: Company, addresses: list[str], seat: str, language: str) -> None:
    client = client_of(company.holding(seat), language)
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_strangers_are_turned_away(company: Company, addresses: list[str]) -> None:
    for address in addresses:
        assert client_of(company.stranger).get(address).status_code == 403, address
        assert Client().get(address).status_code in {302, 303, 401}, address


def test_empty_pages_say_what_to_do(company: Company) -> None:
    client = client_of(company.warehouse)
    assert "Add the first zone" in client.get(reverse("shipping:index")).content.decode()
    assert "No boxes yet" in client.get(reverse("shipping:kinds")).content.decode()


def test_the_list_costs_the_same_whatever_its_length(
    company: Company, method: MakeMethod, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        zone = Zone.objects.create(name=f"Zone {number}")
        for _count in range(3):
            method(zone=zone)
    with django_assert_max_num_queries(QUERIES_OF_THE_LIST):
        answer = client_of(company.warehouse).get(reverse("shipping:index"))
    assert "Zone 11" in answer.content.decode()


def test_a_zone_is_ticked_and_written_together(company: Company) -> None:
    values = {"name": "West", "country": ["HK", "MO"], "areas": "CN 西藏\nUS 96701-96898\nGB BT"}
    answer = client_of(company.warehouse).post(reverse("shipping:new_zone"), values)
    zone = Zone.objects.get()
    assert answer["Location"] == reverse("shipping:zone", args=[zone.pk])
    assert {str(area) for area in Area.objects.all()} == {"HK", "MO", "CN/西藏自治区", "US/96701/96898", "GB/BT/BT"}


def test_a_zone_with_an_unknown_place_is_shown_again_with_its_words(company: Company) -> None:
    values = {"name": "West", "country": ["HK"], "areas": "US Atlantis"}
    answer = client_of(company.warehouse).post(reverse("shipping:new_zone"), values)
    assert answer.status_code == 422
    assert "Atlantis" in answer.content.decode()
    assert 'value="HK" checked' in answer.content.decode()
    assert not Zone.objects.exists()


METHOD = {
    "kind": "weight",
    "name_zh-hans": "中通快递",
    "name_en": "ZTO",
    "carrier": "zto",
    "handling_min": 0,
    "handling_max": 1,
    "transit_min": 2,
    "transit_max": 4,
    "price_currency": ["CNY", "CNY", ""],
    "price_above": ["", "1", ""],
    "price_price": ["12", "12", ""],
    "price_step": ["", "0.5", ""],
    "price_step_price": ["", "1.5", ""],
    "price_free_from": ["199", "", ""],
}


def test_a_method_is_typed_in_rows_of_prices(company: Company, mainland: Zone) -> None:
    client = client_of(company.warehouse)
    answer = client.post(reverse("shipping:new_method", args=[mainland.pk]), METHOD)
    assert answer.status_code == 303
    row = Method.objects.get()
    tiers = list(row.tiers.order_by("above").values_list("above", "price_minor", "step", "step_minor"))
    assert tiers == [(0, 1200, None, 0), (1000, 1200, 500, 150)]
    assert row.thresholds.get().free_from_minor == 19_900
    page = client.get(reverse("shipping:method", args=[row.pk])).content.decode()
    assert 'name="price_step" value="0.5"' in page
    again = client.post(reverse("shipping:method", args=[row.pk]), METHOD | {"transit_max": 5, "max_weight": "20"})
    assert again.status_code == 303
    row.refresh_from_db()
    assert (row.transit_max, row.max_weight_g, row.tiers.count()) == (5, 20_000, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"price_price": ["twelve", "12", ""]},
        {"price_above": ["", "a lot", ""]},
        {"price_currency": ["CNY", "???", ""]},
        {"price_currency": ["", "", ""], "price_above": [""] * 3, "price_price": [""] * 3, "price_step": [""] * 3}
        | {"price_step_price": [""] * 3, "price_free_from": [""] * 3},
        {"name_zh-hans": "", "name_en": ""},
        {"handling_max": ""},
    ],
)
def test_a_method_that_cannot_be_read_is_shown_again(
    company: Company, mainland: Zone, changes: dict[str, object]
) -> None:
    answer = client_of(company.warehouse).post(reverse("shipping:new_method", args=[mainland.pk]), METHOD | changes)
    assert answer.status_code == 422
    assert not Method.objects.exists()


def test_trying_shows_offers_and_why_not(company: Company, method: MakeMethod) -> None:
    method(names={"en": "Cheap"})
    method(names={"en": "Light"}, max_weight_g=100)
    query = "?country=CN&weight=0.5&quantity=2&size=30x20x10&value=100&currency=CNY"
    page = client_of(company.finance).get(reverse("shipping:index") + query).content.decode()
    assert "CN¥12.00" in page
    assert "1.00 kg, more than the 0.10 kg" in page


@pytest.mark.parametrize("query", ["?country=CN&weight=x", "?country=ZZ", "?country=CN&size=1x2&weight=1&quantity=1"])
def test_trying_nonsense_says_so(company: Company, method: MakeMethod, query: str) -> None:
    answer = client_of(company.warehouse).get(reverse("shipping:index") + query)
    assert answer.status_code == 422


def test_a_method_is_switched_and_removed_by_buttons(company: Company, method: MakeMethod) -> None:
    row = method()
    client = client_of(company.warehouse)
    client.post(reverse("shipping:switch_method", args=[row.pk]), {"active": "0"})
    assert not Method.objects.get().active
    client.post(reverse("shipping:remove_method", args=[row.pk]))
    assert not Method.objects.exists()
    client.post(reverse("shipping:remove_zone", args=[row.zone_id]))
    assert not Zone.objects.exists()


def test_boxes_weights_and_carriers_are_kept(company: Company) -> None:
    client = client_of(company.warehouse)
    box = {"name": "S", "form": "box", "length_mm": 200, "width_mm": 100, "height_mm": 50, "tare_g": 40}
    assert client.post(reverse("shipping:kinds"), box).status_code == 303
    kind = PackageKind.objects.get()
    client.post(reverse("shipping:kind", args=[kind.pk]), box | {"height_mm": 60})
    kind.refresh_from_db()
    assert (kind.height_mm, kind.active) == (60, False)
    client.post(reverse("shipping:assume"), {"assumed_weight_g": "700"})
    assert Rulebook.objects.get().assumed_weight_g == 700
    client.post(reverse("shipping:carriers"), {"code": "town", "name": "Town", "tracking_url": ""})
    assert OwnCarrier.objects.get().names == {"en": "Town"}


def test_a_number_that_nobody_writes_is_told(company: Company) -> None:
    page = client_of(company.warehouse).get(reverse("shipping:carriers") + "?number=ABC").content.decode()
    assert "No carrier we know" in page
