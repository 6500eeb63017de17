"""The demo store's rules: every destination is served, in both languages, and ¥199 goes free at home."""

from datetime import UTC, datetime

import pytest

from storecrew.conftest import Company
from storecrew.kernel.money.types import Money
from storecrew.shop.shipping import demo
from storecrew.shop.shipping.reads import rates
from storecrew.shop.shipping.tests.conftest import Somewhere
from storecrew.shop.shipping.types import Content, Package

NOW = datetime(2027, 3, 25, 4, tzinfo=UTC)  # the rules are thirteen months old, and somebody held the seat then
THINGS = (Package(contents=(Content(quantity=1, weight_g=800, size_mm=(200, 150, 100)),)),)


@pytest.mark.parametrize(
    ("place", "currency", "names"),
    [
        (Somewhere("CN", "广东省"), "CNY", ["ZTO Express", "SF Express"]),
        (Somewhere("CN", "西藏自治区"), "CNY", ["ZTO Express", "China Post EMS"]),
        (Somewhere("JP"), "CNY", ["Air to East Asia"]),
        (Somewhere("DE"), "EUR", ["EU line, duties paid", "DHL Express"]),
        (Somewhere("US", "HI", "96701"), "USD", ["US line", "UPS Express"]),
    ],
)
def test_every_destination_is_served(company: Company, place: Somewhere, currency: str, names: list[str]) -> None:
    demo.build(company.director, NOW)
    found = rates(THINGS, place, currency, Money(5_000, currency), NOW, language="en")
    assert [offer.name for offer in found] == names
    assert all(offer.name for offer in rates(THINGS, place, currency, Money(0, currency), NOW, language="zh-hans"))


@pytest.mark.parametrize(("yuan", "price"), [(198, 1000), (199, 0)])
def test_zto_is_free_from_199_yuan(company: Company, yuan: int, price: int) -> None:
    demo.build(company.director, NOW)
    offers = rates(THINGS, Somewhere("CN", "广东省"), "CNY", Money(yuan * 100, "CNY"), NOW)
    assert next(offer.price.minor for offer in offers if offer.carrier == "zto") == price
