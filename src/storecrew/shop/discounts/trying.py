"""What a coupon does on an example: goods of this shop, some of them its own, priced as they are now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Card
from storecrew.shop.discounts import actions, offers
from storecrew.shop.discounts.actions.coupons import row_of
from storecrew.shop.discounts.models import Condition, Coupon
from storecrew.shop.discounts.reads import goods_of, terms_of
from storecrew.shop.discounts.terms import Buyer
from storecrew.shop.discounts.types import Applied, Basket, Discountable

LOOKED_AT = 60
SHIPPING_MINOR = 1200
"""What sending costs in the example."""


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A line of the example, and what is taken off it."""

    title: str
    quantity: int
    gross: Money
    off: Money
    own: bool
    """Whether the coupon is about it."""


@dataclass(frozen=True, slots=True)
class Example:
    """The example basket after the coupon; `why`: why it takes nothing off."""

    lines: tuple[ExampleLine, ...]
    shipping: Money
    shipping_off: Money
    before: Money
    after: Money
    why: str


def example(actor: Actor, data: actions.CouponDraft, currency: str, language: str, at: datetime) -> Example | None:
    """Return what a coupon would do to a basket of three things; None in a shop that sells nothing yet."""
    query = catalogue.ListQuery(language=language, currency=currency, per_page=LOOKED_AT, with_facets=False)
    cards = [card for card in catalogue.listing(actor, query).items if card.low is not None]
    if not cards:
        return None
    coupon = row_of(data, at)
    coupon.pk = 0  # offers are told apart by their numbers, and this one has none yet
    conditions = [Condition(**one.model_dump()) for one in data.conditions]
    groups = _groups(conditions, cards)
    lines = _lines(cards, conditions, groups, data)
    basket = Basket(lines=lines, currency=currency, shipping={"own": Money(SHIPPING_MINOR, currency)}, orders_before=0)
    return _told(coupon, conditions, groups, basket, {card.product_id: card.title for card in cards}, at)


def _told(
    coupon: Coupon,
    conditions: Sequence[Condition],
    groups: Mapping[str, frozenset[int]],
    basket: Basket,
    titles: Mapping[int, str],
    at: datetime,
) -> Example:
    goods = goods_of(conditions, basket.lines, dict(groups))
    terms = terms_of(coupon, None, "", goods, spent=False)
    # a coupon is tried for a buyer whom it was made for, at a moment at which it holds
    moment = max(at, coupon.starts_at) if coupon.starts_at else at
    found = offers.apply([terms], basket, Buyer(tags=terms.tags), moment)
    off = _off(found)
    why = "" if found.accepted else offers.why_not(terms, basket, Buyer(tags=terms.tags), moment)
    shipping = basket.shipping["own"]
    shown = tuple(
        ExampleLine(
            title=titles[line.product_id],
            quantity=line.quantity,
            gross=line.unit_price * line.quantity,
            off=Money(off.get((line.key, False), 0), basket.currency),
            own=line.key in goods[0],
        )
        for line in basket.lines
    )
    before = sum(line.gross.minor for line in shown) + shipping.minor
    return Example(
        lines=shown,
        shipping=shipping,
        shipping_off=Money(off.get(("own", True), 0), basket.currency),
        before=Money(before, basket.currency),
        after=Money(before - sum(off.values()), basket.currency),
        why=why,
    )


def _off(found: Applied) -> dict[tuple[str, bool], int]:
    return {(part.key, part.shipping): part.amount.minor for one in found.accepted for part in one.allocations}


def _groups(conditions: Sequence[Condition], cards: Sequence[Card]) -> Mapping[str, frozenset[int]]:
    wanted = {kind: {one.number for one in conditions if one.target == kind} for kind in ("category", "collection")}
    if not any(wanted.values()):
        return {}
    return catalogue.belonging(
        {card.product_id for card in cards}, categories=wanted["category"], collections=wanted["collection"]
    )


def _lines(
    cards: Sequence[Card],
    conditions: Sequence[Condition],
    groups: Mapping[str, frozenset[int]],
    data: actions.CouponDraft,
) -> tuple[Discountable, ...]:
    """Choose two things the coupon is about and one it is not, and enough pieces for what it asks."""
    every = tuple(_line(card, 1) for card in cards)
    goods, got, narrow = goods_of(conditions, every, dict(groups))
    own = [line for line in every if line.key in goods]
    gifts = [line for line in every if line.key in got - goods]
    others = [line for line in every if line.key not in goods | got]
    least = max(data.min_quantity, (data.buy_quantity or 1) + (0 if gifts else data.get_quantity or 0)) if own else 1
    chosen = [*_enough(own[:2], least), *_enough(gifts[:1], data.get_quantity or 1), *others[: 1 if narrow else 0]]
    return tuple(chosen) or every[:2]


def _enough(lines: Iterable[Discountable], pieces: int) -> list[Discountable]:
    rows = list(lines)
    if not rows:
        return []
    first = max(pieces - (len(rows) - 1), 1)
    return [rows[0].model_copy(update={"quantity": first}), *rows[1:]]


def _line(card: Card, quantity: int) -> Discountable:
    price = card.low or Money(0, "CNY")
    return Discountable(
        key=f"p{card.product_id}",
        variant_id=card.product_id,
        product_id=card.product_id,
        quantity=quantity,
        unit_price=price,
    )
