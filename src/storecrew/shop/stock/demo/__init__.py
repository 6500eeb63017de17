"""The demo store's two warehouses, 佛山 and 嘉兴, with their bins, and what may be sold ahead. `past` fills them, `today` stirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.stock import actions
from storecrew.shop.stock.variants import variants

OPENED_BEFORE = timedelta(days=398)
LOW_AT = 2
AISLES, BAYS, SHELVES = "ABCDEF", 8, 3
MAIN = {
    "name": "张小满",
    "country": "CN",
    "region": "广东省",
    "city": "佛山市",
    "district": "顺德区",
    "line1": "勒流街道港口路18号3栋",
    "postal_code": "528322",
    "phone": "0757-2200 1188",
}
EAST = {
    "name": "沈阿姨",
    "country": "CN",
    "region": "浙江省",
    "city": "嘉兴市",
    "district": "秀洲区",
    "line1": "新塍镇虹桥路66号",
    "postal_code": "314015",
    "phone": "0573-8300 6621",
}


@dataclass(frozen=True, slots=True)
class Goods:
    """A variant, what it costs us, and its place in the list."""

    variant_id: int
    cost: Money | None
    number: int


def build(actor: Actor, now: datetime) -> None:
    """Stock the shelves of a furnished demo store; `actor` is the founder, who is the director."""
    goods = goods_of_the_shop()
    if not goods:
        return
    opened = now - OPENED_BEFORE
    _warehouses(actor, opened)
    _policies(actor, goods, opened + timedelta(days=1), now)


def sold_ahead() -> set[int]:
    """Return what was never there yet: sold before it comes."""
    return {row.variant_id for row in ahead_of(goods_of_the_shop())}


def ahead_of(goods: Sequence[Goods]) -> tuple[Goods, Goods]:
    """Return what is sold beyond what lies there, and what can be ordered before it ships for the first time."""
    return goods[len(goods) // 3], goods[len(goods) // 2]


def goods_of_the_shop() -> list[Goods]:
    """Return everything that is for sale, in the order it was made."""
    rows: Any = variants().filter(retired_at=None).exclude(product__status="draft").order_by("pk")
    return [
        Goods(pk, None if cost is None else Money(cost, currency), number)
        for number, (pk, cost, currency) in enumerate(rows.values_list("pk", "cost_minor", "cost_currency"))
    ]


def _warehouses(actor: Actor, at: datetime) -> None:
    ids = [
        actions.open_warehouse(actor, actions.WarehouseForm.model_validate(form), now=at).warehouse_id
        for form in (
            {"code": "FS", "name": "佛山仓", "address": MAIN, "cut_off": "16:30"},
            {"code": "JX", "name": "嘉兴仓", "address": EAST, "cut_off": "15:00", "kind": "third_party"},
        )
    ]
    codes = [
        f"{aisle}-{bay:02}-{shelf}" for aisle in AISLES for bay in range(1, BAYS + 1) for shelf in range(1, SHELVES + 1)
    ]
    for warehouse, some in zip(ids, (codes, codes[: len(codes) // 3]), strict=True):
        actions.add_bins(actor, actions.AddBins(warehouse_id=warehouse, codes=tuple(some)), now=at)


def _policies(actor: Actor, goods: Sequence[Goods], at: datetime, now: datetime) -> None:
    ids = tuple(row.variant_id for row in goods)
    actions.set_policy(actor, actions.Policy(variant_ids=ids, low_stock_at=LOW_AT), now=at)
    ahead, later = ahead_of(goods)
    actions.set_policy(
        actor, actions.Policy(variant_ids=(ahead.variant_id,), low_stock_at=LOW_AT, backorder_limit=30), now=at
    )
    ships_on = (now + timedelta(days=24)).date()
    actions.set_policy(
        actor, actions.Policy(variant_ids=(later.variant_id,), backorder_limit=60, ships_on=ships_on), now=at
    )
