"""Tracking numbers from a supplier's file: any CSV or workbook, any encoding, by our number or the order's.

Columns by their heading in any order and either language. One line is one act, so that a bad line holds up nobody; the
lines of one parcel (same number, same tracking number) are one act; the same file twice changes nothing.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.tabular.decode import Broken
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.table import Header, recognise, records
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.models import ASKED, DropShipment, Means
from storecrew.shop.orders import reads as orders
from storecrew.shop.shipping import carriers

MOST = 2000
"""Lines of one file."""
HEADINGS: Mapping[str, frozenset[str]] = {
    "number": frozenset(
        {
            "number",
            "order",
            "order number",
            "order no",
            "our number",
            "单号",
            "代发单号",
            "订单号",
            "订单编号",
            "订单",
            "编号",
        }
    ),
    "tracking": frozenset(
        {"tracking", "tracking number", "tracking no", "waybill", "运单号", "快递单号", "物流单号", "发货单号"}
    ),
    "carrier": frozenset({"carrier", "company", "shipping company", "快递", "快递公司", "物流公司", "承运商", "物流"}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a line: done, known (nothing new), surprise (it left although called off) or refused with the reason."""

    number: int
    document: str
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
        """Return how many parcels are new."""
        return self.count("done")

    @property
    def known(self) -> int:
        """Return how many were there already."""
        return self.count("known")

    @property
    def surprises(self) -> list[Line]:
        """Return the lines of parcels that nobody wanted to leave."""
        return [line for line in self.lines if line.outcome == "surprise"]

    @property
    def refused(self) -> list[Line]:
        """Return the lines that could not be taken."""
        return [line for line in self.lines if line.outcome == "refused"]


def take_in(actor: Actor, content: bytes, *, supplier_id: int | None = None) -> Report:
    """Take in a file of tracking numbers; `supplier_id`: only of this supplier's drop shipments."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "numbers"
        path.write_bytes(content)
        try:
            form, header = recognise(path)
        except Unreadable:
            report.trouble = _("The file cannot be read. Save it as CSV or as a workbook (.xlsx).")
            return report
        columns = _columns(header)
        if "number" not in columns or "tracking" not in columns:
            report.trouble = _("No column is called order number, or none tracking number.")
            return report
        names, seen = _carrier_codes(), set()
        for number, document, tracking, carrier in _rows(records(path, form, header), columns):
            if (document, tracking) in seen:
                continue
            if len(report.lines) >= MOST:
                report.trouble = _("Only the first %(n)d lines were taken. Send the rest as another file.") % {
                    "n": MOST
                }
                break
            report.lines.append(_one(actor, number, document, tracking, carrier, names, supplier_id))
            if report.lines[-1].outcome != "refused":  # the further lines of the same parcel
                seen.add((document, tracking))
    if not report.lines and not report.trouble:
        report.trouble = _("There is no line with an order and a tracking number.")
    return report


def _one(
    actor: Actor,
    number: int,
    document: str,
    tracking: str,
    carrier: str,
    names: Mapping[str, str],
    supplier_id: int | None,
) -> Line:
    try:
        code = names.get(carrier.casefold(), "")
        if carrier and not code:
            raise ActionError(_("There is no carrier “%(code)s”.") % {"code": carrier})
        row = _dropship(document, tracking, supplier_id)
        data = actions.Ship(dropship_id=row.pk, carrier=code, tracking_number=tracking, means=Means.FILE)
        shipped = actions.ship(actor, data)
    except ActionError as error:
        return Line(number, document, tracking, "refused", error.message)
    if shipped.surprise and shipped.counted:
        return Line(number, document, tracking, "surprise", shipped.number)
    return Line(number, document, tracking, "done" if shipped.counted else "known")


def _dropship(text: str, tracking: str, supplier_id: int | None) -> DropShipment:
    """Return what is meant: by our number, theirs, or the only one of an order that is open."""
    rows = DropShipment.objects.order_by("pk")
    rows = rows.filter(supplier=supplier_id) if supplier_id is not None else rows
    plain = text.lstrip("#")
    found = rows.filter(number__iexact=plain).first() or rows.filter(reference=plain).exclude(reference="").first()
    if found is not None:
        return found
    order_id = orders.id_of_number(text)
    some = list(rows.filter(order=order_id)) if order_id is not None else []
    if not some:
        raise ActionError(_("No order and no drop shipment has the number %(number)s.") % {"number": text})
    told = [row for row in some if row.parcels.filter(tracking_number=carriers.normal(tracking)).exists()]
    waiting = told or [row for row in some if row.state in ASKED] or some
    if len(waiting) > 1:
        raise ActionError(_("Order %(number)s has several drop shipments. Write our number (DS-…).") % {"number": text})
    return waiting[0]


def _columns(header: Header) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, place in header.index.items():
        plain = name.casefold().replace("_", " ")
        for column, words in HEADINGS.items():
            if plain in words:
                found.setdefault(column, place)
    return found


def _rows(rows: Iterator[object], columns: Mapping[str, int]) -> Iterator[tuple[int, str, str, str]]:
    """Yield (line, number, tracking, carrier); lines without a number or a tracking number are left out."""
    for row in rows:
        if isinstance(row, Broken):
            continue
        line, cells = row.line, row.cells  # type: ignore[attr-defined]
        document, tracking, carrier = (
            cells[columns[name]].strip().strip("\t'\"=") if name in columns else ""
            for name in ("number", "tracking", "carrier")
        )
        if document and tracking:
            yield line, document, tracking, carrier


def _carrier_codes() -> dict[str, str]:
    """Return what people write for a carrier: code, either name, and the short Chinese one."""
    found: dict[str, str] = {}
    for carrier in [*carriers.own_carriers(), *carriers.KNOWN.values()]:
        for name in (carrier.code, carrier.name, carrier.zh):
            found[name.casefold()] = carrier.code
        for ending in ("速运", "快递", "速递", "物流"):
            found.setdefault(carrier.zh.removesuffix(ending).strip().casefold(), carrier.code)
    found.pop("", None)
    return found
