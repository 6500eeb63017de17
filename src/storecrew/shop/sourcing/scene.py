"""Everything that a choice rests on, asked for at once: how many questions that takes does not depend on the basket."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.reads import rate_on
from storecrew.kernel.money.types import Money, Rounding
from storecrew.kernel.store.reads import current
from storecrew.shop.availability import reads as availability
from storecrew.shop.availability.reads import Outlook
from storecrew.shop.promise import reads as promise
from storecrew.shop.promise.types import Ask, Way, Window
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.shipping.types import Content, Package, Place, RateOffer
from storecrew.shop.sourcing.rules import rules_in
from storecrew.shop.sourcing.types import Need, Rules
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import ReservationView, WarehouseView
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView, SiteView

ASKER: Final = grants.system("sourcing.plan", may={"stock.reservations"})
"""What is kept back for a buyer is not for everybody; where their goods come from follows from it."""
SUPPLIER: Final = "supplier"
"""Kind of a supplier's warehouse, as stock names it."""


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A country, when nobody has said more of where it goes."""

    country: str
    region: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """What sending from a place costs: a parcel with next to nothing in it, and each gram more. `way`: the cheapest."""

    parcel: int
    gram: float
    way: RateOffer


@dataclass(slots=True)
class Scene:
    """What was found out. Money is in `currency`, as integers of its minor unit."""

    currency: str
    rules: Rules
    to: Place
    now: datetime
    places: Mapping[int, WarehouseView]
    """Warehouses that sell, the one to be asked first in front; those to be avoided are left out."""
    sites: Mapping[int, SiteView]
    recipes: Mapping[int, Sequence[tuple[int, int]]]
    counted: frozenset[int]
    rooms: Mapping[tuple[int, int], int | None]
    offers: Mapping[tuple[int, int], OfferView]
    """(variant, supplier) → their terms."""
    words: Mapping[tuple[int, int], Outlook]
    own_costs: Mapping[tuple[int, int], Money]
    held: Sequence[ReservationView]
    legs: Mapping[int, Leg]
    exchange: "Exchange"
    windows: dict[tuple[int, int | None], Window] = field(default_factory=dict)

    def with_rooms(self, rooms: Mapping[tuple[int, int], int | None]) -> "Scene":
        """Return the same with other numbers of what can be had."""
        return replace(self, rooms=rooms)

    def items(self, variant_id: int) -> Sequence[tuple[int, int]]:
        """Return what is taken for one piece: of a bundle its parts."""
        return self.recipes.get(variant_id, ((variant_id, 1),))

    def room(self, variant_id: int, place: int) -> int | None:
        """Return how many of a variant can be had there; None: without limit."""
        rooms = [(self.rooms.get((item, place), 0), each) for item, each in self.items(variant_id)]
        return min((max(0, room) // each for room, each in rooms if room is not None), default=None)

    def offer(self, item_id: int, place: int) -> OfferView | None:
        """Return the terms on which a supplier's warehouse gives an item; None: one's own, or nothing is offered."""
        site = self.sites.get(place)
        return self.offers.get((item_id, site.supplier_id)) if site else None

    def handling(self, variant_id: int, place: int) -> int | None:
        """Return the working days until it leaves a supplier; None: one's own place, the ways of sending say it."""
        site = self.sites.get(place)
        if site is None:
            return None
        said = [offer.handling_days for item, _each in self.items(variant_id) if (offer := self.offer(item, place))]
        return max([site.handling_days if days is None else days for days in said], default=site.handling_days)


class Exchange:
    """Turns money into the currency of the answer; each rate is asked for once."""

    def __init__(self, currency: str, at: datetime) -> None:
        self._currency, self._on = currency, at.date()
        self._rates: dict[str, ExchangeRate | None] = {}

    def minor(self, money: Money) -> int | None:
        """Return an amount in the currency of the answer; None where nobody knows the rate."""
        if money.currency == self._currency:
            return money.minor
        if money.currency not in self._rates:
            self._rates[money.currency] = rate_on(money.currency, self._currency, on=self._on)
        rate = self._rates[money.currency]
        return None if rate is None else rate.convert(money, rounding=Rounding.HALF_UP).minor


def scene_of(
    needs: Sequence[Need],
    *,
    ship_to: Place | None,
    currency: str,
    now: datetime,
    owner: str = "",
    keep: bool = True,
    avoid: frozenset[int] = frozenset(),
) -> Scene:
    """Ask everybody what they know of these needs. `keep`: what is held for the owner stays where it is."""
    profile = current()
    variants = {need.variant_id for need in needs}
    recipes = stock.recipes(variants)
    items = {*variants, *(item for recipe in recipes.values() for item, _each in recipe)}
    places = {one.warehouse_id: one for one in stock.open_warehouses() if one.sells and one.warehouse_id not in avoid}
    held = _held(owner, now)
    rooms = _rooms(places, items, needs, recipes, held, now)
    stocked = {place for (_item, place), room in rooms.items() if room != 0}
    theirs = [place for place, one in places.items() if one.kind == SUPPLIER]
    sites = supply.sites_at(theirs) if theirs else {}
    offers = supply.offers_of(items, now) if stocked & set(theirs) else {}
    store_currency = profile.currency if profile else currency
    to = ship_to or Somewhere(profile.country if profile else "CN")
    scene = Scene(
        currency=currency,
        rules=rules_in(store_currency),
        to=to,
        now=now,
        places=places,
        sites=sites,
        recipes=recipes,
        counted=frozenset(stock.counted(variants)),
        rooms=rooms,
        offers={(item, one.supplier_id): one for item, some in offers.items() for one in some},
        words=availability.outlooks(items, now) if stocked & set(theirs) else {},
        own_costs=stock.unit_costs(items),
        held=held if keep else (),
        legs=_legs([place for place in places if place in stocked], needs, to, currency, now),
        exchange=Exchange(currency, now),
    )
    scene.windows = _windows(scene, variants)
    return scene


def _rooms(
    places: Collection[int],
    items: Iterable[int],
    needs: Sequence[Need],
    recipes: Mapping[int, Sequence[tuple[int, int]]],
    held: Sequence[ReservationView],
    now: datetime,
) -> dict[tuple[int, int], int | None]:
    """Return how many of each item can be had where: what lies there; beyond it only where that is not enough altogether.

    What is held for whoever asks counts as lying there.
    """
    wanted = Counter[int]()
    for need in needs:
        for item, each in recipes.get(need.variant_id, ((need.variant_id, 1),)):
            wanted[item] += each * need.quantity
    own = Counter[tuple[int, int]]()
    for one in held:
        own[one.variant_id, one.warehouse_id] += one.quantity
    found: dict[tuple[int, int], int | None] = {}
    by_item = stock.room_by_place(items, now)
    for item, rooms in by_item.items():
        here = {place: room for place, room in rooms.items() if place in places}
        lying = {place: room.lying + own[item, place] for place, room in here.items()}
        if sum(lying.values()) >= wanted[item]:
            found |= {(item, place): pieces for place, pieces in lying.items()}
        else:
            found |= {
                (item, place): None if room.most is None else max(lying[place], room.most + own[item, place])
                for place, room in here.items()
            }
    return found


def _held(owner: str, now: datetime) -> tuple[ReservationView, ...]:
    if not owner:
        return ()
    actor = Actor("system", name=ASKER, reason="a source is chosen")
    return stock.reservations(actor, stock.ReservationsQuery(owners=(owner,), coverage=False), now=now).items


def _legs(places: Collection[int], needs: Sequence[Need], to: Place, currency: str, now: datetime) -> dict[int, Leg]:
    """Return what sending from each place costs by its cheapest way that is brought; one without a way is left out.

    Two parcels are asked for each place, the lightest thing alone and everything together: what lies between them is taken
    to grow by the gram.
    """
    if not places:
        return {}
    light = min(needs, key=lambda need: (need.weight_g or 0, need.key))
    contents = (Content(quantity=1, weight_g=light.weight_g),)
    whole = tuple(Content(quantity=need.quantity, weight_g=need.weight_g) for need in needs)
    asked = [Package(key=f"one {place}", warehouse_id=place, contents=contents) for place in places]
    asked += [Package(key=f"all {place}", warehouse_id=place, contents=whole) for place in places]
    offers: dict[str, RateOffer] = {}
    for offer in shipping.rates(asked, to, currency, Money.zero(currency), now):
        if offer.pickup_from is None:
            offers.setdefault(offer.package, offer)
    grams = sum((need.weight_g or 0) * need.quantity for need in needs) - (light.weight_g or 0)
    legs: dict[int, Leg] = {}
    for place in places:
        one, everything = offers.get(f"one {place}"), offers.get(f"all {place}")
        if one is None and everything is None:
            continue
        first, last = one or everything, everything or one
        assert first is not None and last is not None  # noqa: S101  one of them is there
        slope = max(0, last.price.minor - first.price.minor) / grams if grams > 0 else 0.0
        legs[place] = Leg(first.price.minor, slope, last)
    return legs


def _windows(scene: Scene, variants: Iterable[int]) -> dict[tuple[int, int | None], Window]:
    """Return by when something arrives from each place, for each number of days that it takes to leave there."""
    keys = sorted(
        {(place, scene.handling(variant, place)) for variant in variants for place in scene.legs},
        key=lambda key: (key[0], -1 if key[1] is None else key[1]),
    )
    asks = [
        Ask(
            way=way_from(scene.legs[place].way, handling),
            source=f"warehouse:{place}",
            country=scene.to.country,
            region=scene.to.region,
        )
        for place, handling in keys
    ]
    return dict(zip(keys, promise.windows(asks, scene.now), strict=True))


def way_from(offer: RateOffer, handling: int | None) -> Way:
    """Return a way of sending as promises know it; a supplier's own days until it leaves replace those of the way."""
    days = offer.handling if handling is None else (handling, handling)
    return Way(method_id=offer.method_id, carrier=offer.carrier, handling=days, transit=offer.transit)
