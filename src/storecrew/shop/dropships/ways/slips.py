"""What a supplier is told of a drop shipment: where it goes, what is in it by their own numbers, until when. No prices."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storecrew.kernel.store.reads import current
from storecrew.shop.addresses import types as addresses
from storecrew.shop.addresses.types import Address
from storecrew.shop.dropships.models import DropLine, DropShipment
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import LineView, OrderView


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Pieces of one of the supplier's goods, and what the buyer knows it as."""

    line_id: int
    sku: str
    title: str
    options: str
    ours: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One drop shipment as the supplier gets it; also the packing slip that lies in the parcel."""

    number: str
    revision: int
    order: str
    sender: str
    """What stands on the parcel as its sender."""
    ship_to: Address | None
    lines: tuple[SlipLine, ...]
    ship_by: datetime | None
    note: str
    """What the buyer wrote."""
    language: str
    """The buyer's."""

    @property
    def pieces(self) -> int:
        """Return how many are to be sent."""
        return sum(line.quantity for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """Return it as the open form carries it."""
        return {
            "number": self.number,
            "revision": self.revision,
            "order": self.order,
            "sender": self.sender,
            "ship_to": self.ship_to.model_dump() if self.ship_to else None,
            "lines": [
                {
                    "line": line.line_id,
                    "sku": line.sku,
                    "title": line.title,
                    "options": line.options,
                    "our_sku": line.ours,
                    "quantity": line.quantity,
                }
                for line in self.lines
            ],
            "ship_by": self.ship_by.isoformat() if self.ship_by else None,
            "note": self.note,
            "language": self.language,
        }


def slips(rows: Sequence[DropShipment]) -> list[Slip]:
    """Return what is to be sent of drop shipments, in their order; few questions, however many."""
    found = orders.find_many({row.order_id for row in rows}, crew=False)
    lines: dict[int, list[DropLine]] = {row.pk: [] for row in rows}
    for line in DropLine.objects.filter(dropship__in=lines).order_by("pk"):
        lines[line.dropship_id].append(line)
    return [slip_of(row, lines[row.pk], found[row.order_id]) for row in rows if row.order_id in found]


def slip_of(row: DropShipment, lines: Iterable[DropLine], order: OrderView) -> Slip:
    """Return what is still to be sent of one."""
    store, views = current(), {line.line_id: line for line in order.lines}
    return Slip(
        number=row.number,
        revision=row.revision,
        order=order.number,
        sender=store.name if store else "",
        ship_to=order.ship_to,
        lines=tuple(_line(line, views.get(line.line_id)) for line in lines if line.open),
        ship_by=row.ship_by,
        note=order.buyer_note,
        language=order.language,
    )


def digest_of(slip: Slip) -> str:
    """Return what changes when the supplier has to be told something new: address or pieces."""
    to = slip.ship_to.model_dump() if slip.ship_to else None
    pieces = [(line.line_id, line.quantity) for line in slip.lines]
    return hashlib.sha256(json.dumps([to, pieces], sort_keys=True).encode()).hexdigest()


def address_lines(slip: Slip, language: str) -> tuple[str, ...]:
    """Return the address as it is written on the parcel."""
    store = current()
    return addresses.lines(slip.ship_to, language, home=store.country if store else "CN") if slip.ship_to else ()


def _line(line: DropLine, view: LineView | None) -> SlipLine:
    options = ", ".join(option.value for option in view.options) if view else ""
    ours = view.sku if view else ""
    return SlipLine(line.pk, line.sku, line.title, options, ours, line.open)
