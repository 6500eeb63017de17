"""Two files laid side by side: what is new, what is gone, whatever the order, in memory that does not grow."""

import random
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.kernel.tabular.compare import compare
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Container
from storecrew.kernel.tabular.lines import NotPlain, Numbered, RawFile, take_apart
from storecrew.kernel.tabular.table import Form


class Found:
    """Keeps what a comparison hands over."""

    def __init__(self) -> None:
        self.new: list[Numbered] = []
        self.old: list[bytes] = []

    def added(self, lines: Sequence[Numbered]) -> None:
        self.new += lines

    def gone(self, lines: Sequence[bytes]) -> None:
        self.old += lines


def raw(path: Path, content: bytes, encoding: str = "utf-8", *, in_utf8: bool = False) -> RawFile:
    path.write_bytes(content)
    return RawFile(path, Form(Container("csv", packed=False, encoding=encoding), ",", header_line=1), in_utf8)


def between(folder: Path, old: Sequence[str], new: Sequence[str], *, waiting: int = 1000) -> Found:
    one = raw(folder / "old.csv", "\n".join(["sku,n", *old]).encode())
    two = raw(folder / "new.csv", "\r\n".join(["sku,n", *new]).encode())
    found = Found()
    counted = compare(one, two, found, folder=folder, waiting=waiting)
    assert counted == (sum(map(bool, old)), sum(map(bool, new)))
    return found


def test_only_lines_that_differ_come_out_with_their_numbers(tmp_path: Path) -> None:
    found = between(tmp_path, ["a,1", "b,2", "c,3"], ["a,1", "b,5", "c,3", "d,4"])
    assert found.new == [(3, b"b,5"), (5, b"d,4")]
    assert found.old == [b"b,2"]


def test_rows_that_were_put_in_shift_the_others_and_change_none(tmp_path: Path) -> None:
    rows = [f"s{number},1" for number in range(20_000)]
    found = between(tmp_path, rows, ["x,1", *rows[:9_000], "y,1", *rows[9_001:]])
    assert [line for _, line in found.new] == [b"x,1", b"y,1"]
    assert found.old == [b"s9000,1"]


lines = st.lists(st.sampled_from(["a,1", "a,2", "b,1", "c,9", "d,0", ""]), max_size=12)


@settings(max_examples=40)
@given(old=lines, new=lines, waiting=st.sampled_from([0, 3, 1000]))
def test_what_stays_and_what_comes_is_the_new_file_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str], waiting: int
) -> None:
    found = between(tmp_path_factory.mktemp("files"), old, new, waiting=waiting)
    stay = [line.encode() for line in old if line]
    for line in found.old:
        stay.remove(line)
    assert sorted([*stay, *(line for _, line in found.new)]) == sorted(line.encode() for line in new if line)
    assert not {line for _, line in found.new} & set(found.old)
    numbers = [number for number, _ in found.new]
    assert len(set(numbers)) == len(numbers)
    assert all(new[number - 2].encode() == line for number, line in found.new)


def test_memory_does_not_grow_with_files_in_another_order(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        one = [f"sku-{number},{number % 97}" for number in range(rows)]
        two = random.Random(3).sample(one, rows)
        old, new = (raw(tmp_path / name, "\n".join(["h,n", *some]).encode()) for name, some in (("o", one), ("n", two)))
        found = Found()
        tracemalloc.start()
        compare(old, new, found, folder=tmp_path, waiting=2_000)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert not found.new
        assert not found.old
        return held

    assert peak(40_000) < peak(20_000) * 1.3


def test_files_of_two_encodings_are_compared_in_one(tmp_path: Path) -> None:
    text = "货号,库存\n灯-1,5\n灯-2,7\n"
    old = raw(tmp_path / "old", text.encode("gb18030"), "gb18030", in_utf8=True)
    new = raw(tmp_path / "new", text.replace(",7", ",8").encode("utf-16"), "utf-16")
    found = Found()
    compare(old, new, found, folder=tmp_path)
    assert (found.new, found.old) == ([(3, "灯-2,8".encode())], ["灯-2,7".encode()])


def test_a_record_over_several_lines_is_no_line(tmp_path: Path) -> None:
    with pytest.raises(NotPlain):
        compare(None, raw(tmp_path / "new", b'sku,name\na,"two\nlines"\n'), Found(), folder=tmp_path)
    with pytest.raises(NotPlain):
        compare(None, raw(tmp_path / "mac", b"sku,n\ra,1\rb,2\r\n"), Found(), folder=tmp_path)


def test_each_broken_line_is_told_apart_from_its_neighbours() -> None:
    numbered = [
        Numbered(2, "灯,1".encode("gb18030")),
        Numbered(3, "灯具,2".encode()),
        Numbered(4, b"\xff\xff,3"),
        Numbered(5, b'"a"b,4'),
        Numbered(6, b"c\0,5"),
        Numbered(7, b",,"),
        Numbered(8, b'"x, y",6'),
    ]
    rows = list(take_apart(numbered, "gb18030", ","))
    assert [row for row in rows if isinstance(row, Row)] == [Row(2, ["灯", "1"]), Row(8, ["x, y", "6"])]
    broken = [(row.line, row.code) for row in rows if isinstance(row, Broken)]
    assert broken == [(3, "other_encoding"), (4, "bad_bytes"), (5, "stray_quote"), (6, "nul_byte")]
    assert list(take_apart(numbered[:1], "gb18030", ",")) == [Row(2, ["灯", "1"])]
