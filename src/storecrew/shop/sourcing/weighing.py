"""What each place costs for one thing, with the reasons: goods, way, days, risks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import prod
from typing import Final

from storecrew.kernel.money.types import Money
from storecrew.shop.availability.types import State
from storecrew.shop.promise.types import Window
from storecrew.shop.sourcing.engine import Candidate
from storecrew.shop.sourcing.scene import Scene
from storecrew.shop.sourcing.types import Option, Own, Reason

LATE_BY: Final = 3
"""What comes late is taken to come so many days late."""
OWN_FIRST: Final = 10**12
"""By so much the own shelf is cheaper where it goes first: more than any basket costs."""
FAR: Final = 10**14
"""And so much a place costs from which nothing is sent there, where others can."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A place for one thing. `price`: what so many pieces cost from there without the parcel, for comparing."""

    option: Option
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one place for one thing. `unit`: cost of a piece of so many, None: not known."""

    variant_id: int
    place: int
    rank: int
    can: int | None
    own: bool
    supplier_id: int | None
    offer_id: int | None
    handling: int | None
    unit: Callable[[int], int | None]
    window: Window | None
    reachable: bool


def weigh(
    scene: Scene, variant_id: int, quantity: int, *, named: int | None = None, weight_g: int | None = None
) -> list[Weighed]:
    """Return every place that has some of a variant, best first. `quantity`: that is wanted, for `score` and the reasons."""
    facts = [
        _facts(scene, variant_id, place, rank)
        for rank, place in enumerate(scene.places)
        if named in (None, place) and scene.room(variant_id, place) != 0
    ]
    if not facts:
        return []
    dearest = max((cost for one in facts if (cost := one.unit(quantity)) is not None), default=0)
    fastest = min((one.window.last for one in facts if one.window and one.reachable), default=None)
    some_reach = any(one.reachable for one in facts)
    own_has_it = any(one.own and (one.can is None or one.can >= quantity) for one in facts)
    own_first = scene.rules.own is Own.FIRST and own_has_it
    found = []
    for one in facts:
        out = _out_of(scene, variant_id, one)
        plain = _price(scene, one, out, dearest, fastest, weight_g)
        extra = (0 if one.reachable or not some_reach else FAR) + (OWN_FIRST if own_first and not one.own else 0)
        pieces = quantity if one.can is None else min(quantity, one.can)
        score = plain(pieces) + parcel_cost(scene, one.place)
        option = Option(
            warehouse_id=one.place,
            supplier_id=one.supplier_id,
            offer_id=one.offer_id,
            own=one.own,
            can=one.can,
            cost=_money(scene, one.unit(quantity)),
            first=one.window.first if one.window else None,
            last=one.window.last if one.window else None,
            late=_late(one.window),
            out=out(pieces),
            score=Money(score, scene.currency),
            handling_days=one.handling,
            why=tuple(_why(scene, one, quantity, pieces, out(pieces), fastest, some_reach=some_reach)),
        )
        candidate = Candidate(one.place, one.rank, one.can, _dearer(plain, extra))
        enough = one.can is None or one.can >= quantity
        found.append((extra, not enough, score, one.rank, Weighed(option, candidate)))
    return [row[-1] for row in sorted(found, key=lambda row: row[:4])]


def parcel_cost(scene: Scene, place: int) -> int:
    """Return what one more parcel from a place costs: its postage, and what the owner says a parcel is worth avoiding."""
    leg = scene.legs.get(place)
    return (scene.exchange.minor(scene.rules.parcel) or 0) + (leg.parcel if leg else 0)


def _facts(scene: Scene, variant_id: int, place: int, rank: int) -> _Facts:
    items = scene.items(variant_id)
    site = scene.sites.get(place)
    handling = scene.handling(variant_id, place)
    offers = [scene.offer(item, place) for item, _each in items]
    one_offer = offers[0].offer_id if len(items) == 1 and offers[0] is not None else None
    return _Facts(
        variant_id=variant_id,
        place=place,
        rank=rank,
        can=scene.room(variant_id, place),
        own=site is None,
        supplier_id=site.supplier_id if site else None,
        offer_id=one_offer,
        handling=handling,
        unit=lambda quantity: _unit(scene, items, place, quantity),
        window=scene.windows.get((place, handling)),
        reachable=place in scene.legs or not scene.legs,
    )


def _unit(scene: Scene, items: Sequence[tuple[int, int]], place: int, quantity: int) -> int | None:
    """Return what one piece costs when so many are taken; None where that of a part is not known."""
    total = 0
    for item, each in items:
        offer = scene.offer(item, place)
        cost = offer.cost_of(quantity * each) if offer else scene.own_costs.get((item, place))
        minor = scene.exchange.minor(cost) if cost is not None else None
        if minor is None:
            return None
        total += minor * each
    return total


def _price(
    scene: Scene,
    one: _Facts,
    out: Callable[[int], float | None],
    dearest: int,
    fastest: date | None,
    weight_g: int | None,
) -> Callable[[int], int]:
    day = scene.exchange.minor(scene.rules.late_day) or 0
    missing = scene.exchange.minor(scene.rules.missing) or 0
    leg = scene.legs.get(one.place)
    days = (one.window.last - fastest).days if one.window and fastest and one.reachable else 0
    waiting = round(day * (days + LATE_BY * (_late(one.window) or 0.0)))
    by_gram = leg.gram * (weight_g or 0) if leg else 0.0

    def price(pieces: int) -> int:
        unit = one.unit(pieces)
        goods = (dearest if unit is None else unit) * pieces
        return goods + round(by_gram * pieces) + waiting + round(missing * (out(pieces) or 0.0))

    return price


def _dearer(price: Callable[[int], int], extra: int) -> Callable[[int], int]:
    return lambda pieces: price(pieces) + extra


def _late(window: Window | None) -> float | None:
    return None if window is None or window.chance is None else round(1 - window.chance / 100, 4)


def _out_of(scene: Scene, variant_id: int, one: _Facts) -> Callable[[int], float | None]:
    """Return how likely it is that so many pieces are not there after all; None: nobody ever said anything."""
    if one.own:
        return lambda _pieces: 0.0
    words = [
        (scene.words.get((item, one.place)), scene.rooms.get((item, one.place), 0), each)
        for item, each in scene.items(variant_id)
    ]

    @cache
    def out(pieces: int) -> float | None:
        if not all(word for word, _room, _each in words):
            return None
        chances = [
            word.there(pieces * each, word.sellable if room is None else room) for word, room, each in words if word
        ]
        return round(1 - prod(chances), 4)

    return out


def _why(
    scene: Scene,
    one: _Facts,
    quantity: int,
    pieces: int,
    out: float | None,
    fastest: date | None,
    *,
    some_reach: bool,
) -> list[Reason]:
    found = []
    cost = one.unit(quantity)
    if cost is not None:
        found.append(Reason(code="cost", values={"minor": cost, "currency": scene.currency}))
    elif not one.own:
        found.append(Reason(code="cost_unknown"))
    if not one.reachable and some_reach:
        found.append(Reason(code="unreachable"))
    elif (leg := scene.legs.get(one.place)) is not None:
        found.append(Reason(code="postage", values={"minor": leg.way.price.minor, "currency": scene.currency}))
    if one.window and fastest and one.reachable:
        days, day = (one.window.last - fastest).days, one.window.last.isoformat()
        found.append(Reason(code="later" if days else "fastest", values={"day": day, "n": days}))
    if late := _late(one.window):
        found.append(Reason(code="late", values={"chance": late}))
    if out:
        found.append(Reason(code="out", values={"chance": out}))
    found += _said(scene, one)
    if pieces < quantity:
        found.append(Reason(code="few", values={"n": pieces}))
    return found


def _said(scene: Scene, one: _Facts) -> list[Reason]:
    words = [word for item, _each in scene.items(one.variant_id) if (word := scene.words.get((item, one.place)))]
    if one.own:
        return []
    found = [Reason(code="confirming")] if any(word.state is State.CONFIRMING for word in words) else []
    rests = [word.since for word in words if word.state is State.FROM_DATE and word.since is not None]
    return [*found, Reason(code="closed", values={"day": max(rests).isoformat()})] if rests else found


def _money(scene: Scene, minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, scene.currency)
