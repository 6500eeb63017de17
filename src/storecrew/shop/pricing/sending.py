"""Packages of a quote: what travels together, how it may be sent, and what was chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.pricing.goods import Good
from storecrew.shop.pricing.types import OWN, PackedLine, Problem, ShippingOffer
from storecrew.shop.promise.types import Ask, Way, Window
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.shipping.types import Content, Package, RateOffer

type Arrivals = Callable[[Sequence[Ask], datetime], Sequence[Window | None]]
"""Says by when things arrive, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves one place together, with the ways to send it."""

    key: str
    source: str
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
    warehouse_id: int | None,
    language: str,
    at: datetime,
    arrivals: Arrivals,
) -> Sending:
    """Return the packages of goods. `subtotal`: after discounts; `agreed`: what staff said sending costs altogether."""
    travelling = [line for line in goods if line.sold.requires_shipping]
    if not travelling:
        return Sending((), ())
    package = Package(key=OWN, warehouse_id=warehouse_id, contents=tuple(_content(line) for line in travelling))
    offers: tuple[ShippingOffer, ...] = ()
    if address is not None:
        found = shipping.rates([package], address, subtotal.currency, subtotal, at, language=language)
        source = "" if warehouse_id is None else f"warehouse:{warehouse_id}"
        windows = arrivals([_ask(one, source, address) for one in found], at)
        offers = tuple(_offer(one, window) for one, window in zip(found, windows, strict=True))
    pick, assumed, problem = _pick(offers, chosen.get(OWN), asked=address is not None)
    if agreed is not None:
        pick, problem = _agreed(pick, agreed), None
    parcel = Parcel(
        key=OWN,
        source=OWN if warehouse_id is None else f"warehouse:{warehouse_id}",
        lines=tuple(PackedLine(key=line.wish.key, quantity=line.wish.quantity) for line in travelling),
        weight_g=sum((line.sold.weight_g or 0) * line.wish.quantity for line in travelling),
        offers=offers,
        chosen=pick,
        assumed=assumed and pick is not None,
    )
    return Sending((parcel,), (problem,) if problem else ())


def _content(line: Good) -> Content:
    length, width, height = line.sold.size_mm
    known = (length, width, height) if length and width and height else None
    return Content(quantity=line.wish.quantity, weight_g=line.sold.weight_g, size_mm=known)


def _ask(one: RateOffer, source: str, address: Address) -> Ask:
    way = Way(method_id=one.method_id, carrier=one.carrier, handling=one.handling, transit=one.transit)
    return Ask(way=way, source=source, country=address.country, region=address.region)


def _offer(one: RateOffer, window: Window | None) -> ShippingOffer:
    return ShippingOffer(
        method_id=one.method_id,
        name=one.name,
        price=one.price,
        min_days=one.min_days,
        max_days=one.max_days,
        carrier=one.carrier,
        note=one.note,
        pickup_from=one.pickup_from,
        handling=one.handling,
        transit=one.transit,
        first=window.first if window else None,
        last=window.last if window else None,
    )


def _pick(
    offers: Sequence[ShippingOffer], wanted: int | None, *, asked: bool
) -> tuple[ShippingOffer | None, bool, Problem | None]:
    """Return the offer that counts, whether nobody chose it, and what is wrong."""
    if not asked:
        message = _("Say where it is sent to; then shipping is part of the total.")
        return None, True, Problem(code="no_address", message=message, package=OWN)
    if not offers:
        message = _("We do not send this to that place.")
        return None, True, Problem(code="no_method", message=message, package=OWN)
    by_id = {one.method_id: one for one in offers}
    # somebody who fetches it has to have said so; the cheapest that is brought stands for all others
    brought = [one for one in offers if one.pickup_from is None] or list(offers)
    cheapest = min(brought, key=lambda one: (one.price.minor, one.max_days or 0, one.method_id))
    if wanted is None:
        return cheapest, True, None
    if wanted in by_id:
        return by_id[wanted], False, None
    message = _("The way of sending that was chosen is not offered any more. Choose another one.")
    return cheapest, True, Problem(code="method_gone", message=message, package=OWN)


def _agreed(pick: ShippingOffer | None, price: Money) -> ShippingOffer:
    if pick is not None:
        return pick.model_copy(update={"price": price})
    return ShippingOffer(method_id=0, name=_("Shipping as agreed"), price=price, min_days=None, max_days=None)
