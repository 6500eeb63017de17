"""A purchase order as PDF, workbook and rows."""

import io
from collections.abc import Iterator

from django.utils.translation import pgettext

from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.tabular.writing import BOM, harmless, line_writer
from storecrew.shop.buying.paper.pdf import Cell, Sheet, Style
from storecrew.shop.buying.paper.sheets import Paper

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (18, 66, 0, 74, 72, 34, 60, 64)
"""Of the columns of the printed table, in points; 0 takes what is left."""
NUMBERS = frozenset({0, 5, 6, 7})


def as_csv(paper: Paper) -> str:
    """Return the lines for a spreadsheet or another program, with the order's number in each."""
    line = line_writer()
    rows = [line(["PO", *paper.columns])]
    rows += [
        line([paper.number, *(harmless(cell) if isinstance(cell, str) else cell for cell in row)])
        for row in _rows(paper)
    ]
    return BOM + "".join(rows)


def as_xlsx(paper: Paper) -> bytes:
    """Return the order as a workbook with one sheet."""
    # the library costs each process a sixth of a second to load, and few ever make a workbook
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.writer.excel import save_workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  a new book has one
    sheet.title = paper.number
    head = [[f"{paper.title} {paper.number}"], [paper.buyer, "→", *paper.supplier], list(paper.deliver_to)]
    head += [[label, value] for label, value in paper.facts]
    for row in [*head, []]:
        sheet.append([harmless(cell) for cell in row])
    sheet.append(list(paper.columns))
    top = sheet.max_row
    for cells in _rows(paper):
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    sheet.append(["", "", _together(), "", "", sum(one.quantity for one in paper.lines), "", paper.total.amount])
    if paper.note:
        sheet.append([])
        sheet.append(["", "", harmless(paper.note)])
    for bold in (1, top, top + len(paper.lines) + 1):
        for cell in sheet[bold]:
            cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", (5, 16, 44, 16, 16, 9, 13, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    file = io.BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def as_pdf(paper: Paper) -> bytes:
    """Return the order as a PDF, A4, as many pages as it takes."""
    sheet = Sheet(f"{paper.title} {paper.number}", foot=f"{paper.buyer} · {paper.number}")
    sheet.line(f"{paper.title} {paper.number}", Style.TITLE)
    sheet.line(paper.buyer, Style.STRONG)
    sheet.space(6)
    for text in paper.supplier:
        sheet.line(f"→ {text}")
    for text in paper.deliver_to:
        sheet.line(text, Style.SMALL)
    sheet.space(6)
    for label, value in paper.facts:
        sheet.line(f"{label}: {value}")
    sheet.space(10)
    sheet.table(paper.columns, [_cells(row) for row in _texts(paper)], WIDTHS, NUMBERS)
    sheet.space(6)
    sheet.row(
        [Cell("")] * 2
        + [Cell(_together(), strong=True)]
        + [Cell("")] * 2
        + [
            Cell(str(sum(one.quantity for one in paper.lines)), strong=True),
            Cell(""),
            Cell(format_amount(paper.total), strong=True),
        ],
        WIDTHS,
        NUMBERS,
    )
    if paper.note:
        sheet.space(14)
        for text in paper.note.splitlines():
            sheet.line(text)
    return sheet.written()


def _rows(paper: Paper) -> Iterator[list[object]]:
    for one in paper.lines:
        yield [one.number, one.sku, one.title, one.ours, one.barcode, one.quantity, one.cost.amount, one.total.amount]


def _texts(paper: Paper) -> Iterator[list[str]]:
    for one in paper.lines:
        yield [
            str(one.number),
            *(one.sku, one.title, one.ours, one.barcode),
            *(str(one.quantity), format_amount(one.cost), format_amount(one.total)),
        ]


def _cells(texts: list[str]) -> list[Cell]:
    return [Cell(text) for text in texts]


def _together() -> str:
    return pgettext("paper", "Together")
