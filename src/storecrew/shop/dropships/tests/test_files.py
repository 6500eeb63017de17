"""The file for a supplier, and the one that comes back: any encoding, bad lines alone, twice is once."""

import csv
import io

from openpyxl import Workbook, load_workbook

from storecrew.shop.dropships import exporting, importing
from storecrew.shop.dropships.models import DropParcel, DropShipment
from storecrew.shop.dropships.tests.conftest import Trade
from storecrew.shop.orders.tests.making import Want


def test_the_file_says_what_goes_where_and_never_what_it_costs(trade: Trade) -> None:
    row = trade.asked(Want(trade.lamp, 2, unit=12345))
    rows = list(csv.reader(io.StringIO(exporting.as_csv([row]).decode("utf-8-sig"))))
    assert len(rows) == 2
    number, sku, _title, _options, pieces, name, _phone, country, _region, city = rows[1][:10]
    assert (number, sku, pieces) == (row.number, f"NEAR-{trade.lamp}", "2")
    assert (name, country, city, rows[1][-2:]) == ("陈小鱼", "CN", "佛山市", ["", ""])
    assert len(rows[0]) == len(rows[1])
    assert not any("123.45" in cell or "40.00" in cell for cell in rows[1])


def test_the_workbook_holds_the_same_and_runs_no_formula(trade: Trade) -> None:
    row = trade.asked()
    row.lines.update(title="=1+1")
    sheet = load_workbook(io.BytesIO(exporting.as_xlsx([row]))).worksheets[0]
    cells = [cell.value for cell in list(sheet.rows)[1]]
    assert cells[0] == row.number
    assert "'=1+1" in cells


def test_numbers_come_back_in_gb18030_by_our_number_or_the_order_s(trade: Trade) -> None:
    one, two = trade.asked(), trade.asked()
    text = f"单号,快递公司,快递单号\n{one.number},顺丰,SF1316582044876\n{two.order.number},顺丰速运,SF1316582044885\n"
    report = importing.take_in(trade.crew, text.encode("gb18030"))
    assert [(line.outcome, line.said) for line in report.lines] == [("done", ""), ("done", "")]
    assert set(DropParcel.objects.values_list("dropship", flat=True)) == {one.pk, two.pk}
    again = importing.take_in(trade.crew, text.encode("gb18030"))
    assert (again.done, again.known, DropParcel.objects.count()) == (0, 2, 2)


def test_a_filled_in_workbook_is_taken_and_a_bad_line_holds_up_nobody(trade: Trade) -> None:
    row = trade.asked()
    book = Workbook()
    for cells in (
        ["Number", "Tracking number", "Carrier"],
        ["DS-99999-1", "SF1316582044876", "sf"],
        [row.number, "SF1316582044876", "nobody"],
        [row.number, "SF1316582044876", "顺丰"],
        [row.number, "SF1316582044876", "顺丰"],
    ):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    report = importing.take_in(trade.crew, out.getvalue())
    assert [line.outcome for line in report.lines] == ["refused", "refused", "done"]
    assert trade.fresh(row).state == "shipped"


def test_what_left_although_it_was_called_off_is_named(trade: Trade) -> None:
    row = trade.asked()
    trade.cancel(row.order)
    trade.settle()
    report = importing.take_in(trade.crew, f"单号,快递单号\n{row.number},SF1316582044876\n".encode())
    assert [line.outcome for line in report.lines] == ["surprise"]
    assert DropParcel.objects.get().surprise == "cancelled"


def test_a_file_without_the_columns_says_so(trade: Trade) -> None:
    assert importing.take_in(trade.crew, b"a,b\n1,2\n").trouble
    assert importing.take_in(trade.crew, b"").trouble
    assert DropShipment.objects.count() == 0
