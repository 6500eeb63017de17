"""Orders are written from offers, sent in the supplier's language, changed, called off; some need a second human."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from storecrew.kernel.actions.errors import Denied, InvalidInput, Parked, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.approvals import actions as approvals
from storecrew.kernel.events.drain import drain
from storecrew.kernel.mail.models import Message
from storecrew.kernel.money.types import Money
from storecrew.kernel.people.seats import Seat
from storecrew.shop.buying import actions, portal, reads, warnings
from storecrew.shop.buying.conftest import NOW, Buying, yuan
from storecrew.shop.buying.models import PurchaseOrder
from storecrew.shop.buying.paper.pdf import Cell, Sheet, broken, ems
from storecrew.shop.buying.warnings import Warning
from storecrew.shop.supply import actions as supply


def test_lines_cost_what_the_offer_says_for_so_many(buying: Buying) -> None:
    view = buying.view(buying.make(("LAMP-OAT", 120), ("LAMP-INK", 12)))
    assert [(line.sku, line.cost) for line in view.lines] == [("ZS-LAMP-OAT", yuan(3500)), ("ZS-LAMP-INK", yuan(5000))]
    assert view.total == yuan(120 * 3500 + 12 * 5000)
    assert (view.state, view.number) == ("draft", f"PO-{10_000 + view.po_id}")
    assert buying.incoming("LAMP-OAT") == 0


def test_what_no_offer_tells_has_to_be_said(buying: Buying) -> None:
    with pytest.raises(InvalidInput):
        buying.make(("MUG", 10))
    with pytest.raises(InvalidInput):  # euros, on an order in yuan
        buying.make(("MUG", 10), lines=[{"variant_id": buying.goods["MUG"], "quantity": 1, "cost": Money(5, "EUR")}])
    with pytest.raises(InvalidInput):
        buying.make(("LAMP-OAT", 1), ("LAMP-OAT", 2))
    assert not PurchaseOrder.objects.exists()


def test_goods_are_bought_for_warehouses_of_ones_own(buying: Buying) -> None:
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    site = {"supplier_id": buying.supplier_id, "code": "ZS1", "name": "Zhongshan", "place": place}
    opened = supply.open_site(buying.buyer, parse(supply.OpenSite, site), now=NOW)
    with pytest.raises(InvalidInput):
        buying.make(("LAMP-OAT", 1), warehouse_id=opened.warehouse_id)


def test_only_who_buys_may_order(buying: Buying) -> None:
    data = parse(
        actions.MakeOrder,
        {
            "supplier_id": buying.supplier_id,
            "warehouse_id": buying.main,
            "lines": [{"variant_id": buying.goods["LAMP-OAT"], "quantity": 6}],
        },
    )
    for who in (buying.company.marketing, buying.company.finance, buying.company.analyst, buying.company.stranger):
        with pytest.raises(Denied):
            actions.make_order(who, data, now=NOW)
    one = actions.make_order(buying.buyer, data, key="once", now=NOW)
    assert actions.make_order(buying.buyer, data, key="once", now=NOW) == one
    assert PurchaseOrder.objects.count() == 1


def test_sending_writes_in_the_suppliers_language_with_paper_and_workbook(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), wanted_on="2026-12-20", note="易碎，请加固包装")
    view = buying.view(po_id)
    assert (view.state, view.sent_at) == ("sent", NOW)
    assert buying.incoming("LAMP-OAT") == 12
    letter = Message.objects.get()
    assert letter.to == "lin@zs.example"
    assert view.number in letter.title
    assert "ZS-LAMP-OAT" in letter.text
    paper, book = letter.files.order_by("pk")
    assert bytes(paper.content).startswith(b"%PDF")
    cells = [cell.value for row in load_workbook(io.BytesIO(bytes(book.content))).active for cell in row]
    assert {"ZS-LAMP-OAT", "LAMP-OAT", 12, 40, 480} <= set(cells)
    with pytest.raises(Refused):
        buying.send(po_id)


def test_without_an_address_it_is_passed_on_by_hand(buying: Buying) -> None:
    data = {"supplier_id": buying.abroad_id}
    po_id = buying.make(("MUG", 40), **data)
    with pytest.raises(InvalidInput):
        buying.send(po_id)
    with pytest.raises(Refused):
        buying.send(po_id, way="portal")
    buying.send(po_id, way="person")
    assert buying.view(po_id).state == "sent"
    assert not Message.objects.exists()


def test_a_letter_leads_to_the_suppliers_own_page(buying: Buying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "_linker", [lambda supplier, contact, what: f"https://shop.example/s/{what}"])
    po_id = buying.sent(("LAMP-OAT", 12))
    assert f"https://shop.example/s/purchase:{po_id}" in Message.objects.get().text


def test_orders_of_one_supplier_within_a_day_weigh_together(buying: Buying) -> None:
    rule = {"action": "buying.send_order", "currency": "CNY", "from_minor": 100_000, "seat": Seat.DIRECTOR}
    approvals.set_rule(buying.company.founder, parse(approvals.SetRule, rule), now=NOW)
    buying.sent(("LAMP-OAT", 12))
    second = buying.make(("LAMP-INK", 12))
    with pytest.raises(Parked) as waits:
        buying.send(second)
    assert buying.view(second).state == "draft"
    request = waits.value.request
    decide = approvals.Decide(request=request, approve=True)
    approvals.decide(buying.company.director, decide, now=NOW)
    drain(NOW, outward=False)
    assert buying.view(second).state == "sent"


def test_a_changed_order_voids_what_was_approved(buying: Buying) -> None:
    rule = {"action": "buying.send_order", "currency": "CNY", "from_minor": 1000, "seat": Seat.DIRECTOR}
    approvals.set_rule(buying.company.founder, parse(approvals.SetRule, rule), now=NOW)
    po_id = buying.make(("LAMP-OAT", 12))
    with pytest.raises(Parked) as waits:
        buying.send(po_id)
    lines = [{"variant_id": buying.goods["LAMP-OAT"], "quantity": 600}]
    actions.change_order(buying.buyer, parse(actions.ChangeOrder, {"po_id": po_id, "lines": lines}), now=NOW)
    approvals.decide(buying.company.director, approvals.Decide(request=waits.value.request, approve=True), now=NOW)
    drain(NOW, outward=False)
    assert buying.view(po_id).state == "draft"


def test_a_warning_that_blocks_says_why(buying: Buying, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {buying.supplier_id: Warning("block", "Nothing more until the claims are settled.")}
    monkeypatch.setattr(warnings, "_sources", {"score": lambda ids: said, "broken": lambda ids: 1 / 0})
    with pytest.raises(Refused, match="until the claims"):
        buying.make(("LAMP-OAT", 6))
    said[buying.supplier_id] = Warning("warn", "Late lately.")
    po_id = buying.make(("LAMP-OAT", 6))
    said[buying.supplier_id] = Warning("block", "Nothing more until the claims are settled.")
    with pytest.raises(Refused, match="until the claims"):
        buying.send(po_id)


def test_nothing_is_bought_of_a_paused_supplier(buying: Buying) -> None:
    state = {"supplier_ids": [buying.supplier_id], "state": "paused"}
    supply.set_state(buying.buyer, parse(supply.SetState, state), now=NOW)
    with pytest.raises(Refused):
        buying.make(("LAMP-OAT", 6), lines=[{"variant_id": buying.goods["LAMP-OAT"], "quantity": 6, "cost": yuan(1)}])


def test_a_sent_order_that_is_changed_is_sent_again_and_asked_about_again(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.answer(po_id, on=date(2026, 12, 10))
    lines = [{"variant_id": buying.goods[sku], "quantity": n} for sku, n in (("LAMP-OAT", 24), ("LAMP-INK", 6))]
    change = {"po_id": po_id, "lines": lines, "version": buying.view(po_id).version}
    actions.change_order(buying.buyer, parse(actions.ChangeOrder, change), now=NOW)
    assert (buying.view(po_id).state, buying.incoming("LAMP-OAT")) == ("draft", 0)
    with pytest.raises(Refused):  # as it was seen before
        actions.change_order(buying.buyer, parse(actions.ChangeOrder, change), now=NOW)
    buying.send(po_id)
    line = buying.line(po_id, "LAMP-OAT")
    assert (line.ordered, line.quantity, buying.incoming("LAMP-OAT")) == (12, 24, 24)
    assert Message.objects.count() == 2


def test_an_order_is_called_off_until_something_came(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    cancel = actions.CancelOrder(po_id=po_id, reason="other supplier")
    actions.cancel_order(buying.buyer, cancel, now=NOW)
    assert (buying.view(po_id).state, buying.incoming("LAMP-OAT")) == ("cancelled", 0)
    assert Message.objects.count() == 2
    with pytest.raises(Refused):
        actions.cancel_order(buying.buyer, cancel, now=NOW)
    assert reads.facts(None, NOW.replace(year=2025), NOW.replace(year=2027)) == ()


def test_a_long_order_goes_on_on_the_next_page() -> None:
    sheet = Sheet("采购单 PO-10001", foot="掌灯")
    rows = [[Cell(str(number)), Cell("暖灯泡 E27 " * 8)] for number in range(120)]
    sheet.table(["#", "品名"], rows, (30, 0), {0})
    written = sheet.written()
    assert written.count(b"/Type /Page ") > 2
    assert written.rstrip().endswith(b"%%EOF")
    start = int(written.rsplit(b"startxref", 1)[1].split()[0])
    assert written[start : start + 4] == b"xref"
    assert broken("暖灯泡 lamp for the table", 6)[0] == "暖灯泡 lamp"
    assert all(ems(line) <= 6 for line in broken("一二三四五六七八九十", 6))
