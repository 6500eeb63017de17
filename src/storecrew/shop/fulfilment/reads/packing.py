"""What lies on the packing table: one order's open lines in one warehouse, the box it probably needs, what it should weigh."""

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.fulfilment import supply
from storecrew.shop.fulfilment.models import Pick, Tote
from storecrew.shop.fulfilment.seats import READERS
from storecrew.shop.fulfilment.supply import Share
from storecrew.shop.fulfilment.types import ToPack
from storecrew.shop.orders import reads as orders
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.shipping.types import Content as Goods


class PackQuery(Input):
    """Which order, at which warehouse (None: where most of it lies)."""

    order_id: int
    warehouse_id: int | None = None


class PackSheet(Output):
    """The packing table. `places`: every warehouse that something of it leaves from. `box_id`: the kind it probably needs."""

    order_id: int
    number: str
    name: str
    country: str
    buyer_note: str
    warehouse_id: int | None
    places: tuple[int | None, ...]
    wave_id: int | None
    slot: str
    changed: bool
    lines: tuple[ToPack, ...]
    box_id: int | None
    boxes: int
    expected_g: int | None
    """Of everything that could be packed now, with that box; None: not every weight is known."""
    carrier: str
    method: str
    stop: str
    """Why it must not be packed; empty: it may."""


@read("fulfilment.packing", label=gettext_lazy("Packing table"), seats=READERS, surfaces={"web", "rest", "mcp", "cli"})
def packing(ask: Ask, data: PackQuery) -> PackSheet:
    """Show what of an order is to be packed at a warehouse, in which box, and what the parcel should weigh."""
    order = orders.find(data.order_id)
    if order is None:
        raise Missing(_("There is no such order."))
    shares = supply.shares_of(orders.open_lines([order.order_id]), ask.actor, ask.now)
    places = tuple(dict.fromkeys(share.warehouse_id for share in shares))
    place = data.warehouse_id if data.warehouse_id in places else _fullest(shares)
    mine = [share for share in shares if share.warehouse_id == place]
    tote = Tote.objects.filter(order=order.order_id, warehouse=place, open=True).first() if place else None
    goods = tuple(Goods(quantity=share.there, weight_g=share.line.weight_g) for share in mine if share.there)
    boxes = shipping.weight_of(goods) if goods else ()
    tare = {kind.kind_id: kind.tare_g for kind in shipping.package_kinds()}
    box = boxes[0].kind_id if boxes else None
    names = shipping.methods_in_short()
    method = next((share.line.method_id for share in mine if share.line.method_id), None)
    name, carrier = names.get(method or 0, ("", ""))
    return PackSheet(
        order_id=order.order_id,
        number=order.number,
        name=order.name,
        country=order.ship_to.country if order.ship_to else "",
        buyer_note=order.buyer_note,
        warehouse_id=place,
        places=places,
        wave_id=tote.wave_id if tote else None,
        slot=tote.slot if tote else "",
        changed=bool(tote and tote.changed),
        lines=_lines(mine, tote, ask.now),
        box_id=box,
        boxes=len(boxes),
        expected_g=_expected(mine, tare.get(box or 0, 0)),
        carrier=carrier,
        method=name,
        stop=_stop(order.state, order.payment, held=order.held, unpaid_too=order.ships_unpaid),
    )


def _fullest(shares: list[Share]) -> int | None:
    there: dict[int | None, int] = {}
    for share in shares:
        there[share.warehouse_id] = there.get(share.warehouse_id, 0) + share.there
    return max(there, key=lambda place: there[place], default=None)


def _lines(shares: list[Share], tote: Tote | None, now: datetime) -> tuple[ToPack, ...]:
    language = get_language() or "en"
    variants = {variant for share in shares for variant, _each in share.parts}
    variants |= {share.line.variant_id for share in shares if share.line.variant_id is not None}
    faces = catalogue.faces(variants, language, now=now)
    picked: dict[tuple[int, int], int] = {}
    if tote is not None:
        rows = Pick.objects.filter(tote=tote).order_by().values("line_id", "variant_id").annotate(n=Sum("picked"))
        picked = {(row["line_id"], row["variant_id"]): row["n"] for row in rows}
    return tuple(_line(share, faces, picked if tote else None) for share in shares)


def _line(share: Share, faces: dict[int, Face], picked: dict[tuple[int, int], int] | None) -> ToPack:
    line = share.line
    face = faces.get(line.variant_id or 0)
    bundle = len(share.parts) > 1 or any(variant != line.variant_id for variant, _each in share.parts)
    whole = None
    if picked is not None and share.parts:
        whole = min(picked.get((line.line_id, variant), 0) // each for variant, each in share.parts)
    return ToPack(
        line_id=line.line_id,
        key=line.key,
        variant_id=line.variant_id,
        sku=line.sku,
        barcode=face.barcode if face else "",
        title=face.title if face else line.title,
        options=face.options if face else tuple(one.value for one in line.options),
        open=share.open,
        there=share.there,
        picked=whole,
        weight_g=line.weight_g,
        parts=tuple((_named(faces, variant), each) for variant, each in share.parts) if bundle else (),
    )


def _named(faces: dict[int, Face], variant_id: int) -> str:
    face = faces.get(variant_id)
    return " ".join((face.title, *face.options)) if face else f"#{variant_id}"


def _expected(shares: list[Share], tare_g: int) -> int | None:
    weights = [(share.there, share.line.weight_g) for share in shares if share.there]
    if not weights or any(weight is None for _quantity, weight in weights):
        return None
    return sum(quantity * (weight or 0) for quantity, weight in weights) + tare_g


def _stop(state: str, payment: str, *, held: bool, unpaid_too: bool) -> str:
    if state != "open":
        return _("The order is not open any more. Put its goods back.")
    if held:
        return _("The order is on hold: nobody may send it for now.")
    if payment not in {"authorised", "paid", "part_refunded"} and not unpaid_too:
        return _("The order is not paid yet.")
    return ""
