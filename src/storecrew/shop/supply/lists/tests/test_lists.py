"""Lists of offers: sent, checked, brought in, and sent once more."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.jobs.running import take_turn
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.supply import reads
from storecrew.shop.supply.lists import actions, work
from storecrew.shop.supply.lists.models import ColumnMemory, Match, OfferList
from storecrew.shop.supply.lists.tests.conftest import NOW, Lists
from storecrew.shop.supply.models import CostChange, Offer
from storecrew.shop.supply.tests.conftest import yuan

MUG = ("ZS-01", "Stone mug 300ml", "", "", "12.50", "20", "12")
OAT = ("ZS-02", "Oat table lamp", "", "", "66", "", "")
OTHER = ("ZS-03", "Garden hose 20 m", "", "", "30", "", "")


def offers() -> dict[str, Offer]:
    return {row.sku: row for row in Offer.objects.filter(ended_at=None)}


def test_a_list_is_looked_at_before_its_first_use_and_the_next_one_of_its_kind_is_not(lists: Lists) -> None:
    sent = lists.send(MUG)
    row = OfferList.objects.get(pk=sent.list_id)
    assert row.state == "mapping"
    assert row.mapping == {
        "货号": "sku",
        "品名": "title",
        "规格": "options",
        "条码": "barcode",
        "供货价": "cost",
        "起订量": "minimum",
        "箱规": "pack_size",
    }
    assert lists.columns(sent.list_id).state == "checked"
    again = lists.send(OAT, header=[" 供货价 ", "品名", "货号", "规格", "条码", "起订量", "箱规"])
    assert OfferList.objects.get(pk=again.list_id).state == "checked"
    assert ColumnMemory.objects.count() == 1


def test_a_check_writes_nothing_and_says_what_would_happen(lists: Lists) -> None:
    sent = lists.send(MUG, OTHER, ("", "", "", "", "1", "", ""))
    row = lists.columns(sent.list_id)
    assert row.counts == {"new": 1, "open": 1, "refused": 1}
    assert (Offer.objects.count(), Match.objects.count()) == (0, 0)
    assert [(line, outcome) for line, outcome, _column, _reason in lists.report(row)] == [
        (2, "done"),
        (3, "skipped"),
        (4, "refused"),
    ]


def test_what_is_surely_ours_becomes_an_offer_and_the_rest_is_to_be_decided(lists: Lists) -> None:
    row = lists.take(MUG, OAT, OTHER)
    assert (row.state, row.counts) == ("done", {"new": 2, "open": 1})
    mug = offers()["ZS-01"]
    assert (mug.variant_id, mug.cost_minor, mug.minimum, mug.pack_size) == (lists.buying.goods["MUG"], 1250, 20, 12)
    assert lists.match("ZS-01").state == "sure"
    assert lists.match("ZS-03").state == "open"


def test_the_same_list_twice_changes_nothing(lists: Lists) -> None:
    lists.take(MUG, OAT, OTHER)
    before = [list(model.objects.order_by("pk").values()) for model in (Offer, CostChange)]
    again = lists.take(MUG, OAT, OTHER)
    assert again.counts == {"same": 2, "open": 1}
    assert [list(model.objects.order_by("pk").values()) for model in (Offer, CostChange)] == before
    assert Match.objects.count() == 3


def test_a_newer_list_changes_what_it_tells_and_leaves_what_it_does_not(lists: Lists) -> None:
    lists.take(MUG, OAT)
    lists.take(("ZS-01", "13.00"), ("ZS-02", ""), header=("SKU", "单价"))
    mug, oat = offers()["ZS-01"], offers()["ZS-02"]
    assert (mug.cost_minor, mug.minimum, mug.title) == (1300, 20, "Stone mug 300ml")
    assert oat.cost_minor == 6600
    assert CostChange.objects.filter(offer=mug).count() == 2
    assert CostChange.objects.filter(offer=oat).count() == 1


def test_bad_rows_are_told_with_line_column_and_reason_and_the_good_ones_come_in(lists: Lists) -> None:
    row = lists.take(
        MUG,
        ("ZS-02", "Oat table lamp", "", "", "面议", "", ""),
        ("ZS-03", "x", "", "", "-3", "", ""),
        ("ZS-04", "x", "", "", "3", "few", ""),
        ("ZS-05", "x", "", "", "3", "0", ""),
    )
    assert row.counts == {"new": 1, "refused": 4}
    told = [(line, column) for line, outcome, column, _reason in lists.report(row) if outcome == "refused"]
    assert told == [(3, "供货价"), (4, "供货价"), (5, "起订量"), (6, "起订量")]


def test_gb18030_utf16_and_a_workbook_say_the_same(lists: Lists) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("义乌某某工艺品",), ("货号", "品名", "供货价"), ("ZS-01", "石纹马克杯 300毫升", 12.5)):
        sheet.append(line)
    packed = io.BytesIO()
    book.save(packed)
    text = "货号,品名,供货价\r\nZS-01,石纹马克杯 300毫升,12.5\r\n"
    for content in (text.encode("gb18030"), text.encode("utf-16"), packed.getvalue()):
        sent = lists.send_bytes(content)
        row = OfferList.objects.get(pk=sent.list_id)
        assert row.mapping == {"货号": "sku", "品名": "title", "供货价": "cost"}
        if row.state == "mapping":
            row = lists.columns(sent.list_id)
        lists.run(sent.list_id)
        assert lists.match("ZS-01").title == "石纹马克杯 300毫升"
        assert lists.match("ZS-01").said["cost_minor"] == 1250


def test_english_headers_price_breaks_dates_and_another_currency(lists: Lists) -> None:
    header = (
        "Item No.",
        "Description",
        "Unit Price",
        "100+",
        "500 pcs or more",
        "Currency",
        "Lead Time",
        "Valid Until",
    )
    lists.take(("ZS-02", "Oat table lamp", "$9.875", "9.50", "9", "USD", "3-5 days", "2026/12/31"), header=header)
    view = lists.buying.view(offers()["ZS-02"].pk)
    assert view.cost == Money(988, "USD")  # half a cent up
    assert [(one.quantity, one.cost) for one in view.breaks] == [(100, Money(950, "USD")), (500, Money(900, "USD"))]
    assert (view.handling_days, view.valid_until) == (5, date(2026, 12, 31))


def test_price_breaks_in_one_cell(lists: Lists) -> None:
    header = ("货号", "品名", "单价", "阶梯价")
    row = lists.take(
        ("ZS-02", "Oat table lamp", "66", "10:60；100件：55.5"), ("ZS-9", "x", "5", "many:4"), header=header
    )
    assert [(one.quantity, one.cost) for one in lists.buying.view(offers()["ZS-02"].pk).breaks] == [
        (10, yuan(6000)),
        (100, yuan(5550)),
    ]
    assert lists.report(row)[1][:3] == (3, "refused", "阶梯价")


def test_two_rows_are_never_the_same_variant(lists: Lists) -> None:
    row = lists.take(OAT, ("ZS-09", "Oat table lamp", "", "", "50", "", ""))
    assert row.counts == {"new": 1, "open": 1}
    assert offers()["ZS-02"].cost_minor == 6600
    assert lists.match("ZS-09").candidates[0][0] == lists.buying.goods["LAMP-OAT"]


def test_a_row_that_stands_there_twice_counts_once(lists: Lists) -> None:
    row = lists.take(OAT, (*OAT[:4], "70", "", ""))
    assert offers()["ZS-02"].cost_minor == 6600
    assert row.counts == {"new": 1, "refused": 1}
    assert lists.take(OAT, (*OAT[:4], "70", "", "")).counts == {"same": 1, "refused": 1}
    assert CostChange.objects.count() == 1


def test_one_sku_for_two_things_counts_for_the_first(lists: Lists) -> None:
    other = ("ZS-01", "Oat table lamp", "", "", "66", "", "")
    assert lists.take(MUG, other).counts == {"new": 1, "refused": 1}
    assert offers()["ZS-01"].variant_id == lists.buying.goods["MUG"]
    assert lists.take(MUG, other).counts == {"same": 1, "refused": 1}


def test_barcodes_and_our_own_sku_find_what_names_do_not(lists: Lists) -> None:
    Variant.objects.filter(pk=lists.buying.goods["MUG"]).update(barcode="6901234567892", barcode_state="gtin")
    row = lists.take(
        ("A-1", "完全不同", "", "6901234567892", "12", "", ""),
        ("LAMP-INK", "灯", "", "", "50", "", ""),
        ("A-2", "别的", "", "6901234567890", "1", "", ""),  # the check digit is wrong
    )
    assert row.counts == {"new": 2, "open": 1}
    assert (lists.match("A-1").how, lists.match("LAMP-INK").how) == ("barcode", "our_sku")


def test_lists_are_for_buyers_and_need_something_to_know_rows_by(lists: Lists) -> None:
    sent = lists.send(MUG)
    with pytest.raises(InvalidInput):
        lists.columns(sent.list_id, mapping={"供货价": "cost"})
    with pytest.raises(InvalidInput):
        lists.columns(sent.list_id, currency="ABC")
    data = actions.SendList(supplier_id=lists.buying.supplier_id, digest="0" * 64, name="x")
    with pytest.raises(Missing):
        actions.send_list(lists.buying.buyer, data, now=NOW)
    for actor in (lists.buying.company.marketing, lists.buying.company.finance):
        with pytest.raises(Denied):
            actions.send_list(actor, data, now=NOW)
    with pytest.raises(Refused):
        lists.run(sent.list_id)  # nobody has looked at it yet
    with pytest.raises(Refused):
        lists.send_bytes(b"\xd0\xcf\x11\xe0 old workbook")


def test_a_list_that_was_stopped_goes_on_later(lists: Lists) -> None:
    sent = lists.send(MUG, OAT)
    row = OfferList.objects.get(pk=sent.list_id)
    same = {"list_id": sent.list_id, "mapping": row.mapping, "currency": "CNY"}
    actions.set_columns(lists.buying.buyer, actions.SetColumns.model_validate(same), now=NOW)
    for _twice in range(2):
        stopped = actions.stop_list(lists.buying.buyer, actions.OneList(list_id=sent.list_id), now=NOW)
    assert stopped.state == "stopped"
    assert lists.work(sent.list_id).counts == {}
    assert lists.run(sent.list_id).counts == {"new": 2}


def test_a_work_that_was_cut_off_goes_on_after_its_last_step(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 1)
    sent = lists.send(MUG, OAT, OTHER)
    lists.columns(sent.list_id)
    actions.run_list(lists.buying.buyer, actions.OneList(list_id=sent.list_id), now=NOW)
    turns = iter([False, True])
    work_id = OfferList.objects.get(pk=sent.list_id).work_id
    assert work_id
    take_turn(work_id, clock=lambda: NOW, is_over=lambda: next(turns))
    assert set(offers()) == {"ZS-01"}
    assert lists.work(sent.list_id).counts == {"new": 2, "open": 1}


def test_a_file_of_this_machine_comes_in_in_one_go(lists: Lists, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    path.write_text("sku,title,price\nZS-02,Oat table lamp,66\n", encoding="utf-8")
    data = actions.ImportOffers(supplier="ZS-LAMP", path=str(path))
    begun = actions.import_offers(lists.buying.buyer, data, now=NOW)
    assert lists.work(begun.list_id).counts == {"new": 1}
    assert reads.offers_of([lists.buying.goods["LAMP-OAT"]], NOW)
    for values in ({"supplier": "NOBODY"}, {"path": "/nowhere.csv"}):
        with pytest.raises(InvalidInput):
            actions.import_offers(lists.buying.buyer, data.model_copy(update=values), now=NOW)
