"""Orders as their buyer's list shows them: pictures, pieces, how each stands. A bounded number of questions for a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from storecrew.fronts.account.standing import Standing, standing
from storecrew.fronts.account.visits import Visit
from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.fulfilment import reads as fulfilment
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import LineView, OrderRow, OrderView

PICTURES = 4
SIZES = "4.5rem"


@dataclass(frozen=True, slots=True)
class Bought:
    """An order in the list. `titles`: what was bought, in the reader's language; `others`: how many lines more there are."""

    order: OrderView
    pieces: int
    href: str
    standing: Standing
    pictures: tuple[SafeString, ...]
    titles: str
    others: int
    again: bool
    """Something of it is still on sale."""


def bought(visit: Visit, rows: Iterable[OrderRow]) -> tuple[Bought, ...]:
    """Return orders as the list shows them, in the order in which they came."""
    pieces = {row.order_id: row.pieces for row in rows}
    found = orders.find_many(pieces, crew=False)
    tokens = orders.tokens_for(found)
    parcels = fulfilment.parcels_of_orders(found, visit.now)
    variants = {line.variant_id for order in found.values() for line in order.lines if line.variant_id}
    faces = catalogue.faces(variants, visit.site.language, now=visit.now)
    pictures.load(face.picture.asset_id for face in faces.values() if face.picture)
    return tuple(
        Bought(
            order=found[number],
            pieces=count,
            href=visit.to.order(tokens[number]),
            standing=standing(found[number], parcels.get(number, ())),
            pictures=_pictures(found[number].lines, faces),
            titles=", ".join(_title(line, faces) for line in found[number].lines[:PICTURES]),
            others=max(0, len(found[number].lines) - PICTURES),
            again=any(_on_sale(line, faces) for line in found[number].lines),
        )
        for number, count in pieces.items()
        if number in found
    )


def _pictures(lines: Iterable[LineView], faces: dict[int, Face]) -> tuple[SafeString, ...]:
    shown = [faces[line.variant_id] for line in lines if line.variant_id in faces]
    return tuple(picture_html(face.picture, sizes=SIZES, decorative=True, most=400) for face in shown[:PICTURES])


def _title(line: LineView, faces: dict[int, Face]) -> str:
    """Return what a line is called today by its reader; as it was ordered where the catalogue knows it no more."""
    face = faces.get(line.variant_id or 0)
    return face.title if face and face.title else line.title


def _on_sale(line: LineView, faces: dict[int, Face]) -> bool:
    return line.variant_id in faces and faces[line.variant_id].on_sale
