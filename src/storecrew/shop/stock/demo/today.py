"""What the warehouses have to do today: a late delivery, one on its way, a transfer under way, something broken."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Actor
from storecrew.shop.stock import actions, reads
from storecrew.shop.stock.demo import Goods, ahead_of, goods_of_the_shop

TO_SPARE = 6
"""So many lie there at least of what is sent to the other warehouse or breaks."""


def build(actor: Actor, now: datetime) -> None:
    """Leave work in furnished warehouses; `actor` is the founder, who is the director."""
    goods = goods_of_the_shop()
    places = reads.warehouses(actor, reads.WarehousesQuery(), now=now).items
    if not goods or len(places) < 2:
        return
    main, east = places[0].warehouse_id, places[1].warehouse_id
    some = list(_spread(actor, goods, main, now))
    for days, supplier, reference, rows in (
        (-2, "景德镇青禾窑", "QH-1118", some[:3]),
        (6, "德化锦川陶瓷", "JC-2611-007", [ahead_of(goods)[0], *some[3:]]),
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


def _spread(actor: Actor, goods: Sequence[Goods], warehouse_id: int, now: datetime) -> Iterator[Goods]:
    """Return six things from all over the list that are there in plenty."""
    asked = reads.LevelsQuery(variant_ids=tuple(row.variant_id for row in goods))
    there = {
        level.variant_id: level.available
        for level in reads.levels(actor, asked, now=now).items
        if level.warehouse_id == warehouse_id
    }
    plenty = [row for row in goods if there.get(row.variant_id, 0) >= TO_SPARE]
    yield from plenty[:: max(1, len(plenty) // 6)][:6]
