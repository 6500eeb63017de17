"""What may come back, as the form shows it: pictures, reasons, what there is to choose from instead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.returns import reads
from storecrew.shop.returns.types import Returnable
from storecrew.shop.stock import reads as stock

SIZES = "3.25rem"


@dataclass(frozen=True, slots=True)
class Offered:
    """A line that may come back, with what was typed. `others`: what it can be exchanged for (variant, name)."""

    one: Returnable
    why: str
    picture: SafeString | str
    quantity: int
    reason: str
    instead: str
    others: tuple[tuple[int, str], ...]
    choices: range


def offered(
    site: Site, actor: Actor, lines: tuple[Returnable, ...], typed: QueryDict, now: datetime
) -> tuple[Offered, ...]:
    """Return the lines of an order as the form shows them."""
    faces = catalogue.faces((one.variant_id for one in lines), site.language, now=now)
    pictures.load(face.picture.asset_id for face in faces.values() if face.picture)
    products = {face.slug: _others(site, actor, face, now) for face in faces.values() if face.on_sale}
    found = []
    for one in lines:
        face = faces.get(one.variant_id or 0)
        others = products.get(face.slug, ()) if face else ()
        found.append(
            Offered(
                one=one,
                why=reads.why_not(one),
                picture=picture_html(face.picture if face else None, sizes=SIZES, decorative=True, most=400),
                quantity=min(one.left, whole(typed.get(f"q.{one.line_id}", ""))),
                reason=typed.get(f"why.{one.line_id}", ""),
                instead=typed.get(f"for.{one.line_id}", ""),
                others=tuple(pair for pair in others if pair[0] != one.variant_id),
                choices=range(one.left + 1),
            )
        )
    return tuple(found)


def wanted_of(offers: tuple[Offered, ...]) -> list[dict[str, Any]]:
    """Return the pieces that were chosen, as the action takes them."""
    return [
        {
            "line_id": row.one.line_id,
            "quantity": row.quantity,
            "reason": row.reason,
            "variant_id": int(row.instead) if row.instead.isdecimal() else None,
        }
        for row in offers
        if row.quantity
    ]


def whole(text: str) -> int:
    """Return a count that was typed; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _others(site: Site, actor: Actor, face: Face, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return the variants of a product that are there, for an exchange."""
    query = catalogue.PageQuery(slug=face.slug, language=site.language, currency=site.currency)
    variants = catalogue.product_page(actor, query, now=now).variants
    if len(variants) < 2:
        return ()
    ids = tuple(one.variant_id for one in variants)
    there = stock.availability(actor, stock.AvailabilityQuery(variant_ids=ids), now=now).items
    free = {one.variant_id for one in there if one.sellable is None or one.sellable > 0}
    return tuple((one.variant_id, one.title) for one in variants if one.variant_id in free and one.price)
