"""Stock is reported by hand, from Excel, by file: looked at first, then said once, for their own goods alone."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from storecrew.fronts.portal import actions
from storecrew.fronts.portal.tests.conftest import Portal
from storecrew.kernel.actions.errors import Denied, Missing, SignedOut
from storecrew.kernel.audit.models import Entry
from storecrew.shop.availability.models import Said, Stream

pytestmark = pytest.mark.django_db


def hidden(page: str) -> dict[str, str]:
    """Return what the form of a preview carries, as a browser would send it."""
    form = page.split('name="once"', 1)[1].split("</form>", 1)[0]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    found["once"] = re.findall(r'name="once" value="([0-9a-f]+)"', page)[0]
    return found


def check(portal: Portal, **data: Any) -> Any:
    return portal.post("stock/", do="check", **{"site": portal.buying.site_id, "way": "paste", "scope": "part"} | data)


def say(portal: Portal, shown: Any, **more: Any) -> Any:
    assert shown.status_code == 200, shown.content.decode()
    return portal.post("stock/", do="say", **hidden(shown.content.decode()), **more)


def test_typed_numbers_are_looked_at_then_reported(portal: Portal) -> None:
    mug, oat = portal.offers["MUG"], portal.offers["LAMP-OAT"]
    shown = check(portal, way="type", **{f"n.{mug}": "12", f"n.{oat}": "无货"})
    assert portal.told() == {}
    answer = say(portal, shown)
    assert answer.headers["Location"] == f"/portal/{portal.token}/stock/?said=stock"
    assert portal.told() == {"MUG": 12, "LAMP-OAT": 0}
    assert Stream.objects.get().name == f"portal:contact-{portal.contact_id}"
    assert 'placeholder="12"' in portal.page("stock/")


def test_nothing_typed_says_so_and_a_wrong_number_is_left_out(portal: Portal) -> None:
    assert check(portal, way="type").status_code == 422
    mug, oat = portal.offers["MUG"], portal.offers["LAMP-OAT"]
    shown = check(portal, way="type", **{f"n.{mug}": "大概12", f"n.{oat}": "3"})
    assert "大概12" in shown.content.decode()
    say(portal, shown)
    assert portal.told() == {"LAMP-OAT": 3}
    again = portal.post("stock/", do="change", way="type", site=portal.buying.site_id, **{f"n.{mug}": "大概12"})
    assert 'value="大概12"' in again.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "货号\t库存\nZS-MUG\t12\nZS-LAMP-OAT\t0",
        "ZS-MUG\t12\nZS-LAMP-OAT\t0\n",
        "品名,货号,库存数量\n杯子,ZS-MUG,12件\n灯,ZS-LAMP-OAT,售罄",
        "ZS-MUG 12\nZS-LAMP-OAT：0",
        "杯子\tZS-MUG\t12\n灯\tZS-LAMP-OAT\t0",
    ],
)
def test_what_is_pasted_is_understood_with_and_without_names_of_columns(portal: Portal, text: str) -> None:
    say(portal, check(portal, pasted=text))
    assert portal.told() == {"MUG": 12, "LAMP-OAT": 0}


def test_what_is_no_list_is_refused_and_still_there(portal: Portal) -> None:
    answer = check(portal, pasted="今天的库存都还在\n明天再说")
    assert answer.status_code == 422
    assert "今天的库存都还在" in answer.content.decode()
    assert check(portal, pasted="   ").status_code == 422


def test_foreign_twice_and_broken_lines_are_named(portal: Portal) -> None:
    text = "货号\t库存\nZS-MUG\t12\nZS-MUG\t13\nX-1\t5\nZS-LAMP-INK\t约50"
    page = check(portal, pasted=text).content.decode()
    assert "X-1" in page
    assert "约50" in page
    shown = check(portal, pasted=text)
    say(portal, shown)
    assert portal.told() == {"MUG": 12}


def test_a_whole_list_sells_out_what_it_leaves_out(portal: Portal) -> None:
    say(portal, check(portal, pasted="ZS-MUG\t12\nZS-LAMP-OAT\t4\nZS-LAMP-INK\t9"))
    shown = check(portal, pasted="ZS-MUG\t11\nZS-LAMP-INK\t9", scope="whole")
    assert "ZS-LAMP-OAT" in shown.content.decode()
    say(portal, shown)
    assert portal.told() == {"MUG": 11, "LAMP-OAT": 0, "LAMP-INK": 9}
    assert Stream.objects.get().confirmed_at is not None


def test_a_whole_list_that_leaves_hardly_anything_asks_once_more(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storecrew.fronts.portal.reporting.ENOUGH", 3)
    say(portal, check(portal, pasted="ZS-MUG\t12\nZS-LAMP-OAT\t4\nZS-LAMP-INK\t9"))
    shown = check(portal, pasted="ZS-MUG\t12", scope="whole")
    refused = say(portal, shown)
    assert refused.status_code == 422
    assert portal.told()["LAMP-INK"] == 9
    say_again = portal.post("stock/", do="say", sure="1", **hidden(refused.content.decode()))
    assert say_again.status_code == 303
    assert portal.told() == {"MUG": 12, "LAMP-OAT": 0, "LAMP-INK": 0}


def test_all_as_before_makes_it_fresh_without_a_row(portal: Portal) -> None:
    say(portal, check(portal, pasted="ZS-MUG\t12"))
    before = Said.objects.get().observed_at
    answer = portal.post("stock/", do="same", site=portal.buying.site_id, once="x1")
    assert answer.headers["Location"].endswith("said=same")
    assert Said.objects.get().observed_at == before
    assert (Stream.objects.get().confirmed_at or before) > before


def test_files_in_chinese_encodings_and_workbooks_are_read(portal: Portal) -> None:
    gb = SimpleUploadedFile("库存.csv", "货号,可用库存\nZS-MUG,7\n".encode("gb18030"))
    say(portal, check(portal, way="file", file=gb))
    assert portal.told() == {"MUG": 7}
    book, path = Workbook(), "/tmp"
    sheet = book.active
    assert sheet is not None
    for row in (("货号", "库存"), ("ZS-MUG", 8), ("ZS-LAMP-OAT", 2)):
        sheet.append(row)
    from io import BytesIO  # noqa: PLC0415  only here

    kept = BytesIO()
    book.save(kept)
    assert path
    say(portal, check(portal, way="file", file=SimpleUploadedFile("a.xlsx", kept.getvalue())))
    assert portal.told() == {"MUG": 8, "LAMP-OAT": 2}
    assert check(portal, way="file").status_code == 422
    assert check(portal, way="file", file=SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0" * 9)).status_code == 422


def test_sent_twice_it_is_said_once(portal: Portal) -> None:
    shown = check(portal, pasted="ZS-MUG\t12")
    say(portal, shown)
    say(portal, shown)
    assert Entry.objects.filter(action="portal.report_stock", outcome="done").count() == 1
    entry = Entry.objects.get(action="portal.report_stock")
    assert entry.actor == f"supplier:{portal.buying.supplier_id}"
    assert entry.key.startswith("portal:")
    assert (entry.surface, bool(entry.address)) == ("portal", True)
    assert portal.token not in repr(list(Entry.objects.values_list()))


def test_another_suppliers_warehouse_goods_and_link_are_nothing(portal: Portal) -> None:
    assert portal.get("stock/", site=portal.other_site_id).status_code == 404
    assert portal.post("stock/", do="same", site=portal.other_site_id).status_code == 404
    rows = f"{portal.offers['MUG']},5,1"
    portal.client.post(
        f"/portal/{portal.other.token}/stock/",
        {"do": "say", "site": portal.other_site_id, "rows": rows, "scope": "part"},
    )
    assert portal.told() == {}
    assert portal.told(portal.other_site_id) == {}
    data = actions.ReportStock(token=portal.token, site_id=portal.other_site_id, unchanged=True)
    with pytest.raises(Missing):
        actions.report_stock(portal.actor, data)
    foreign = actions.ReportStock(token=portal.other.token, site_id=portal.other_site_id, unchanged=True)
    with pytest.raises(Denied):
        actions.report_stock(portal.actor, foreign)
    with pytest.raises((Denied, SignedOut)):
        actions.report_stock(portal.buying.company.nobody, foreign)
