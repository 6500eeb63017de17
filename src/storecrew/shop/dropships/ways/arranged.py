"""What holds for a supplier: what was arranged, or what follows from whom one knows there."""

from collections.abc import Iterable
from dataclasses import dataclass

from storecrew.shop.dropships.models import Arrangement, Way
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import ContactView


@dataclass(frozen=True, slots=True)
class Arranged:
    """How a supplier is told. `to`: the mail address; `language` is that of whoever reads it."""

    way: Way
    to: str
    contact_id: int | None
    language: str
    at_once: bool
    ack_hours: int


def arranged_with(supplier_id: int) -> Arranged:
    """Return how one supplier is told."""
    return arranged([supplier_id])[supplier_id]


def arranged(supplier_ids: Iterable[int]) -> dict[int, Arranged]:
    """Return how suppliers are told; three questions, however many."""
    ids = set(supplier_ids)
    rows = {row.supplier_id: row for row in Arrangement.objects.filter(supplier__in=ids)}
    people, suppliers = supply.contacts_of(ids), supply.suppliers_by_id(ids)
    return {number: _of(rows.get(number), people.get(number, ()), suppliers[number].language) for number in ids}


def _of(row: Arrangement | None, people: Iterable[ContactView], language: str) -> Arranged:
    reached = [
        (one, next((channel.address for channel in one.channels if channel.kind == "email"), "")) for one in people
    ]
    mailed = next(((one, address) for one, address in reached if address), None)
    if row is None:
        way = Way.MAIL if mailed else Way.HAND
        row = Arrangement(way=way, at_once=way == Way.MAIL)
    to = row.mail_to or (mailed[1] if mailed else "")
    reader = next((one for one, address in reached if address and address == to), mailed[0] if mailed else None)
    return Arranged(
        way=Way(row.way),
        to=to,
        contact_id=reader.contact_id if reader else None,
        language=reader.language if reader else language,
        at_once=row.at_once and row.way != Way.HAND and (row.way != Way.MAIL or bool(to)),
        ack_hours=row.ack_hours,
    )
