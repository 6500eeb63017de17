"""How alike names are: taken apart, found again, and how sure that is, also on names of real shops."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from storecrew.shop.supply.lists.columns import guess
from storecrew.shop.supply.lists.likeness.index import Index
from storecrew.shop.supply.lists.likeness.judging import SURE, confidence, confidences
from storecrew.shop.supply.lists.likeness.words import take_apart
from storecrew.shop.supply.lists.matching import is_gtin
from storecrew.shop.supply.lists.rows import Bad, Reader, Said

COSMETICS = Path(__file__).resolve().parents[7] / "shared" / "data" / "cn_cosmetics_1111" / "cosmetic.csv.gz"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石纹马克杯 300毫升", "【现货】石纹马克杯300ML 厂家直销"),
        ("Oat Table Lamps (wholesale)", "oat table lamp"),
        ("面膜 0.5kg", "面膜500克"),
        ("Ｔ恤　１．５Ｌ", "t恤 1500ml"),
        ("Café crème mug", "cafe creme MUGS"),
        ("VIP's T-shirt", "vips tshirt"),
    ],
)
def test_shouting_width_case_units_and_plurals_make_no_difference(one: str, other: str) -> None:
    assert take_apart(one).words == take_apart(other).words


def test_colours_meet_across_languages_and_sizes_are_kept_apart() -> None:
    assert "black" in take_apart("黑色台灯").words & take_apart("Desk lamp black").words
    assert take_apart("眼霜 15g*2").sizes == {("g", 15.0), ("x", 2.0)}
    assert take_apart("model TS-301B").words >= {"ts301b"}
    assert take_apart("").words == frozenset()


def index(*names: str) -> Index:
    made = Index()
    for number, name in enumerate(names):
        made.add(number, [name])
    return made


def test_the_likeliest_comes_first_and_each_variant_once() -> None:
    made = Index()
    made.add(7, ["燕麦台灯", "Oat table lamp"])
    made.add(8, ["墨色台灯", "Ink table lamp"])
    found = made.likeliest("table lamp, oat, new arrival")
    assert [one.variant_id for one in found] == [7, 8]
    assert made.likeliest("橡皮鸭") == []


def test_the_same_words_are_sure_unless_two_have_them() -> None:
    assert confidence(index("燕麦台灯 大号", "燕麦台灯 小号").likeliest("小号 燕麦台灯")) >= SURE
    twice = index("燕麦台灯", "燕麦台灯").likeliest("燕麦台灯")
    assert confidence(twice) < SURE


def test_sizes_that_clash_are_never_sure_and_candidates_share_what_is_left() -> None:
    names = ("雪润面霜 30ml 补水保湿 滋润", "防晒乳 50ml", "男士洁面膏 100g")
    found = index(*names).likeliest("雪润面霜 50ml 补水保湿 滋润")
    assert found[0].clash
    assert confidence(found) <= 0.8
    shares = confidences(found)
    assert sum(share for _pk, share in shares) <= 1
    assert [share for _pk, share in shares] == sorted((share for _pk, share in shares), reverse=True)


def test_check_digits_tell_barcodes_from_other_numbers() -> None:
    assert [is_gtin(code) for code in ("6901234567892", "96385074", "6901234567890", "12345", "")] == [
        *(True, True, False, False, False)
    ]


def test_columns_are_known_by_what_people_call_them() -> None:
    assert guess(
        ["商品编码", "商品名称", "颜色", "尺码", "69码", "供货价(元)", "≥100件", "发货时效", "备注", "图片"]
    ) == {
        "商品编码": "sku",
        "商品名称": "title",
        "颜色": "options",
        "尺码": "options",
        "69码": "barcode",
        "供货价(元)": "cost",
        "≥100件": "break:100",
        "发货时效": "handling_days",
        "备注": "note",
    }
    assert guess(["Model No.", "Description", "1+", "10+", "MOQ", "PCS/CTN"]) == {
        "Model No.": "sku",
        "Description": "title",
        "1+": "cost",
        "10+": "break:10",
        "MOQ": "minimum",
        "PCS/CTN": "pack_size",
    }


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("cost", "￥1,234.50", 123_450),
        ("cost", "12.345", 1235),
        ("minimum", "≥ 50件", 50),
        ("handling_days", "3-5天", 5),
        ("valid_until", "有效期至 2026年12月31日".removeprefix("有效期至 "), "2026-12-31"),
        ("valid_until", "2026.1.5 ~ 2026.3.1", "2026-03-01"),
    ],
)
def test_cells_are_read_as_people_write_them(field: str, text: str, value: object) -> None:
    said = Reader({"sku": [0], field: [1]}, "CNY", ".").read(2, ["A", text])
    assert isinstance(said, Said)
    assert said.values["cost_minor" if field == "cost" else field] == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("cost", "面议"),
        ("cost", "69012345678921"),
        ("minimum", "0"),
        ("handling_days", "400"),
        ("valid_until", "2026-02-30"),
        ("currency", "beans"),
    ],
)
def test_cells_that_make_no_sense_are_named(field: str, text: str) -> None:
    bad = Reader({"sku": [0], field: [1]}, "CNY", ".").read(2, ["A", text])
    assert isinstance(bad, Bad)
    assert (bad.field, bad.value, bool(bad.reason)) == (field, text, True)


@pytest.mark.skipif(not COSMETICS.is_file(), reason="real listings are missing: shared/data/cn_cosmetics_1111")
def test_titles_that_real_listings_had_later_find_the_one_they_had_first() -> None:
    titles: dict[str, list[str]] = defaultdict(list)
    with gzip.open(COSMETICS, "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["title"] not in titles[row["id"]]:
                titles[row["id"]].append(row["title"])
    keys = sorted(titles)
    made = index(*(titles[key][0] for key in keys))
    asked = [(place, text) for place, key in enumerate(keys) for text in titles[key][1:]][::3]
    found = [(place, made.likeliest(text)) for place, text in asked]
    shown = sum(place in [one.variant_id for one in some] for place, some in found)
    sure = [some[0].variant_id == place for place, some in found if some and confidence(some) >= SURE]
    assert len(asked) > 300
    assert shown > 0.95 * len(asked)
    assert sum(sure) > 0.9 * len(sure) > 0.25 * len(asked)
