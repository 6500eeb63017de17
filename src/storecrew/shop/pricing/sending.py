"""Packages of a quote: what travels together, how it may be sent, and what was chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.pricing.goods import Good
from storecrew.shop.pricing.supply import Supply
from storecrew.shop.pricing.types import OWN, PackedLine, Problem, ShippingOffer
from storecrew.shop.promise.types import Ask, Way, Window
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.shipping.types import Content, Package, RateOffer
from storecrew.shop.sourcing.types import BuyerPays

type Arrivals = Callable[[Sequence[Ask], datetime], Sequence[Window | None]]
"""Says by when things arrive, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves one place together, with the ways to send it."""

    key: str
    source: str
    supplier_id: int | None
    lines: tuple[PackedLine, ...]
    weight_g: int
    offers: tuple[ShippingOffer, ...]
    chosen: ShippingOffer | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """All packages, and what stands in the way of sending one."""

    parcels: tuple[Parcel, ...]
    problems: tuple[Problem, ...]

    def prices(self) -> dict[str, Money]:
        """Return what sending each package costs, as far as that is known."""
        return {one.key: one.chosen.price for one in self.parcels if one.chosen}


def sending_of(
    goods: Sequence[Good],
    *,
    address: Address | None,
    subtotal: Money,
    chosen: Mapping[str, int],
    agreed: Money | None,
    supply: Supply,
    language: str,
    at: datetime,
    arrivals: Arrivals,
) -> Sending:
    """Return the packages of goods, one for each place they leave from.

    `subtotal`: after discounts; `agreed`: what staff said sending costs altogether.
    """
    packed = _packed([line for line in goods if line.sold.requires_shipping], supply)
    if not packed:
        return Sending((), ())
    keys = {place: _key(place, alone=len(packed) == 1) for place in packed}
    offers: dict[str, list[ShippingOffer]] = {key: [] for key in keys.values()}
    if address is not None:
        packages = [
            Package(
                key=keys[place], warehouse_id=place, contents=tuple(_content(line, pieces) for line, pieces in lines)
            )
            for place, lines in packed.items()
        ]
        places = {key: place for place, key in keys.items()}
        found = shipping.rates(packages, address, subtotal.currency, subtotal, at, language=language)
        # nobody fetches things from a supplier
        found = tuple(one for one in found if one.pickup_from not in supply.theirs)
        asks = [_ask(one, places[one.package], supply, address) for one in found]
        for one, ask, window in zip(found, asks, arrivals(asks, at), strict=True):
            offers[one.package].append(_offer(one, ask, window))
    if len(packed) > 1 and supply.buyer_pays is BuyerPays.ONE:
        offers = _one_shipment(offers)
    parcels, problems = [], []
    for number, (place, lines) in enumerate(packed.items()):
        key = keys[place]
        wanted, certain = _wished(chosen, key, place)
        pick, assumed, problem = _pick(key, offers[key], wanted, asked=address is not None, certain=certain)
        if agreed is not None:
            pick, problem = _agreed(pick, agreed if number == 0 else Money.zero(agreed.currency)), None
        parcels.append(
            Parcel(
                key=key,
                source=OWN if place is None else f"warehouse:{place}",
                supplier_id=supply.suppliers.get(place) if place is not None else None,
                lines=tuple(PackedLine(key=line.wish.key, quantity=pieces) for line, pieces in lines),
                weight_g=sum((line.sold.weight_g or 0) * pieces for line, pieces in lines),
                offers=tuple(offers[key]),
                chosen=pick,
                assumed=assumed and pick is not None,
            )
        )
        problems += [problem] if problem else []
    return Sending(tuple(parcels), tuple(problems))


type _Packed = dict[int | None, list[tuple[Good, int]]]


def _packed(goods: Sequence[Good], supply: Supply) -> _Packed:
    """Return what leaves each place, one's own places in front."""
    packed: _Packed = {}
    for line in goods:
        for place, pieces in supply.of_line(line.wish.key, line.wish.quantity):
            packed.setdefault(place, []).append((line, pieces))
    if len(packed) > 1 and None in packed:
        # what is nowhere stands in the way by itself: it is no parcel of its own
        nowhere = packed.pop(None)
        packed[next(iter(packed))] += nowhere
    return dict(sorted(packed.items(), key=lambda entry: (entry[0] in supply.theirs, entry[0] or 0)))


def _key(place: int | None, *, alone: bool) -> str:
    return OWN if alone or place is None else f"warehouse:{place}"


def _wished(chosen: Mapping[str, int], key: str, place: int | None) -> tuple[int | None, bool]:
    """Return the way that was chosen for a package, and whether it was chosen for this very one.

    What was chosen when everything left together, or when this left beside others, holds as long as it is offered.
    """
    if key in chosen:
        return chosen[key], True
    return chosen.get(OWN if key != OWN else f"warehouse:{place}"), False


def _one_shipment(offers: Mapping[str, Sequence[ShippingOffer]]) -> dict[str, list[ShippingOffer]]:
    """Charge sending once, where the owner wants that: the package whose cheapest way is the dearest is paid for, of the
    others only what a better way costs beyond their cheapest. Which one it is does not depend on what was chosen."""
    basic = {key: _cheapest(some).price for key, some in offers.items() if some}
    if not basic:
        return {key: list(some) for key, some in offers.items()}
    paid = max(sorted(basic), key=lambda key: basic[key].minor)
    return {
        key: [
            one
            if key == paid
            else one.model_copy(update={"price": Money(max(0, (one.price - basic[key]).minor), one.price.currency)})
            for one in some
        ]
        for key, some in offers.items()
    }


def _content(line: Good, pieces: int) -> Content:
    length, width, height = line.sold.size_mm
    known = (length, width, height) if length and width and height else None
    return Content(quantity=pieces, weight_g=line.sold.weight_g, size_mm=known)


def _ask(one: RateOffer, place: int | None, supply: Supply, address: Address) -> Ask:
    """Ask by when it arrives. A supplier's own days until it leaves replace those of the way of sending."""
    days = supply.theirs.get(place) if place is not None else None
    handling = one.handling if days is None else (days, days)
    way = Way(method_id=one.method_id, carrier=one.carrier, handling=handling, transit=one.transit)
    source = "" if place is None else f"warehouse:{place}"
    return Ask(way=way, source=source, country=address.country, region=address.region)


def _offer(one: RateOffer, ask: Ask, window: Window | None) -> ShippingOffer:
    handling, transit = ask.way.handling, one.transit
    return ShippingOffer(
        method_id=one.method_id,
        name=one.name,
        price=one.price,
        min_days=handling[0] + transit[0],
        max_days=handling[1] + transit[1],
        carrier=one.carrier,
        note=one.note,
        pickup_from=one.pickup_from,
        handling=handling,
        transit=transit,
        first=window.first if window else None,
        last=window.last if window else None,
    )


def _pick(
    key: str, offers: Sequence[ShippingOffer], wanted: int | None, *, asked: bool, certain: bool
) -> tuple[ShippingOffer | None, bool, Problem | None]:
    """Return the offer that counts, whether nobody chose it, and what is wrong. `certain`: chosen for this very package."""
    if not asked:
        message = _("Say where it is sent to; then shipping is part of the total.")
        return None, True, Problem(code="no_address", message=message, package=key)
    if not offers:
        message = _("We do not send this to that place.")
        return None, True, Problem(code="no_method", message=message, package=key)
    by_id = {one.method_id: one for one in offers}
    cheapest = _cheapest(offers)
    if wanted in by_id:
        return by_id[wanted], False, None
    if wanted is None or not certain:
        return cheapest, True, None
    message = _("The way of sending that was chosen is not offered any more. Choose another one.")
    return cheapest, True, Problem(code="method_gone", message=message, package=key)


def _cheapest(offers: Sequence[ShippingOffer]) -> ShippingOffer:
    # somebody who fetches it has to have said so; the cheapest that is brought stands for all others
    brought = [one for one in offers if one.pickup_from is None] or list(offers)
    return min(brought, key=lambda one: (one.price.minor, one.max_days or 0, one.method_id))


def _agreed(pick: ShippingOffer | None, price: Money) -> ShippingOffer:
    if pick is not None:
        return pick.model_copy(update={"price": price})
    return ShippingOffer(method_id=0, name=_("Shipping as agreed"), price=price, min_days=None, max_days=None)
