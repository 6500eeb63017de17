"""Workbooks of old programs read like a table, or are refused in words; neither takes more memory than is left to it."""

from datetime import date
from pathlib import Path

import pytest

from storecrew.kernel.tabular import foreign
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.sheet import sheet_names
from storecrew.kernel.tabular.table import recognise, records
from storecrew.kernel.tabular.tests.old_workbooks import ods, xls

ROWS = [
    ["货号", "条码", "库存", "日期", "在售"],
    ["灯-1", 6901234567892, 12, date(2026, 11, 25), True],
    [None] * 5,
    ["灯-2", 6901234567908, 0.1 + 0.2, date(2026, 2, 28), False],
]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "came"
    path.write_bytes(content)
    return path


def test_an_old_workbook_reads_like_a_new_one(tmp_path: Path) -> None:
    path = written(tmp_path, xls(ROWS, names=["库存表", "说明"], first_row=2))
    form, header = recognise(path)
    assert (form.container.kind, header.line, header.names) == ("xlsx", 3, ("货号", "条码", "库存", "日期", "在售"))
    assert list(records(path, form, header)) == [
        Row(4, ["灯-1", "6901234567892", "12", "2026-11-25T00:00:00", "TRUE"]),
        Row(6, ["灯-2", "6901234567908", "0.3", "2026-02-28T00:00:00", "FALSE"]),
    ]
    assert sheet_names(path) == ["库存表", "说明"]
    assert recognise(path, sheet="说明")[1].names == ()


def test_an_open_document_reads_like_a_table(tmp_path: Path) -> None:
    path = written(tmp_path, ods([["SKU", "Stock"], ["灯 & 1", 3.0]]))
    form, header = recognise(path)
    assert list(records(path, form, header)) == [Row(2, ["灯 & 1", "3"])]
    assert sheet_names(path) == ["库存"]


def test_a_sheet_that_claims_to_have_no_end_meets_the_limit_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "MEMORY", 300 * 1024**2)
    endless = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16000"/></table:table-row>'
    )
    wide = xls([["SKU"] + [None] * 254 + ["x"], *[[]] * 65_000, ["end"]])
    for content, code in ((ods([["SKU"]], more=endless), "old_workbook"), (wide, "too_big_unpacked")):
        with pytest.raises(Unreadable) as refusal:
            recognise(written(tmp_path, content))
        assert refusal.value.code == code


@pytest.mark.parametrize("damage", [slice(0, 3000), slice(0, 600)])
def test_half_an_old_workbook_is_told_apart(tmp_path: Path, damage: slice) -> None:
    path = written(tmp_path, xls(ROWS * 50)[damage])
    with pytest.raises(Unreadable) as refusal:
        list(records(path, *recognise(path)))
    assert refusal.value.code == "old_workbook"
