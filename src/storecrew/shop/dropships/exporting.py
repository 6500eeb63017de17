"""Drop shipments as a file for a supplier: one row for each of their goods, with empty columns for what they answer.

The same file filled in is taken back by `importing`.
"""

import io
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from storecrew.kernel.tabular.writing import BOM, harmless, line_writer
from storecrew.shop.addresses.types import Address
from storecrew.shop.dropships import dueness
from storecrew.shop.dropships.models import DropShipment
from storecrew.shop.dropships.ways.arranged import arranged
from storecrew.shop.dropships.ways.slips import Slip, slips
from storecrew.shop.supply import reads as supply

MOST = 2000


def as_csv(rows: Sequence[DropShipment]) -> bytes:
    """Return the file as CSV, in the language of the first supplier's people."""
    line = line_writer()
    return (BOM + "".join(line([harmless(cell) for cell in cells]) for cells in _cells(rows))).encode()


def as_xlsx(rows: Sequence[DropShipment]) -> bytes:
    """Return the file as a workbook."""
    # the library costs each process a sixth of a second to load, and few ever make a workbook
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.writer.excel import save_workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in _cells(rows):
        sheet.append([harmless(cell) for cell in cells])
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _cells(rows: Sequence[DropShipment]) -> Iterator[list[str]]:
    found = arranged({row.supplier_id for row in rows})
    sites = supply.sites_by_id({row.site_id for row in rows})
    language = found[rows[0].supplier_id].language if rows else "zh-hans"
    with override(language):
        yield [str(name) for name in _head()]
        by_number = {row.number: row for row in rows}
        for slip in slips(rows):
            zone = str(dueness.calendar_of(sites[by_number[slip.number].site_id]).zone)
            yield from _of_slip(slip, zone)


def _head() -> list[str]:
    return [
        pgettext("sheet", "Number"),
        _("Your SKU"),
        pgettext("sheet", "Goods"),
        pgettext("sheet", "Options"),
        _("Pieces"),
        _("Recipient"),
        _("Telephone"),
        _("Country"),
        _("Province or state"),
        _("City"),
        _("District"),
        _("Address"),
        _("Postal code"),
        _("Leaves by"),
        _("Sender on the parcel"),
        _("Note"),
        _("Carrier"),
        _("Tracking number"),
    ]


def _of_slip(slip: Slip, zone: str) -> Iterator[list[str]]:
    to = slip.ship_to or Address(country="CN")
    by = slip.ship_by.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if slip.ship_by else ""
    street = " ".join(part for part in (to.line1, to.line2) if part)
    for line in slip.lines:
        yield [
            slip.number,
            line.sku,
            line.title,
            line.options,
            str(line.quantity),
            to.name or to.company,
            to.phone,
            to.country,
            to.region,
            to.city,
            to.district,
            street,
            to.postal_code,
            by,
            slip.sender,
            slip.note,
            "",
            "",
        ]
