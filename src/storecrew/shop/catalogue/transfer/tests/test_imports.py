"""Imports from beginning to end: broken rows, the same file twice, stops, crashes, changes, refusals."""

import io
from typing import Any

import openpyxl
import pytest
from django.utils import timezone, translation

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.running import run_to_end, take_turn
from storecrew.shop.catalogue.actions.renaming import Rename, rename
from storecrew.shop.catalogue.models import Category, Picture, Price, PriceChange, Product, ReportedStock, Variant
from storecrew.shop.catalogue.transfer import applying, batches, intake
from storecrew.shop.catalogue.transfer.actions import (
    BeginImport,
    CheckImport,
    ImportFile,
    OneImport,
    begin_import,
    check_import,
    import_file,
    run_import,
    stop_import,
)
from storecrew.shop.catalogue.transfer.models import Import, ImportedProduct, ImportFinding, RememberedMapping
from storecrew.shop.catalogue.transfer.reads import FindingQuery, import_findings
from storecrew.shop.catalogue.transfer.tests.conftest import Importer

HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image Src,Status\n"


def shop(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows) + "\n").encode()


def many(count: int, *, price: str = "10.00") -> bytes:
    return shop(*(f"p{number},Product {number},,,S{number},{price},5,,active" for number in range(count)))


def found(row: Import, phase: str = "run") -> list[tuple[int, str, str, str]]:
    rows = ImportFinding.objects.filter(of=row, phase=phase)
    return list(rows.values_list("line", "column", "value", "code"))


def test_the_check_writes_nothing_to_the_catalogue(importer: Importer) -> None:
    row = importer.take(many(3))
    assert (row.state, row.predicted["created"], Product.objects.count()) == ("checked", 3, 0)


def test_bad_rows_are_named_by_line_column_value_and_reason_and_good_rows_go_in(importer: Importer) -> None:
    row = importer(
        shop(
            "a,Lamp,Size,S,A-S,12.00,约50件,,active",
            "a,,,M,A-M,面议,3,,",
            "a,,,L,A-L,14.00,,,",
            "b,Bowl,,,B1,-5,,,active",
            "c,Tray,,,C1,9.00,,,active",
        )
    )
    assert found(row) == [
        (2, "Variant Inventory Qty", "约50件", "not_a_number"),
        (3, "Variant Price", "面议", "not_a_price"),
        (5, "Variant Price", "-5", "negative_price"),
    ]
    assert row.counts == {"created": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert list(Variant.objects.order_by("sku").values_list("sku", flat=True)) == ["A-L", "A-S", "C1"]


def test_findings_speak_the_readers_language(importer: Importer) -> None:
    row = importer.take(shop("a,Lamp,,,A1,abc,,,active"))
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = import_findings(importer.actor, FindingQuery(import_id=row.pk)).items[0].reason
    assert said["en"] == "This is not an amount. Write it like 1,234.50."
    assert said["zh-hans"] != said["en"]


def test_the_same_file_twice_changes_nothing(importer: Importer) -> None:
    importer(many(5))
    history, stock = PriceChange.objects.count(), ReportedStock.objects.count()
    row = importer(many(5))
    assert row.counts == {"created": 0, "changed": 0, "unchanged": 5, "refused": 0}
    assert (PriceChange.objects.count(), ReportedStock.objects.count()) == (history, stock)
    assert set(Product.objects.values_list("version", flat=True)) == {1}


def test_a_changed_price_is_a_new_line_of_history(importer: Importer) -> None:
    importer(many(2))
    row = importer(many(2, price="12.50"))
    assert row.counts["changed"] == 2
    assert set(Price.objects.values_list("price_minor", flat=True)) == {1250}
    assert PriceChange.objects.filter(variant__sku="S0").count() == 2


def test_a_new_variant_joins_its_product_and_none_is_taken_away(importer: Importer) -> None:
    importer(shop("a,Lamp,Size,S,A-S,12.00,,,active", "a,,,M,A-M,13.00,,,"))
    kept = dict(Variant.objects.values_list("sku", "pk"))
    row = importer(shop("a,Lamp,Size,L,A-L,15.00,,,active"))
    assert row.counts["changed"] == 1
    now = dict(Variant.objects.filter(retired_at=None).values_list("sku", "pk"))
    assert now.keys() == {"A-S", "A-M", "A-L"}
    assert kept.items() <= now.items()


def test_a_file_with_other_options_is_refused_for_that_product(importer: Importer) -> None:
    importer(shop("a,Lamp,Size,S,A-S,12.00,,,active"))
    row = importer(shop("a,Lamp,Colour,Red,A-S,12.00,,,active"))
    assert [code for *_, code in found(row)] == ["options_differ"]


def test_a_renamed_product_is_found_again(importer: Importer) -> None:
    importer(shop("a,Lamp,,,A1,12.00,,,active"))
    product = Product.objects.get()
    rename(importer.actor, Rename(product_id=product.pk, slug="bright-lamp"))
    row = importer(shop("a,Lamp,,,A1,12.00,,,active"))
    assert (row.counts["unchanged"], Product.objects.count()) == (1, 1)


def test_a_sku_belongs_to_the_first_product_that_names_it(importer: Importer) -> None:
    row = importer(shop("a,Lamp,,,SAME,1.00,,,active", "b,Bowl,,,SAME,2.00,,,active"))
    assert found(row) == [(3, "", "SAME", "sku_twice")]
    again = importer(shop("c,Tray,,,SAME,3.00,,,active"))
    assert found(again) == [(2, "", "SAME", "sku_taken")]


def test_rows_of_one_product_need_not_stand_together(importer: Importer) -> None:
    importer(shop("a,Lamp,Size,S,A-S,1.00,,,active", "b,Bowl,,,B1,2.00,,,active", "a,,,M,A-M,1.50,,,"))
    assert Product.objects.get(slug="a").variants.count() == 2


def test_a_product_without_a_price_stays_a_draft(importer: Importer) -> None:
    row = importer(shop("a,Lamp,,,A1,,,,active"))
    assert [code for *_, code in found(row)] == ["no_price"]
    assert Product.objects.get().status == "draft"


def test_drafts_only_puts_nothing_on_sale(importer: Importer) -> None:
    importer(many(2), drafts_only=True)
    assert set(Product.objects.values_list("status", flat=True)) == {"draft"}


def test_broken_lines_cost_only_themselves(importer: Importer) -> None:
    row = importer(shop("a,Lamp,,,A1,1.00,,,active", 'b,"Bowl,,,B1,1.00,,,active', "c,Tray,,,C1,1.00,,,active"))
    assert (row.broken, Product.objects.count()) == (1, 2)
    assert found(row, "check")[0][::3] == (3, "unclosed_quote")


def test_a_chinese_spreadsheet_in_gbk_comes_in(importer: Importer) -> None:
    header = "款号,商品名称,颜色,价格(元),库存,品牌,分类,重量(kg)\n"
    text = (
        f"{header}L1,陶瓷台灯,米白,￥129,１２,掌灯,灯具/台灯,1.2\nL1,陶瓷台灯,墨绿,129.00,约50件,掌灯,灯具/台灯,1.2\n"
    )
    row = importer(text.encode("gb18030"), currency="CNY")
    assert (row.form["encoding"], row.dialect) == ("gb18030", "mapped")
    product = Product.objects.get()
    assert (product.title, product.brand, product.variants.count()) == ("陶瓷台灯", "掌灯", 2)
    assert Category.objects.get(path="灯具/台灯").name == "台灯"
    first = Variant.objects.get(position=1)
    assert (first.weight_g, first.weight_unit, first.reported_stock.quantity) == (1200, "kg", 12)
    assert found(row) == [(3, "库存", "约50件", "not_a_number")]


def test_decimal_commas_are_understood(importer: Importer) -> None:
    importer(
        b"SKU;Name;Preis\nA1;Lampe;1.234,50\nA2;Schale;9,90\n",
        mapping={"SKU": "sku", "Name": "title", "Preis": "price"},
    )
    assert sorted(Price.objects.values_list("price_minor", flat=True)) == [990, 123450]


def test_a_workbook_comes_in(importer: Importer) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["SKU", "Title", "Price"])
    page.append(["A1", "Lamp", 12.5])
    out = io.BytesIO()
    book.save(out)
    importer(out.getvalue(), "products.xlsx")
    assert Price.objects.get().price_minor == 1250


def test_a_mapping_is_remembered_for_files_of_its_kind(importer: Importer) -> None:
    file = "代号,叫法,多少钱\nA1,台灯,9\n".encode()
    row = importer.take(file)
    assert row.choices["mapping"] == {}
    mapping = {"代号": "sku", "叫法": "title", "多少钱": "price"}
    check_import(importer.actor, CheckImport(import_id=row.pk, mapping=mapping))
    assert RememberedMapping.objects.get().mapping == mapping
    assert importer("叫法,代号,多少钱\n吊灯,A2,19\n".encode()).counts["created"] == 1


def test_an_unreadable_file_says_why(importer: Importer) -> None:
    kept = intake.keep([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
    with pytest.raises(Refused) as error:
        begin_import(importer.actor, BeginImport(digest=kept.digest, size=8, name="old.xls"))
    assert error.value.code == "old_workbook"


def test_only_who_keeps_the_shop_window_may_import(company: Company) -> None:
    kept = intake.keep([many(1)])
    data = BeginImport(digest=kept.digest, size=kept.size, name="x.csv")
    for actor in (company.warehouse, company.stranger, company.nobody):
        with pytest.raises(Denied):
            begin_import(actor, data)


def test_each_batch_is_one_line_of_the_audit(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storecrew.shop.catalogue.transfer.work.PRODUCTS", 4)
    importer(many(10))
    assert Entry.objects.filter(action="catalogue.apply_import_batch", outcome="done").count() == 3


def test_a_stopped_import_keeps_what_came_in_and_goes_on_later(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storecrew.shop.catalogue.transfer.work.PRODUCTS", 2)
    row = importer.take(many(7))
    work_id = run_import(importer.actor, OneImport(import_id=row.pk)).work_id or 0
    steps = iter([False, False, True, True, True])
    take_turn(work_id, clock=_clock, is_over=lambda: next(steps))
    assert Product.objects.count() == 4
    stop_import(importer.actor, OneImport(import_id=row.pk))
    assert run_to_end(work_id).state == "cancelled"
    row.refresh_from_db()
    assert (row.state, row.applied_to) == ("stopped", 4)
    importer.run(row)
    assert (row.state, row.counts["created"], Product.objects.count()) == ("done", 7, 7)


@pytest.mark.parametrize("lost_stage", [False, True])
def test_an_import_killed_inside_a_batch_does_nothing_twice(
    importer: Importer, monkeypatch: pytest.MonkeyPatch, lost_stage: bool
) -> None:
    monkeypatch.setattr("storecrew.shop.catalogue.transfer.work.PRODUCTS", 3)
    row = importer.take(many(8))
    work_id = run_import(importer.actor, OneImport(import_id=row.pk)).work_id or 0
    monkeypatch.setattr(applying, "_remember", _killed_at_the(2))
    with pytest.raises(KeyboardInterrupt):
        take_turn(work_id, clock=_clock, is_over=lambda: False)
    monkeypatch.undo()
    assert Product.objects.count() == 3
    if lost_stage:
        intake.opened(row, now=_clock()).stage.drop()
    Work.objects.filter(pk=work_id).update(state="queued", claim="")
    assert run_to_end(work_id).state == "done"
    row.refresh_from_db()
    assert (row.counts["created"], Product.objects.count(), ImportedProduct.objects.count()) == (8, 8, 8)
    assert row.counts == {"created": 8, "changed": 0, "unchanged": 0, "refused": 0}


def test_a_product_the_catalogue_does_not_take_does_not_keep_the_others_out(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = batches.batch_after

    def spoiled(opened: Any, after: int, **more: Any) -> Any:
        batch = whole(opened, after, **more)
        for item in batch.differences if batch else ():
            if item.wanted.draft.key == "p2":
                item.wanted.fields["title"] = ""  # the database refuses it
        return batch

    row = importer.take(many(5))
    monkeypatch.setattr(applying, "batch_after", spoiled)
    importer.run(row)
    assert row.counts == {"created": 4, "changed": 0, "unchanged": 0, "refused": 1}
    assert [(line, code) for line, _, _, code in found(row)] == [(4, "not_taken")]


def test_a_file_of_this_machine_is_imported_from_the_command_line(importer: Importer, tmp_path: Any) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(many(2))
    answer = import_file(importer.actor, ImportFile(path=str(path)))
    for work in Work.objects.order_by("pk"):
        run_to_end(work.pk)
    for work in Work.objects.order_by("pk"):
        run_to_end(work.pk)
    assert (Import.objects.get(pk=answer.import_id).state, Product.objects.count()) == ("done", 2)
    with pytest.raises(InvalidInput):
        import_file(importer.actor, ImportFile(path=str(tmp_path / "nothing.csv")))


def test_variants_point_at_their_pictures(importer: Importer) -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src,Image Alt Text,Variant Image\n"
    importer((header + "a,Lamp,Colour,Red,1.00,https://x.example/1.jpg,Red lamp,https://x.example/2.jpg\n").encode())
    assert list(Picture.objects.values_list("source_url", "alt")) == [
        ("https://x.example/1.jpg", "Red lamp"),
        ("https://x.example/2.jpg", ""),
    ]
    assert Variant.objects.get().picture == Picture.objects.get(position=2)


def _clock() -> Any:
    return timezone.now()


def _killed_at_the(number: int) -> Any:
    calls = iter(range(1, 100))
    remember = applying._remember

    def maybe(*args: Any) -> None:
        if next(calls) == number:
            raise KeyboardInterrupt  # as a kill would: nothing after it runs
        remember(*args)

    return maybe
