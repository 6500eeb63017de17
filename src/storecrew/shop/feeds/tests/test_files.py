"""Files of every kind and encoding become what the supplier is known to have; what cannot be read waits in quarantine."""

import pytest

from storecrew.shop.feeds.models import Version
from storecrew.shop.feeds.tests.conftest import HEADER, SKUS, Feeding, file_of, rows_of, usual
from storecrew.shop.feeds.types import State

pytestmark = pytest.mark.django_db

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "xml"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_format_in_every_encoding_says_the_same(feeding: Feeding, kind: str, encoding: str) -> None:
    row = feeding.source()
    version = feeding.send(row, file_of(rows_of(usual()), kind=kind, encoding=encoding))
    assert (version.state, feeding.bad(version)) == (State.ACCEPTED, [])
    assert feeding.stock() == usual()
    second = feeding.send(
        row, file_of(rows_of(usual(_2=0, _3="1,200" if kind == "tsv" else 77)), kind=kind, encoding=encoding)
    )
    assert feeding.stock() == usual(_2=0, _3=1_200 if kind == "tsv" else 77)
    assert (second.counts["changed"], second.counts["added"], second.counts["delisted"]) == (2, 0, 0)


def test_a_workbook_says_the_same(feeding: Feeding) -> None:
    version = feeding.send(feeding.source(), file_of(rows_of(usual()), kind="xlsx"))
    assert version.state == State.ACCEPTED
    assert feeding.stock() == usual()


def test_another_encoding_or_order_of_rows_and_columns_changes_nothing(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    turned = [[cells[2], cells[0], cells[3]] for cells in reversed(rows_of(usual()))]
    for content in (
        file_of(rows_of(usual()), encoding="gb18030"),
        file_of(list(reversed(rows_of(usual()))), encoding="utf-16"),
        file_of(turned, header=("可用库存", "货号", "供货价")),
        file_of(rows_of(usual()), kind="json"),
    ):
        version = feeding.send(row, content)
        assert version.state == State.ACCEPTED
        assert version.counts["changes"] == 0
    assert feeding.stock() == usual()


def test_english_headers_are_known_and_costs_go_to_the_offers(feeding: Feeding) -> None:
    header = ("Item No.", "Description", "Available qty", "Cost price (CNY)")
    version = feeding.send(feeding.source(), file_of(rows_of(usual(), "¥1234.5"), header=header))
    assert version.mapping == {
        "sku": "Item No.",
        "quantity": "Available qty",
        "cost": "Cost price (CNY)",
        "title": "Description",
    }
    assert set(feeding.costs().values()) == {123_450}


def test_words_units_and_full_width_digits(feeding: Feeding) -> None:
    row = feeding.source(in_stock=20)
    odd = usual(_1="１２", _2="50件", _3="无货", _4="有货", _5="100+", _6="-3", _7="8.0", _8="下架")
    version = feeding.send(row, file_of(rows_of(odd)))
    assert feeding.bad(version) == []
    assert feeding.stock() == usual(_1=12, _2=50, _3=0, _4=20, _5=100, _6=0, _7=8) | {SKUS[7]: None}


def test_bad_rows_wait_and_all_others_go_in(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    rows = list(rows_of(usual(_1="约50件", _2="", _3="3.5", _4=99)))
    rows[4] = [SKUS[4], "x", "7", "a lot"]
    rows[5] = ["", "nameless", "7", "1"]
    version = feeding.send(row, file_of([*rows, [SKUS[8], "twice", "500", "33.50"]], encoding="gb18030"))
    assert version.state == State.HELD  # half of a small file cannot be read
    feeding.later(minutes=1)
    version = feeding.send(row, file_of(rows_of(usual(_1="约50件", _4=99))))
    assert feeding.bad(version) == [(2, "not_a_quantity")]
    assert feeding.stock() == usual(_4=99)


def test_a_sku_that_stands_twice_is_believed_only_where_it_says_the_same(feeding: Feeding) -> None:
    row = feeding.source()
    rows = list(rows_of(usual()))
    version = feeding.send(row, file_of([*rows, rows[0]]))
    assert (version.counts["repeated"], feeding.bad(version)) == (1, [])
    version = feeding.send(row, file_of([*rows, [SKUS[0], "", "99", ""]]))
    assert feeding.bad(version) == [(14, "sku_stands")]
    assert feeding.stock() == usual()
    version = feeding.send(row, file_of([[SKUS[0], "", "98", ""], *rows[1:], [SKUS[0], "", "99", ""]]))
    assert feeding.bad(version) == [(2, "sku_twice"), (14, "sku_twice")]
    assert feeding.stock() == usual()


def test_a_bad_row_grows_older_until_it_is_mended(feeding: Feeding) -> None:
    row = feeding.source()
    first = feeding.send(row, file_of(rows_of(usual())))
    second = feeding.send(row, file_of(rows_of(usual(_1="?", _2=5))))
    assert feeding.seen(SKUS[0]) < second.observed_at
    assert feeding.seen(SKUS[0]) - first.observed_at < second.observed_at - first.observed_at
    assert {feeding.seen(sku) for sku in SKUS[1:]} == {second.observed_at}
    third = feeding.send(row, file_of(rows_of(usual(_1="?", _2=6))))
    assert feeding.seen(SKUS[0]) < second.observed_at
    assert feeding.bad(second) == []
    assert feeding.bad(third) == [(2, "not_a_quantity")]
    fourth = feeding.send(row, file_of(rows_of(usual(_2=6))))
    assert feeding.seen(SKUS[0]) == fourth.observed_at
    assert feeding.stock() == usual(_2=6)


def test_what_is_not_in_a_whole_file_is_no_longer_listed_and_a_part_leaves_the_rest(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    part = feeding.send(row, file_of(rows_of({SKUS[2]: 1, SKUS[3]: 13})), scope="part")
    assert feeding.stock() == usual(_3=1)
    assert feeding.seen(SKUS[3]) == part.observed_at  # said again, though nothing changed
    assert feeding.seen(SKUS[4]) < part.observed_at
    stock = usual(_3=1)
    del stock[SKUS[11]]
    whole = feeding.send(row, file_of(rows_of(stock)))
    assert whole.counts["delisted"] == 1
    assert feeding.stock() == stock | {SKUS[11]: None}


def test_rows_may_name_the_warehouse_they_are_about(feeding: Feeding) -> None:
    rows = [[*cells, "中山一仓" if place % 2 else "zs1"] for place, cells in enumerate(rows_of(usual()))]
    rows.append([SKUS[0], "", "5", "", "Nowhere"])
    version = feeding.send(feeding.source(), file_of(rows, header=(*HEADER, "仓库")))
    assert feeding.bad(version) == [(14, "unknown_warehouse")]
    assert feeding.stock() == usual()


def test_barcodes_do_where_there_are_no_skus(feeding: Feeding) -> None:
    rows = [[f"69012345{place:05}", str(place)] for place in range(1, 13)]
    version = feeding.send(feeding.source(), file_of(rows, header=("条码", "库存")))
    assert version.state == State.ACCEPTED
    assert feeding.stock() == {sku: place for place, sku in enumerate(SKUS, 1)}


def test_quoted_values_over_several_lines_are_taken_apart_whole(feeding: Feeding) -> None:
    row = feeding.source()
    text = "货号,名称,可用库存,供货价\n" + "".join(
        f'{sku},"two\nlines, {sku}",{n},33.50\n' for sku, n in usual().items()
    )
    version = feeding.send(row, text.encode())
    assert feeding.stock() == usual()
    second = feeding.send(row, text.replace(",12,33", ",3,33").encode())
    assert feeding.stock() == usual(_3=3)
    assert second.counts["changes"] == 1
    assert version.base != version.digest


def test_rows_of_another_width_are_filled_up_or_not_believed(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    rows = list(rows_of(usual(_2=4)))
    rows[0] = [SKUS[0], "lamp", "3"]  # no cost at its end
    rows[2] = [SKUS[2], "lamp", " large", "5", "33.50"]  # a comma that is not quoted
    version = feeding.send(row, file_of(rows))
    assert feeding.bad(version) == [(4, "too_many_cells")]
    assert feeding.stock() == usual(_1=3, _2=4)


def test_files_that_cannot_be_read_say_why(feeding: Feeding, signed_in) -> None:
    row = feeding.source()
    for content, code in ((b"\xd0\xcf\x11\xe0....", "old_workbook"), (b"", "empty_file")):
        feeding.later(minutes=1)
        with pytest.raises(Exception, match=r"\.xls|empty"):
            feeding.send(row, content)
        assert not Version.objects.filter(trouble__code=code).exists()  # refused: nothing is kept of it
