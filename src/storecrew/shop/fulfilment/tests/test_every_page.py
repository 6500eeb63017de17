"""Every page of fulfilment, with something on it, in both languages, for those who may see it."""

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.shop.fulfilment.tests.conftest import House
from storecrew.shop.fulfilment.tests.test_pages import client_of
from storecrew.shop.orders.tests.making import Want


@pytest.fixture(scope="module")
def addresses(lasting_house: House) -> list[str]:
    house = lasting_house
    lamp = house.lamp(on_hand=20)
    waiting, walked, packed, gone = (house.order(Want(lamp, 2)) for _count in range(4))
    wave = house.wave(walked)
    here = house.pack(packed)
    left = house.ship(house.pack(gone), tracking_number="SF1316582044876")
    house.hear(left, "exception", text="Nobody at home")
    return [
        reverse("fulfilment:ready"),
        reverse("fulfilment:ready") + f"?warehouse={house.warehouse_id}",
        reverse("fulfilment:waves"),
        reverse("fulfilment:wave", args=[wave]),
        reverse("fulfilment:pick", args=[wave]),
        reverse("fulfilment:pack", args=[waiting.pk]),
        reverse("fulfilment:pack", args=[gone.pk]),
        reverse("fulfilment:parcels"),
        reverse("fulfilment:parcels") + "?view=here",
        reverse("fulfilment:parcel", args=[here.pk]),
        reverse("fulfilment:parcel", args=[left.pk]),
        reverse("fulfilment:labels") + f"?ids={here.pk},{left.pk}",
        reverse("fulfilment:slips") + f"?ids={here.pk}",
        reverse("fulfilment:numbers"),
        reverse("fulfilment:trouble"),
        reverse("fulfilment:settings"),
        "/crew/seat/warehouse/",
        reverse("orders:order", args=[gone.number]),
    ]


@pytest.mark.parametrize(("seat", "language"), [("warehouse", "en"), ("warehouse", "zh-hans"), ("service", "zh-hans")])
def test_every_page_answers(house: House, addresses: list[str], seat: str, language: str) -> None:
    client = client_of(house.company.holding(seat), language)
    for address in addresses:
        if address.startswith("/crew/seat/") and seat != "warehouse":
            continue
        assert client.get(address).status_code == 200, address


def test_strangers_are_turned_away(house: House, addresses: list[str]) -> None:
    stranger = client_of(house.company.stranger)
    for address in addresses[:16]:
        assert stranger.get(address).status_code == 403, address
        assert Client().get(address).status_code in {302, 303, 401}, address
