"""The last two days of the demo store: shoppers who buy by the same actions as everybody, money that arrives, parcels that leave.

Nobody here exists; numbers and addresses are invented. The same moment gives the same sales.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, nobody
from storecrew.kernel.events.drain import drain
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts import reads as bags
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.fulfilment import actions as fulfilment
from storecrew.shop.orders import reads as orders
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments import reads as paid

SALES = 32
LEFT_BEHIND = 6
"""Every sixth bag comes to nothing."""
HOURS = 40
"""The year that was written in bulk ends where these begin."""
LEAVES_AFTER = timedelta(hours=18)
SURNAMES, NAMES = "林周许何沈贺梁苏程顾", ("晚", "知意", "小满", "砚", "望舒", "一诺", "青禾", "南星", "予安", "子衿")
STREETS: Sequence[dict[str, str]] = (
    {"region": "上海市", "district": "徐汇区", "line1": "天平路 {n} 弄 3 号 {n}1"},
    {"region": "北京市", "district": "海淀区", "line1": "成府路 {n} 号 2 单元"},
    {"region": "浙江省", "city": "杭州市", "district": "拱墅区", "line1": "湖墅南路 {n} 号"},
    {"region": "广东省", "city": "深圳市", "district": "南山区", "line1": "科苑路 {n} 号 B 座"},
    {"region": "四川省", "city": "成都市", "district": "武侯区", "line1": "玉林东路 {n} 号"},
)


@dataclass(frozen=True, slots=True)
class _Sale:
    at: datetime
    token: str
    provider: str
    email: str
    ship_to: dict[str, str]
    goods: tuple[tuple[int, int], ...]


def build(actor: Actor, now: datetime) -> None:
    """Sell for two days up to `now`. What has been paid for, or is paid at the door, leaves after a while; the last orders wait."""
    chance = Random(20261125)  # noqa: S311  a demo: the same every time
    for number, sale in enumerate(sorted(_sales(chance, now), key=lambda one: one.at)):
        if number % LEFT_BEHIND == 0:
            with suppress(ActionError):
                _leave_behind(sale)
            continue
        order_id = _buy(sale)
        if order_id is None:
            continue
        if sale.provider == "transfer" and chance.random() < 0.8:
            _money_arrives(actor, order_id, sale.at + timedelta(hours=5))
        if sale.at < now - LEAVES_AFTER - timedelta(hours=3):
            _send(actor, order_id, sale.at + LEAVES_AFTER, chance)


def _leave_behind(sale: _Sale) -> None:
    """Fill a bag, leave an address to write to, and never come back."""
    for variant, quantity in sale.goods:
        put = carts.Put(token=sale.token, variant_id=variant, quantity=quantity, currency="CNY", language="zh-hans")
        carts.put(nobody(), put, now=sale.at)
    said = {"token": sale.token, "email": sale.email, "ship_to": sale.ship_to}
    carts.fill_in(nobody(), carts.FillIn.model_validate(said), now=sale.at)


def _sales(chance: Random, now: datetime) -> Iterator[_Sale]:
    variants = _on_sale(now)
    for number in range(SALES):
        name = chance.choice(SURNAMES) + chance.choice(NAMES)
        street = {key: value.format(n=chance.randrange(2, 300)) for key, value in chance.choice(STREETS).items()}
        yield _Sale(
            at=now - timedelta(hours=chance.random() ** 1.4 * HOURS, minutes=number),
            token=f"demo{number:04d}" + "x" * 20,
            provider=chance.choices(("cash", "transfer"), (6, 4))[0],
            email=f"shopper{chance.randrange(1, 19)}@mail.example",
            ship_to={"country": "CN", "name": name, "phone": f"138{chance.randrange(10**8):08d}", **street},
            goods=tuple(
                (variant, chance.choices((1, 2, 4), (8, 3, 1))[0])
                for variant in chance.sample(variants, chance.choices((1, 2, 3), (5, 3, 1))[0])
            ),
        )


def _on_sale(now: datetime) -> list[int]:
    query = catalogue.PagesQuery(language="zh-hans", currency="CNY", limit=40)
    pages = catalogue.product_pages(nobody(), query, now=now).items
    return [page.variants[0].variant_id for page in pages if page.variants[0].price]


def _buy(sale: _Sale) -> int | None:
    shopper, at = nobody(), sale.at
    try:
        for variant, quantity in sale.goods:
            put = carts.Put(token=sale.token, variant_id=variant, quantity=quantity, currency="CNY", language="zh-hans")
            carts.put(shopper, put, now=at)
        said: dict[str, Any] = {"email": sale.email, "ship_to": sale.ship_to, "provider": sale.provider}
        carts.fill_in(shopper, carts.FillIn.model_validate({"token": sale.token, **said}), now=at)
        seen = bags.cart(shopper, bags.CartQuery(token=sale.token), now=at)
        agreed = carts.Complete(
            token=sale.token,
            cart_uid=seen.uid,
            fingerprint=seen.quote.fingerprint if seen.quote else "-",
            return_url=f"/order/{carts.TOKEN_HERE}/",
            accepted_terms=True,
        )
        return carts.complete(shopper, agreed, now=at).order_id
    except ActionError:
        return None  # sold out meanwhile: shoppers meet that in a demo as well


def _money_arrives(actor: Actor, order_id: int, at: datetime) -> None:
    (payment,) = paid.payments_of(f"order:{order_id}")
    match = payments.MatchTransfer(
        payment_id=payment.payment_id, amount=payment.amount, reference=f"DEMO-{payment.payment_id}"
    )
    payments.match_transfer(actor, match, now=at)
    drain(at)


def _send(actor: Actor, order_id: int, at: datetime, chance: Random) -> None:
    order = orders.find(order_id)
    if order is None or not (order.ships_unpaid or order.balance.minor <= 0):
        return
    lines = tuple(fulfilment.PackLine(line_id=line.line_id, quantity=line.open) for line in order.lines if line.open)
    try:
        packed = fulfilment.pack(actor, fulfilment.Pack(order_id=order_id, lines=lines), now=at)
    except ActionError:
        return
    number = f"SF{chance.randrange(10**12):012d}"
    ship = fulfilment.Ship(parcel_id=packed.parcel_id, carrier="sf", tracking_number=number, sure=True)
    fulfilment.ship(actor, ship, now=at + timedelta(hours=2))
    drain(at + timedelta(hours=2))
