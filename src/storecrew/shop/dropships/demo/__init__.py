"""What suppliers have in hand today in the demo store: one of everything that can become of a drop shipment.

Built by the acts of people and suppliers, after the year was written (`past`). Nobody here exists.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, Surface, nobody, outsider
from storecrew.kernel.events.drain import drain
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts import reads as bags
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.handlers import planner
from storecrew.shop.dropships.models import DropShipment
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders import reads as order_reads
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as levels
from storecrew.shop.stock.types import Wanted
from storecrew.shop.supply import demo as companies
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

NAMES: Final = (
    "许知远",
    "林望舒",
    "周青禾",
    "何南星",
    "沈予安",
    "贺子衿",
    "梁静怡",
    "苏雨桐",
    "程思远",
    "顾嘉树",
    "叶明远",
    "陆听雨",
    "夏念慈",
)
STREETS: Final[Sequence[dict[str, str]]] = (
    {"region": "上海市", "district": "徐汇区", "line1": "天平路 {n} 弄 3 号 {n}1"},
    {"region": "浙江省", "city": "杭州市", "district": "拱墅区", "line1": "湖墅南路 {n} 号"},
    {"region": "广东省", "city": "深圳市", "district": "南山区", "line1": "科苑路 {n} 号 B 座"},
    {"region": "四川省", "city": "成都市", "district": "武侯区", "line1": "玉林东路 {n} 号"},
)


SILENT: Final = 4
"""Of what waits since the year, every fourth was not answered yet."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """An order so many hours ago for goods of a supplier, and what became of it."""

    code: str
    hours: int
    pieces: int
    goes_on: Callable[["_Play"], None]


@dataclass(frozen=True, slots=True)
class _Play:
    """One drop shipment on the stage."""

    actor: Actor
    row: DropShipment
    supplier: Actor
    at: datetime
    now: datetime

    def later(self, hours: float) -> datetime:
        """Return so long after it began, and never after today."""
        return min(self.at + timedelta(hours=hours), self.now)

    def send(self) -> None:
        """Give it to the supplier by hand, where that did not happen by itself."""
        if DropShipment.objects.get(pk=self.row.pk).state == "new":
            form = actions.Send(dropship_id=self.row.pk, by_hand=True)
            actions.send(self.actor, form, now=self.later(0.4))


def build(actor: Actor, now: datetime) -> None:
    """Plan what waits since the year, and play a handful of scenes; `actor` is the founder, who is the director."""
    for order_id in _waiting():
        order = order_reads.find(order_id)
        at = order.placed_at if order and order.placed_at else now
        actions.plan(planner("a demo"), actions.Plan(order_id=order_id), now=at + timedelta(minutes=3))
        if order_id % SILENT:
            _answer(actor, order_id, now)
    sites = supply.sites_of(companies.supplier_ids().values())
    for number, scene in enumerate(SCENES):
        supplier_id = companies.supplier_ids().get(scene.code)
        if supplier_id in sites:
            _play(actor, scene, number, sites[supplier_id][0], now)
    drain(now)


def _answer(actor: Actor, order_id: int, now: datetime) -> None:
    """Give to suppliers by hand what they get by hand, and let them say that it leaves tomorrow."""
    for row in DropShipment.objects.filter(order=order_id, state="new").order_by("pk"):
        given = min(row.made_at + timedelta(hours=1), now - timedelta(hours=8))
        actions.send(actor, actions.Send(dropship_id=row.pk, by_hand=True), now=given)
    for row in DropShipment.objects.filter(order=order_id, state="sent").order_by("pk"):
        supplier = outsider(f"supplier:{row.supplier_id}", surface=Surface.PORTAL)
        at = min((row.sent_at or now) + timedelta(hours=6), now - timedelta(minutes=20))
        yes = actions.Acknowledge(dropship_id=row.pk, ships_on=(now + timedelta(days=1)).date())
        actions.acknowledge(supplier, yes, now=at)


def _waiting() -> list[int]:
    owners = {owner for owner, _place in levels.promised_at_suppliers() if owner.startswith("order:")}
    return sorted(int(owner.partition(":")[2]) for owner in owners)


def _play(actor: Actor, scene: _Scene, number: int, site: SiteView, now: datetime) -> None:
    at = now - timedelta(hours=scene.hours)
    order_id = _buy(actor, scene, number, site, at)
    if order_id is None:
        return
    drain(at)
    order = order_reads.find(order_id)
    if order is None:
        return
    there = tuple(
        Wanted(variant_id=line.variant_id, quantity=line.open, line=line.key, warehouse_id=site.warehouse_id)
        for line in order.lines
        if line.variant_id is not None
    )
    stock.reserve(actor, stock.Reserve(owner=f"order:{order_id}", lines=there), now=at)
    actions.plan(planner("a demo"), actions.Plan(order_id=order_id), now=at + timedelta(minutes=2))
    row = DropShipment.objects.filter(order=order_id, warehouse=site.warehouse_id).first()
    if row is not None:
        supplier = outsider(f"supplier:{site.supplier_id}", surface=Surface.PORTAL)
        scene.goes_on(_Play(actor, row, supplier, at, now))
        drain(now)


def _buy(actor: Actor, scene: _Scene, number: int, site: SiteView, at: datetime) -> int | None:
    """Let somebody buy something that this supplier offers, paid at the door."""
    token = f"drop{number:04d}" + "y" * 20
    street = {key: value.format(n=3 + number * 7) for key, value in STREETS[number % len(STREETS)].items()}
    ship_to = {"country": "CN", "name": NAMES[number % len(NAMES)], "phone": f"1390000{number:04d}", **street}
    said: dict[str, Any] = {"email": f"drop{number}@mail.example", "ship_to": ship_to, "provider": "cash"}
    asked = supply.OffersQuery(supplier_id=site.supplier_id, limit=200)
    offers = [one.offer for one in supply.offers(actor, asked, now=at).items if one.offer.cost is not None]
    for variant_id in [one.variant_id for one in offers][number * 2 : number * 2 + 6]:
        put = carts.Put(token=token, variant_id=variant_id, quantity=scene.pieces, currency="CNY", language="zh-hans")
        try:
            carts.put(nobody(), put, now=at)
            carts.fill_in(nobody(), carts.FillIn.model_validate({"token": token, **said}), now=at)
            seen = bags.cart(nobody(), bags.CartQuery(token=token), now=at)
            agreed = carts.Complete(
                token=token,
                cart_uid=seen.uid,
                fingerprint=seen.quote.fingerprint if seen.quote else "-",
                return_url=f"/order/{carts.TOKEN_HERE}/",
                accepted_terms=True,
            )
            return carts.complete(nobody(), agreed, now=at).order_id
        except ActionError:
            token = f"drop{number:04d}{variant_id:06d}" + "z" * 14
    return None


def _nothing(play: _Play) -> None:
    """It waits."""


def _sent(play: _Play) -> None:
    play.send()


def _promised(play: _Play) -> None:
    play.send()
    tomorrow = (play.now + timedelta(days=1)).date()
    yes = actions.Acknowledge(dropship_id=play.row.pk, ships_on=tomorrow, note="明天下午发")
    actions.acknowledge(play.supplier, yes, now=play.later(2))


def _packed(play: _Play) -> None:
    play.send()
    actions.acknowledge(play.supplier, actions.Acknowledge(dropship_id=play.row.pk), now=play.later(3))
    actions.pack(play.supplier, actions.MarkPacked(dropship_id=play.row.pk), now=play.later(7))


def _in_parts(play: _Play) -> None:
    _packed(play)
    line = play.row.lines.get()
    part = ({"line_id": line.pk, "quantity": 1},)
    form = {"dropship_id": play.row.pk, "lines": part, "carrier": "sf", "tracking_number": "SF1420093377001"}
    note = {"note": "另一只釉面有点花，重烧一只，后天补", "sure": True}
    actions.ship(play.supplier, actions.Ship.model_validate(form | note), now=play.later(9))


def _left(play: _Play) -> None:
    play.send()
    form = {"dropship_id": play.row.pk, "carrier": "sf", "tracking_number": "SF1420093377019", "sure": True}
    actions.ship(play.supplier, actions.Ship.model_validate(form), now=play.later(8))


def _refused(play: _Play) -> None:
    play.send()
    no = actions.Refuse(dropship_id=play.row.pk, reason=actions.Reason.OUT_OF_STOCK, note="周五报的数不准，实际没货了")
    actions.refuse(play.supplier, no, now=play.later(20))


def _called_off(play: _Play) -> None:
    play.send()
    off = actions.Cancel(dropship_id=play.row.pk, reason="三天没回话，先不等了")
    actions.cancel(play.actor, off, now=play.later(48))


def _order_cancelled(play: _Play) -> None:
    play.send()
    form = {"order_id": play.row.order_id, "reason": "buyer", "notify": False}
    orders.cancel(play.actor, orders.Cancel.model_validate(form), now=play.later(30))


def _woken(play: _Play) -> None:
    play.send()
    try:
        actions.move(play.actor, actions.Move(dropship_id=play.row.pk), now=play.later(28))
    except ActionError:
        return
    form = {"dropship_id": play.row.pk, "carrier": "sf", "tracking_number": "SF1420093377027", "sure": True}
    woken = {"note": "不好意思才看到，货昨天已经发了"}
    actions.ship(play.supplier, actions.Ship.model_validate(form | woken), now=play.later(60))


SCENES: Final = (
    _Scene(companies.LIES_ON_FRIDAYS, 3, 1, _nothing),
    _Scene(companies.PUNCTUAL, 5, 2, _nothing),
    _Scene(companies.LAGGING, 6, 1, _sent),
    _Scene(companies.LAGGING, 98, 1, _sent),
    _Scene(companies.PUNCTUAL, 22, 1, _promised),
    _Scene(companies.RESTS_LONG, 26, 1, _packed),
    _Scene(companies.LIES_ON_FRIDAYS, 50, 2, _in_parts),
    _Scene(companies.PUNCTUAL, 27, 1, _left),
    _Scene(companies.LIES_ON_FRIDAYS, 70, 1, _refused),
    _Scene(companies.LAGGING, 80, 1, _called_off),
    _Scene(companies.RESTS_LONG, 74, 1, _order_cancelled),
    _Scene(companies.LAGGING, 90, 1, _woken),
)
