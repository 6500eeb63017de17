"""Tracking numbers from a file: a carrier's or a third-party warehouse's list becomes numbers and handed-over parcels.

Columns by their heading in any order and either language (order or parcel, tracking number, carrier); without a heading:
order, number, carrier. One line is one act, so that a bad line holds up nobody; the same file twice changes nothing.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor
from storecrew.shop.fulfilment import actions
from storecrew.shop.fulfilment.models import GONE, HERE, Parcel
from storecrew.shop.orders import reads as orders
from storecrew.shop.shipping import carriers

MOST = 2000
"""Lines of one file."""
_HEADINGS: Mapping[str, frozenset[str]] = {
    "order": frozenset(
        {"order", "order number", "order no", "name", "parcel", "订单号", "订单", "订单编号", "包裹号", "包裹"}
    ),
    "number": frozenset(
        {"tracking", "tracking number", "tracking no", "waybill", "运单号", "快递单号", "物流单号", "单号"}
    ),
    "carrier": frozenset({"carrier", "company", "shipping company", "快递", "快递公司", "物流公司", "承运商"}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a line: done, known (nothing new), or refused with the reason."""

    number: int
    order: str
    tracking: str
    outcome: str
    said: str = ""


@dataclass(slots=True)
class Report:
    """What became of a file."""

    lines: list[Line] = field(default_factory=list)
    trouble: str = ""

    def count(self, outcome: str) -> int:
        """Return how many lines came out so."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def done(self) -> int:
        """Return how many lines changed something."""
        return self.count("done")

    @property
    def known(self) -> int:
        """Return how many lines were there already."""
        return self.count("known")

    @property
    def refused(self) -> list[Line]:
        """Return the lines that could not be taken."""
        return [line for line in self.lines if line.outcome == "refused"]


def take_in(actor: Actor, content: bytes, *, ship: bool) -> Report:
    """Take in a file of tracking numbers; `ship`: hand over what is packed at once."""
    report = Report()
    text = _decoded(content)
    if text is None:
        report.trouble = _("The file cannot be read. Save it as CSV in UTF-8.")
        return report
    names = _carrier_codes()
    for number, order, tracking, carrier in _rows(text):
        if len(report.lines) >= MOST:
            report.trouble = _("Only the first %(n)d lines were taken. Send the rest as another file.") % {"n": MOST}
            break
        report.lines.append(_one(actor, number, order, tracking, names.get(carrier.casefold(), ""), carrier, ship=ship))
    if not report.lines:
        report.trouble = _("There is no line with an order and a tracking number.")
    return report


def _one(actor: Actor, number: int, order: str, tracking: str, carrier: str, written: str, *, ship: bool) -> Line:
    try:
        if written and not carrier:
            raise ActionError(_("There is no carrier “%(code)s”.") % {"code": written})
        parcel = _parcel(order)
        known = parcel.tracking_number == carriers.normal(tracking) and carrier in {"", parcel.carrier}
        if known and (parcel.state in GONE or not ship):
            return Line(number, order, tracking, "known")
        if ship and parcel.state in HERE:
            data = actions.Ship(parcel_id=parcel.pk, carrier=carrier, tracking_number=tracking)
            actions.ship(actor, data)
        else:
            change = actions.SetTracking(parcel_id=parcel.pk, carrier=carrier, tracking_number=tracking)
            actions.set_tracking(actor, change)
    except ActionError as error:
        return Line(number, order, tracking, "refused", error.message)
    return Line(number, order, tracking, "done")


def _parcel(text: str) -> Parcel:
    """Return the parcel that is meant: by its own number, or the only one of an order that has no number yet."""
    found = Parcel.objects.exclude(state="undone").filter(number__iexact=text.lstrip("#")).first()
    if found is not None:
        return found
    order_id = orders.id_of_number(text)
    if order_id is None:
        raise ActionError(_("No order or parcel has the number %(number)s.") % {"number": text})
    rows = list(Parcel.objects.filter(order=order_id).exclude(state="undone").order_by("pk"))
    open_ones = [row for row in rows if not row.tracking_number] or rows
    if not rows:
        raise ActionError(_("Order %(number)s is not packed yet.") % {"number": text})
    if len(open_ones) > 1:
        raise ActionError(_("Order %(number)s has several parcels. Write the parcel's number.") % {"number": text})
    return open_ones[0]


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield (line, order, number, carrier); lines without an order or a number are left out."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count) if any(sign in first for sign in ",;\t") else ","
    columns: dict[str, int] | None = None
    for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), 1):
        plain = [cell.strip().strip("\t'\"=") for cell in cells]
        if columns is None:
            columns = _columns(plain)
            if columns is not None:
                continue
            columns = {"order": 0, "number": 1, "carrier": 2}
        order, tracking, carrier = (_cell(plain, columns.get(name)) for name in ("order", "number", "carrier"))
        if order and tracking:
            yield number, order, tracking, carrier


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    found = {
        name: place
        for name, words in _HEADINGS.items()
        for place, cell in reversed(list(enumerate(cells)))
        if cell.casefold().replace("_", " ") in words
    }
    return found if "order" in found and "number" in found else None


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _carrier_codes() -> dict[str, str]:
    """Return what people write for a carrier: code, either name, and the short Chinese one."""
    found: dict[str, str] = {}
    every = [*carriers.own_carriers(), *carriers.KNOWN.values()]
    for carrier in every:
        for name in (carrier.code, carrier.name, carrier.zh):
            found[name.casefold()] = carrier.code
        for ending in ("速运", "快递", "速递", "物流"):
            found.setdefault(carrier.zh.removesuffix(ending).strip().casefold(), carrier.code)
    found.pop("", None)
    return found
