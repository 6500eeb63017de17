"""JSON and XML as tables: found in what is wrapped around them, in any encoding, without what XML could do to us."""

import json
from pathlib import Path

import pytest

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.flat import flatten
from storecrew.kernel.tabular.markup import is_xml, read_header, read_rows
from storecrew.kernel.tabular.objects import is_json, object_header, object_rows, read_objects
from storecrew.kernel.tabular.table import Header, records

ROWS = [{"sku": "A", "stock": {"free": 3}, "tags": ["x", 2]}, {"sku": "B", "cost": 1.50, "on": True, "none": None}]


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps({"code": 0, "data": {"page": 1, "list": ROWS}, "more": [1]}),
        json.dumps({"filler": ["x" * 70_000], "deep": {"filler": "y" * 70_000, "rows": ROWS}}),
        "\n".join(json.dumps(row) for row in ROWS),
    ],
    ids=["a list", "wrapped", "wrapped and large", "one a line"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_objects_are_found_in_whatever_is_around_them(tmp_path: Path, text: str, encoding: str) -> None:
    path = written(tmp_path, text, encoding)
    assert is_json(path)
    header = object_header(path)
    assert header.names == ("sku", "stock.free", "tags", "cost", "on", "none")
    assert list(object_rows(path, header)) == [
        Row(2, ["A", "3", "x, 2", "", "", ""]),
        Row(3, ["B", "", "", "1.5", "TRUE", ""]),
    ]


def test_json_that_breaks_off_says_where(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as error:
        list(read_objects(written(tmp_path, '[{"sku": "A"},\n{"sku": ')))
    assert (error.value.code, error.value.params) == ("json_broken", {"line": 2})
    rows = list(object_rows(written(tmp_path, '[{"sku": "A"}, 7]'), Header(1, ("sku",))))
    assert rows == [Row(2, ["A"]), Broken(3, "not_an_object", "")]


XML = """<?xml version="1.0" encoding="{0}"?>
<feed xmlns="urn:x"><about><name>灯具</name></about><items>
<item id="1"><sku>灯-1</sku><stock warehouse="YW">5</stock></item>
<item id="2"><sku>灯-2</sku><stock warehouse="SZ"/></item>
</items></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_repeated_elements_are_the_rows(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, XML.format(encoding.removesuffix("-sig").upper()), encoding)
    assert is_xml(path)
    way, header = read_header(path)
    assert header.names == ("id", "sku", "stock", "stock.warehouse")
    assert [row.cells for row in read_rows(path, way, header)] == [["1", "灯-1", "5", "YW"], ["2", "灯-2", "", "SZ"]]


def test_xml_that_would_open_other_files_or_grow_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><i x="&b;"/><i x="1"/></r>'
    peek = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r><i>&f;</i><i>2</i></r>'
    for text in (bomb, peek):
        with pytest.raises(Unreadable) as error:
            read_header(written(tmp_path, f'<?xml version="1.0"?>{text}'))
        assert error.value.code == "xml_with_entities"
    with pytest.raises(Unreadable) as error:
        read_header(written(tmp_path, "<r><i a='1'/><i a='2'>"))
    assert error.value.code == "xml_broken"


def test_flat_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [Row(4, ["a", "two\nlines"]), Broken(5, "bad_bytes", "?"), Row(7, ['b"', "c,d"])]
    broken: list[Broken] = []
    header = Header(3, ("sku", "name"))
    form = flatten(rows, header, tmp_path / "flat", broken=broken.append)
    assert [one.line for one in broken] == [5]
    assert list(records(tmp_path / "flat", form, header)) == [Row(4, ["a", "two lines"]), Row(7, ['b"', "c,d"])]
