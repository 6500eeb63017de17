"""Files as they really arrive: whatever can be read is read, and the rest is named line by line."""

import csv
import gzip
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.tabular import decode
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Unreadable, guess_encoding, look_at
from storecrew.kernel.tabular.table import recognise, records

TEXT = "货号,名称,价格\nA1,陶瓷|台灯,129.00\nA2,Größe „M“,12.50\n"
PLAIN = "货号,名称,价格\nA1,陶瓷台灯,129.00\nA2,落地灯,12.50\n"


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def rows(path: Path, **said: str) -> list[Row | Broken]:
    form, header = recognise(path, **said)
    return list(records(path, form, header))


def cells(path: Path, **said: str) -> list[list[str]]:
    found = rows(path, **said)
    assert all(isinstance(row, Row) for row in found), found
    return [row.cells for row in found if isinstance(row, Row)]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("gb18030", "gb18030"),
    ],
)
def test_every_encoding_gives_the_same_rows(tmp_path: Path, encoding: str, expected: str) -> None:
    path = written(tmp_path, PLAIN.encode(encoding))
    assert look_at(path).encoding == expected
    assert cells(path) == [["A1", "陶瓷台灯", "129.00"], ["A2", "落地灯", "12.50"]]


def test_a_gb18030_character_whose_second_byte_is_a_bar_is_not_cut(tmp_path: Path) -> None:
    assert "倈".encode("gb18030")[1:] == b"|"
    path = written(tmp_path, "SKU|名称\nA1|倈灯\nA2|落地灯\n".encode("gb18030"))
    assert cells(path) == [["A1", "倈灯"], ["A2", "落地灯"]]


def test_a_utf8_file_with_one_gbk_line_stays_utf8_and_names_the_line(tmp_path: Path) -> None:
    lines = [line.encode("utf-8") for line in ["SKU,名称", "A1,台灯", "A2,吊灯", "A4,壁灯"]]
    lines.insert(3, "A3,落地灯".encode("gb18030"))
    path = written(tmp_path, b"\n".join(lines))
    assert guess_encoding(path) == "utf-8"
    found = rows(path)
    assert [row.line for row in found if isinstance(row, Broken)] == [4]
    assert [(row.line, row.code) for row in found if isinstance(row, Broken)] == [(4, "bad_bytes")]
    assert [row.cells[0] for row in found if isinstance(row, Row)] == ["A1", "A2", "A4"]


def test_a_utf8_tail_in_a_gbk_file_is_put_aside_line_by_line(tmp_path: Path) -> None:
    head = "SKU,名称\nA1,台灯\nA2,吊灯\nA3,壁灯\n".encode("gb18030")
    path = written(tmp_path, head + "A4,中文名称\nA5,plain\n".encode())
    found = rows(path)
    assert look_at(path).encoding == "gb18030"
    assert [(row.line, row.code) for row in found if isinstance(row, Broken)] == [(5, "other_encoding")]
    assert [row.cells[1] for row in found if isinstance(row, Row)] == ["台灯", "吊灯", "壁灯", "plain"]


def test_bytes_that_mean_nothing_spoil_one_row_only(tmp_path: Path) -> None:
    head = "SKU,名称\nA1,台灯\nA2,吊灯\n".encode("gb18030")
    path = written(tmp_path, head + b"A3,\xff\xff\nA4,ok\n")
    assert [(row.line, row.code) for row in rows(path) if isinstance(row, Broken)] == [(4, "bad_bytes")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(line) for line in [["SKU", "Name", "Price"], ["A1", '"Lamp, red; tall"', "9"]])
    form, _ = recognise(written(tmp_path, text.encode()))
    assert form.delimiter == delimiter


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    path = written(tmp_path, b"SKU;Preis;Alt\nA1;12,50;13,00\nA2;9,90;11,00\n")
    assert cells(path) == [["A1", "12,50", "13,00"], ["A2", "9,90", "11,00"]]


def test_the_hint_of_a_spreadsheet_decides_and_is_no_row(tmp_path: Path) -> None:
    assert cells(written(tmp_path, b"sep=;\nSKU;Name\nA1;Lamp, red, tall\n")) == [["A1", "Lamp, red, tall"]]


def test_quoted_line_breaks_stay_in_their_cell_and_lines_are_counted(tmp_path: Path) -> None:
    found = rows(written(tmp_path, b'SKU,Text\nA1,"one\ntwo\r\nthree"\nA2,x\n'))
    assert [(row.line, row.cells[1]) for row in found if isinstance(row, Row)] == [(2, "one\ntwo\r\nthree"), (5, "x")]


@pytest.mark.parametrize("tail", [b"", b"A5,y\n" * 3])
def test_an_unclosed_quote_costs_one_row(tmp_path: Path, tail: bytes) -> None:
    found = rows(written(tmp_path, b'SKU,Text\nA1,ok\nA2,"never closed\nA3,fine\nA4,fine too\n' + tail))
    assert [(row.line, row.code) for row in found if isinstance(row, Broken)] == [(3, "unclosed_quote")]
    assert [row.cells[0] for row in found if isinstance(row, Row)][:3] == ["A1", "A3", "A4"]


def test_an_unclosed_quote_before_quoted_rows_costs_one_row(tmp_path: Path) -> None:
    found = rows(written(tmp_path, b'SKU,Text\nA1,"open\nA2,"a, b"\nA3,"c, d"\n'))
    assert [row.line for row in found if isinstance(row, Broken)] == [2]
    assert [row.cells for row in found if isinstance(row, Row)] == [["A2", "a, b"], ["A3", "c, d"]]


def test_a_quote_that_does_not_end_within_reason_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_RECORD_LINES", 50)
    found = rows(written(tmp_path, b'SKU,Text\nA1,"open\n' + b"".join(b"B%d,x\n" % n for n in range(200))))
    assert [(row.line, row.code) for row in found if isinstance(row, Broken)] == [(2, "unclosed_quote")]
    assert sum(isinstance(row, Row) for row in found) == 200


def test_a_file_of_nothing_but_quotes_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_LOOKED_AHEAD", 10_000)
    path = written(tmp_path, b"a,b\n" + b'"""x,y\n' * 5_000)
    with pytest.raises(Unreadable) as error:
        rows(path)
    assert error.value.code == "too_many_quotes"


def test_a_zero_byte_spoils_its_row_only(tmp_path: Path) -> None:
    found = rows(written(tmp_path, b"SKU,Name\nA1,a\x00b\nA2,ok\n"))
    assert [(row.line, row.code) for row in found if isinstance(row, Broken)] == [(2, "nul_byte")]


def test_rows_are_made_as_wide_as_the_header_and_never_wider(tmp_path: Path) -> None:
    found = rows(written(tmp_path, b"SKU,Name,Price\nA1\nA2,x,1,,\nA3,x,1,more\n"))
    assert [row.cells for row in found if isinstance(row, Row)] == [["A1", "", ""], ["A2", "x", "1"]]
    assert [(row.line, row.code) for row in found if isinstance(row, Broken)] == [(4, "too_many_cells")]


def test_duplicate_and_blank_columns_are_told_and_the_first_counts(tmp_path: Path) -> None:
    path = written(tmp_path, b"SKU,Name,Name,,Price\nA1,first,second,x,9\n")
    _, header = recognise(path)
    assert [(finding.code, finding.column) for finding in header.findings] == [
        ("duplicate_column", "Name"),
        ("blank_column", ""),
    ]
    assert header.index["Name"] == 1


def test_titles_above_the_header_are_skipped(tmp_path: Path) -> None:
    _, header = recognise(written(tmp_path, "我的商品表\n导出时间 2026-01-01,\n\n货号,名称,价格\nA1,灯,9\n".encode()))
    assert (header.line, header.names) == (4, ("货号", "名称", "价格"))


def test_trailing_blanks_and_marks_in_column_names_do_not_matter(tmp_path: Path) -> None:
    _, header = recognise(written(tmp_path, "﻿总金额 ,\u200b名称\t,*价格\n1,2,3\n".encode("utf-8-sig")))
    assert header.names == ("总金额", "名称", "价格")


def test_a_packed_file_is_read_as_it_is(tmp_path: Path) -> None:
    assert cells(written(tmp_path, gzip.compress(PLAIN.encode("gb18030"))))[0] == ["A1", "陶瓷台灯", "129.00"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
        (b"PK\x03\x04rubbish", "broken_archive"),
        (b"\x1f\x8brubbish", "broken_archive"),
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        recognise(written(tmp_path, content))
    assert error.value.code == code


def test_what_a_person_says_about_the_encoding_counts(tmp_path: Path) -> None:
    path = written(tmp_path, "SKU,Name\nA1,Größe\n".encode("windows-1252"))
    assert cells(path, encoding="windows-1252") == [["A1", "Größe"]]


def test_a_workbook_reads_like_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in [
        ["货号", "条码", "价格", "在售"],
        ["A1", 6901234567892, 0.1 + 0.2, True],
        [None] * 4,
        ["A2", None, 12, False],
    ]:
        page.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    found = rows(path)
    assert [(row.line, row.cells) for row in found if isinstance(row, Row)] == [
        (2, ["A1", "6901234567892", "0.3", "TRUE"]),
        (4, ["A2", "", "12", "FALSE"]),
    ]


@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=("Cs",)), max_size=12
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=20,
    )
)
def test_whatever_a_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["one", "two", "three"])
    writer.writerows(table)
    path = written(tmp_path_factory.mktemp("csv"), out.getvalue().encode())
    assert cells(path, encoding="utf-8", delimiter=",") == [row for row in table if any(row)]
