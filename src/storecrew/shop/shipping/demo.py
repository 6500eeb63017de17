"""How the demo store sends: 中通 and 顺丰 at home, one air line to East Asia, two ways to Europe and America."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storecrew.kernel.actions.types import Actor
from storecrew.shop.shipping import actions

EU = "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LV LT LU MT NL PL PT RO SE SI SK".split()  # noqa: SIM905  a list of codes
FAR_WEST = ("西藏自治区", "新疆维吾尔自治区")
BOXES = (
    ("小盒", "box", (220, 160, 110), 90, 3_000),
    ("中箱", "box", (350, 260, 220), 260, 12_000),
    ("大箱", "box", (500, 400, 350), 620, 25_000),
    ("气泡袋", "bag", (300, 240, 40), 30, 2_000),
    ("画筒", "tube", (700, 90, 90), 180, 4_000),
)
"""Name, form, size in millimetres, empty weight and load in grams."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A method, in short."""

    zh: str
    en: str
    carrier: str
    kind: str
    days: tuple[int, int]
    prices: Mapping[str, Sequence[tuple[int, ...]]]
    """Currency → tiers: above, price, and perhaps step and what it costs; in grams and minor units."""
    free_from: Mapping[str, int] = field(default_factory=dict)
    note: tuple[str, str] = ("", "")
    divisor: int | None = None
    most_g: int | None = None


_HOME = (
    _Way(
        "中通快递",
        "ZTO Express",
        "zto",
        "weight",
        (2, 4),
        {"CNY": ((0, 1000), (1000, 1000, 1000, 300))},
        {"CNY": 19_900},
        ("满 199 元包邮", "free for goods from ¥199"),
    ),
    _Way(
        "顺丰速运", "SF Express", "sf", "weight", (1, 2), {"CNY": ((0, 2000), (1000, 2000, 1000, 500))}, divisor=12_000
    ),
)
_WEST = (
    _Way("中通快递", "ZTO Express", "zto", "weight", (5, 8), {"CNY": ((0, 2500), (1000, 2500, 1000, 1500))}),
    _Way("邮政 EMS", "China Post EMS", "ems", "weight", (4, 7), {"CNY": ((0, 2800), (500, 2800, 500, 900))}),
)
_ASIA = (
    _Way(
        "东亚空运",
        "Air to East Asia",
        "yunexpress",
        "weight",
        (5, 8),
        {"CNY": ((0, 5800), (500, 5800, 500, 1600)), "USD": ((0, 900), (500, 900, 500, 250))},
        {"CNY": 59_900, "USD": 8_900},
        divisor=6_000,
        most_g=20_000,
    ),
)
_EUROPE = (
    _Way(
        "欧盟专线（包税）",
        "EU line, duties paid",
        "yunexpress",
        "weight",
        (8, 14),
        {"EUR": ((0, 990), (500, 990, 500, 350)), "CNY": ((0, 7800), (500, 7800, 500, 2800))},
        {"EUR": 9_900, "CNY": 79_900},
        ("关税已含，门口不再收钱", "customs included, nothing to pay at the door"),
        divisor=8_000,
        most_g=20_000,
    ),
    _Way(
        "DHL 快递", "DHL Express", "dhl", "weight", (3, 5), {"EUR": ((0, 2900), (500, 2900, 500, 900))}, divisor=5_000
    ),
)
_AMERICA = (
    _Way(
        "美国专线",
        "US line",
        "usps",
        "weight",
        (8, 15),
        {"USD": ((0, 990), (500, 990, 500, 450)), "CNY": ((0, 7200), (500, 7200, 500, 3200))},
        {"USD": 9_900, "CNY": 69_900},
        divisor=8_000,
        most_g=20_000,
    ),
    _Way(
        "UPS 快递", "UPS Express", "ups", "weight", (3, 5), {"USD": ((0, 3200), (500, 3200, 500, 1000))}, divisor=5_000
    ),
)


def build(actor: Actor, now: datetime) -> None:
    """Set zones, methods and boxes of the demo store; `actor` is the founder, who is the director."""
    at = now - timedelta(days=396)
    for name, form, (length, width, height), tare, load in BOXES:
        draft = {"name": name, "form": form, "length_mm": length, "width_mm": width, "height_mm": height}
        kind = actions.PackageKindDraft.model_validate({**draft, "tare_g": tare, "max_weight_g": load})
        actions.create_package_kind(actor, kind, now=at)
    _zone(actor, "大陆", [{"country": "CN"}], _HOME, at)
    _zone(actor, "新疆西藏", [{"country": "CN", "region": region} for region in FAR_WEST], _WEST, at)
    _zone(actor, "东亚", [{"country": code} for code in ("HK", "MO", "TW", "JP", "KR", "SG")], _ASIA, at)
    _zone(actor, "欧盟", [{"country": code} for code in EU], _EUROPE, at)
    _zone(actor, "美国", [{"country": "US"}], _AMERICA, at)


def _zone(actor: Actor, name: str, areas: Sequence[Mapping[str, str]], ways: Sequence[_Way], at: datetime) -> None:
    zone = actions.create_zone(actor, actions.ZoneDraft.model_validate({"name": name, "areas": areas}), now=at)
    for way in ways:
        draft = actions.MethodDraft.model_validate({"zone_id": zone.zone_id, **_values(way)})
        actions.create_method(actor, draft, now=at)


def _values(way: _Way) -> dict[str, Any]:
    names = ("above", "price_minor", "step", "step_minor")
    prices = [
        {
            "currency": currency,
            "tiers": [dict(zip(names, tier, strict=False)) for tier in tiers],
            "free_from_minor": way.free_from.get(currency),
        }
        for currency, tiers in way.prices.items()
    ]
    return {
        "kind": way.kind,
        "names": {"zh-hans": way.zh, "en": way.en},
        "notes": {"zh-hans": way.note[0], "en": way.note[1]},
        "carrier": way.carrier,
        "volume_divisor": way.divisor,
        "max_weight_g": way.most_g,
        "handling_max": 1,
        "transit_min": way.days[0],
        "transit_max": way.days[1],
        "prices": prices,
    }
