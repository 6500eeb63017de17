"""Labels and packing slips as pages to be printed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from storecrew.kernel.actions.types import Actor
from storecrew.shop.addresses.types import Address, country_name, lines
from storecrew.shop.fulfilment.labels import code128
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.fulfilment.reads.parcels import views_of
from storecrew.shop.fulfilment.types import ParcelView
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.stock import reads as stock


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """One label. `barcode` is of the tracking number, or of the parcel's own number while it has none."""

    parcel: ParcelView
    name: str
    to: tuple[str, ...]
    phone: str
    country: str
    """In English capitals for the carriers on the way; empty at home."""
    sender: tuple[str, ...]
    code: str
    barcode: SafeString
    domestic: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """One packing slip in its buyer's language."""

    parcel: ParcelView
    order: OrderView
    to: tuple[str, ...]
    language: str
    barcode: SafeString
    rest: int
    """Pieces of the order that come with another parcel, or came before."""


def labels(parcels: list[Parcel], actor: Actor, now: datetime, language: str) -> list[LabelSheet]:
    """Return the labels of these parcels, in their order."""
    places = {
        place.warehouse_id: place.address
        for place in stock.warehouses(actor, stock.WarehousesQuery(closed=True), now=now).items
    }
    return [
        _label(row, view, places.get(row.warehouse_id or 0, {}), language)
        for row, view in zip(parcels, views_of(parcels, now), strict=True)
    ]


def slips(parcels: list[Parcel], now: datetime) -> list[Slip]:
    """Return the packing slips of these parcels, in their order."""
    known = orders.find_many({row.order_id for row in parcels}, crew=False)
    found = []
    for row, view in zip(parcels, views_of(parcels, now), strict=True):
        order = known[row.order_id]
        wanted = sum(line.quantity - line.cancelled for line in order.lines if line.requires_shipping)
        inside = sum(content.quantity for content in view.contents)
        found.append(
            Slip(
                parcel=view,
                order=order,
                to=lines(Address.model_validate(row.ship_to), row.language) if row.ship_to else (),
                language=row.language,
                barcode=code128.svg(row.number),
                rest=wanted - inside,
            )
        )
    return found


def _label(row: Parcel, view: ParcelView, sender: dict[str, str], language: str) -> LabelSheet:
    to = Address.model_validate(row.ship_to) if row.ship_to else None
    home = Address.model_validate(sender) if sender.get("country") else None
    code = row.tracking_number or row.number
    domestic = bool(to and home and to.country == home.country)
    # within a country the address is written as its carriers read it; abroad in English letters where there are any
    written = ("zh-hans" if to and to.country == "CN" else "en") if to else language
    try:
        barcode = code128.svg(code)
    except code128.Unprintable:
        code = f"P{row.pk}"
        barcode = code128.svg(code)
    return LabelSheet(
        parcel=view,
        name=(to.name or to.company) if to else "",
        to=_street(to, written) if to else (),
        phone=to.phone if to else "",
        country=country_name(to.country, "en").upper() if to and not domestic else "",
        sender=(home.name or home.company, *_street(home, written), home.phone) if home else (),
        code=code,
        barcode=barcode,
        domestic=domestic,
    )


def _street(address: Address, language: str) -> tuple[str, ...]:
    """Return the lines between the name and the country, which stand by themselves on a label."""
    bare = address.model_copy(update={"name": "", "company": "", "phone": ""})
    names = {country_name(address.country, language), country_name(address.country, "en").upper()}
    return tuple(line for line in lines(bare, language) if line not in names and line.upper() not in names)
