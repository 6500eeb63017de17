"""What lies in the demo store's two warehouses: 佛山 and 嘉兴, with bins, cost layers, a few things low and one sold ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.stock import actions, reads
from storecrew.shop.stock.variants import variants

DEARER = Decimal("1.04")
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
class _Goods:
    variant_id: int
    cost: Money | None
    number: int


def build(actor: Actor, now: datetime) -> None:
    """Stock the shelves of a furnished demo store; `actor` is the founder, who is the director."""
    goods = _goods()
    if not goods:
        return
    main, east = _warehouses(actor, now - timedelta(days=85))
    _policies(actor, goods, now)
    _deliveries(actor, goods, main, east, now)
    _afterwards(actor, goods, main, east, now)


def _goods() -> list[_Goods]:
    rows: Any = variants().filter(retired_at=None).exclude(product__status="draft").order_by("pk")
    return [
        _Goods(pk, None if cost is None else Money(cost, currency), number)
        for number, (pk, cost, currency) in enumerate(rows.values_list("pk", "cost_minor", "cost_currency"))
    ]


def _warehouses(actor: Actor, at: datetime) -> tuple[int, int]:
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
    return ids[0], ids[1]


def _policies(actor: Actor, goods: Sequence[_Goods], now: datetime) -> None:
    at = now - timedelta(days=84)
    ids = tuple(row.variant_id for row in goods)
    actions.set_policy(actor, actions.Policy(variant_ids=ids, low_stock_at=6), now=at)
    ahead, later = goods[len(goods) // 3], goods[len(goods) // 2]
    actions.set_policy(
        actor, actions.Policy(variant_ids=(ahead.variant_id,), low_stock_at=6, backorder_limit=30), now=at
    )
    ships_on = (now + timedelta(days=24)).date()
    actions.set_policy(
        actor, actions.Policy(variant_ids=(later.variant_id,), backorder_limit=60, ships_on=ships_on), now=at
    )


def _deliveries(actor: Actor, goods: Sequence[_Goods], main: int, east: int, now: datetime) -> None:
    """Three deliveries of the last quarter; the middle of the list has been sold out, and two things never came yet."""
    empty = {goods[len(goods) // 3].variant_id, goods[len(goods) // 2].variant_id}
    bins = {place: _bins(actor, place, now) for place in (main, east)}
    for place, days, supplier, reference, share in (
        (main, 80, "德化锦川陶瓷", "JC-2608-114", 1),
        (east, 61, "绍兴越布坊", "YB-0911", 2),
        (main, 26, "德化锦川陶瓷", "JC-2610-031", 3),
    ):
        lines = tuple(
            actions.ReceivedLine(
                variant_id=row.variant_id,
                quantity=_quantity(row.number, share),
                cost=_cost(row, share),
                bin_id=bins[place][row.number % len(bins[place])],
            )
            for row in goods
            if row.variant_id not in empty and (share == 1 or row.number % share == 0)
        )
        form = actions.Receive(warehouse_id=place, supplier=supplier, reference=reference, lines=lines)
        actions.receive(actor, form, now=now - timedelta(days=days))


def _cost(row: _Goods, share: int) -> Money | None:
    """Return what one piece cost: the last delivery was four per cent dearer."""
    return row.cost if row.cost is None or share < 3 else row.cost.times(DEARER, rounding=Rounding.HALF_UP)


def _bins(actor: Actor, warehouse: int, now: datetime) -> list[int]:
    found = reads.bins(actor, reads.BinsQuery(warehouse_id=warehouse), now=now)
    return [row.bin_id for row in found.items]


def _quantity(number: int, share: int) -> int:
    """Spread quantities so that most is plenty and every nineteenth thing is low."""
    return 2 + number % 3 if number % 19 == 4 and share == 1 else 8 + (number * 7 + share * 5) % 27


def _afterwards(actor: Actor, goods: Sequence[_Goods], main: int, east: int, now: datetime) -> None:
    """A delivery that is late, one that is on its way, a transfer under way, something broken."""
    some = list(_spread(goods, 6))
    for days, supplier, reference, rows in (
        (-2, "景德镇青禾窑", "QH-1118", some[:3]),
        (6, "德化锦川陶瓷", "JC-2611-007", [goods[len(goods) // 3], *some[3:]]),
    ):
        lines = tuple(actions.ExpectedLine(variant_id=row.variant_id, quantity=24, cost=row.cost) for row in rows)
        form = actions.Expect(
            warehouse_id=main,
            supplier=supplier,
            reference=reference,
            expected_on=(now + timedelta(days=days)).date(),
            lines=lines,
        )
        actions.expect(actor, form, now=now - timedelta(days=9))
    sent = tuple(actions.Sent(variant_id=row.variant_id, quantity=3) for row in some[:4])
    send = actions.Send(
        source_id=main,
        target_id=east,
        reference="SF1420093377712",
        expected_on=(now + timedelta(days=1)).date(),
        lines=sent,
    )
    actions.send(actor, send, now=now - timedelta(days=1))
    broken = {"variant_id": some[1].variant_id, "warehouse_id": main, "quantity": 2, "target": "damaged"}
    broken |= {"reason": "damage", "note": "上架时磕了口沿"}
    actions.set_aside(actor, actions.SetAside.model_validate(broken), now=now - timedelta(days=5))


def _spread(goods: Sequence[_Goods], count: int) -> Iterator[_Goods]:
    """Return things from all over the list that are there in plenty."""
    plenty = [row for row in goods if row.number % 19 != 4 and row.number not in (len(goods) // 3, len(goods) // 2)]
    step = max(1, len(plenty) // count)
    yield from plenty[::step][:count]
