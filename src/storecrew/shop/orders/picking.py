"""Find goods while an order is written: what is called so, with its price and what is left of it."""

from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.orders.thumbs import thumbs_of
from storecrew.shop.stock import reads as stock

AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Good:
    """A variant that can be added. `price` None: it has none in this currency; `left` None: not counted."""

    face: Face
    price: Money | None
    left: int | None
    thumb: str = ""

    @property
    def name(self) -> str:
        """Return title and options."""
        return " · ".join([self.face.title, *self.face.options])


def find_goods(actor: Actor, text: str, currency: str, language: str, now: datetime) -> list[Good]:
    """Return variants whose name, SKU or barcode fits, the best first."""
    ids = catalogue.find_variants(text, language=language, at_most=AT_MOST)
    return goods_of(actor, ids, currency, language, now)


def goods_of(actor: Actor, variant_ids: list[int], currency: str, language: str, now: datetime) -> list[Good]:
    """Return variants as they can be added, in the order given."""
    if not variant_ids:
        return []
    faces = catalogue.faces(variant_ids, language, now=now)
    prices = catalogue.sold(variant_ids, language=language, currencies=[currency], at=now)
    asked = stock.AvailabilityQuery(variant_ids=tuple(variant_ids))
    left = {one.variant_id: one for one in stock.availability(actor, asked, now=now).items}
    thumbs = thumbs_of(faces)
    goods = []
    for pk in variant_ids:
        if pk not in faces:
            continue
        listed = prices[pk].prices.get(currency) if pk in prices else None
        price = listed.price if listed else None
        goods.append(Good(faces[pk], price, left[pk].sellable if pk in left else None, thumbs.get(pk, "")))
    return goods
