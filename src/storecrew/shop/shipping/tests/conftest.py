"""A small set of rules that the tests share: two zones, a handful of methods, three boxes."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from storecrew.shop.shipping import rulebook
from storecrew.shop.shipping.models import Area, Method, PackageKind, Threshold, Tier, Zone

type Tiers = list[tuple[int, int] | tuple[int, int, int, int]]
type MakeMethod = Callable[..., Method]


@dataclass(frozen=True)
class Somewhere:
    country: str = "CN"
    region: str = ""
    postal_code: str = ""


@pytest.fixture
def mainland(db: None) -> Zone:
    zone = Zone.objects.create(name="Mainland")
    Area.objects.create(zone=zone, country="CN")
    rulebook.change()
    return zone


@pytest.fixture
def method(mainland: Zone) -> MakeMethod:
    def make(
        kind: str = "flat",
        *,
        zone: Zone | None = None,
        tiers: Tiers | None = None,
        currency: str = "CNY",
        free_from: int | None = None,
        **values: object,
    ) -> Method:
        values = {"names": {"zh-hans": "普快", "en": "Standard"}} | values
        row = Method.objects.create(zone=zone or mainland, kind=kind, **values)
        for tier in tiers or [(0, 1200)]:
            above, price, *more = tier
            step, step_minor = more or (None, 0)
            Tier.objects.create(
                method=row, currency=currency, above=above, price_minor=price, step=step, step_minor=step_minor
            )
        if free_from is not None:
            Threshold.objects.create(method=row, currency=currency, free_from_minor=free_from)
        rulebook.change()
        return row

    return make


@pytest.fixture
def boxes(db: None) -> dict[str, PackageKind]:
    sizes = {"small": (200, 150, 100, 80), "large": (400, 300, 250, 300), "tube": (900, 80, 80, 120)}
    made = {
        name: PackageKind.objects.create(
            name=name, length_mm=long, width_mm=middle, height_mm=short, tare_g=tare, max_weight_g=15_000
        )
        for name, (long, middle, short, tare) in sizes.items()
    }
    rulebook.change()
    return made
