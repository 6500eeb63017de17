"""The pages of buying: shown in both languages to whom they are for, written by their forms, at a bounded cost."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from storecrew.kernel.actions.validation import parse
from storecrew.kernel.jobs import health
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.search import find
from storecrew.shop.buying import actions
from storecrew.shop.buying.conftest import NOW, Buying, yuan
from storecrew.shop.buying.invoices.models import SupplierInvoice
from storecrew.shop.buying.models import Discrepancy, PurchaseOrder
from storecrew.shop.buying.proposing.jobs import reckon_all
from storecrew.shop.buying.proposing.models import Promotion, Proposal, Rulebook

SignIn = Callable[..., Client]


@pytest.fixture(scope="module")
def lasting_filled(lasting_buying: Buying) -> Buying:
    buying = lasting_buying
    buying.make(("LAMP-INK", 6))
    otherwise = buying.sent(("LAMP-OAT", 12), wanted_on=date(2026, 11, 20))
    buying.answer(otherwise, said={"LAMP-OAT": {"quantity": 6}}, on=date(2026, 11, 22))
    came = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    freight = {"po_id": came, "kind": "freight", "amount": yuan(1200), "note": "德邦"}
    actions.add_cost(buying.buyer, parse(actions.AddCost, freight), now=NOW)
    buying.receive(came, ("LAMP-OAT", 14, 1), delivery_note="FH-88")
    buying.bill(came, ("LAMP-OAT", 12, 4400))
    reckon_all(NOW, "tests")
    return buying


@pytest.fixture
def filled(lasting_filled: Buying, buying: Buying) -> Buying:
    """A draft, an order answered otherwise, one that came with too many and broken ones, a bill that differs."""
    return buying


def pages(buying: Buying) -> list[str]:
    draft, otherwise, came = PurchaseOrder.objects.order_by("pk")
    oat, invoice, supplier = buying.goods["LAMP-OAT"], SupplierInvoice.objects.get().pk, buying.supplier_id
    return [
        *("", "?show=enough", "?show=unoffered", f"of/{oat}/", "rules/", "orders/", "orders/?is=late", "orders/new/"),
        f"orders/new/?supplier={supplier}",
        *(f"orders/{one.pk}/" for one in (draft, otherwise, came)),
        *(f"orders/{draft.pk}/edit/", f"orders/{otherwise.pk}/receive/", "receive/", "receive/?code=nothing"),
        *("arrivals/", "invoices/", "invoices/new/", f"invoices/new/?supplier={supplier}", f"invoices/{invoice}/"),
        *("invoices/tolerance/", "invoices/?export=csv", "orders/?export=csv"),
        *(f"orders/{came.pk}/paper.{kind}" for kind in ("pdf", "csv", "xlsx")),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_in_both_languages(filled: Buying, signed_in: SignIn, language: str) -> None:
    client = signed_in(filled.buyer, language)
    for path in pages(filled):
        response = client.get(f"/crew/buying/{path}")
        assert response.status_code == 200, path
        if response["Content-Type"].startswith("text/html"):
            assert not re.search(r"\{\{|\{%|None<", response.content.decode()), path
    for path in (f"/crew/supply/{filled.supplier_id}/", f"/crew/stock/{filled.goods['LAMP-OAT']}/", "/crew/"):
        assert client.get(path).status_code == 200


def test_pages_are_for_those_who_buy_and_reckon(filled: Buying, signed_in: SignIn) -> None:
    for who, status in ((filled.company.analyst, 200), (filled.company.finance, 200), (filled.company.marketing, 403)):
        client = signed_in(who)
        for path in ("", "orders/", "invoices/", f"orders/{PurchaseOrder.objects.order_by('-pk')[0].pk}/"):
            assert client.get(f"/crew/buying/{path}").status_code == status, path
    assert Client().get("/crew/buying/").status_code == 302
    assert signed_in(filled.buyer).get("/crew/buying/orders/9999/").status_code == 404


def test_lists_cost_the_same_however_long(
    filled: Buying, signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _n in range(4):
        filled.sent(("LAMP-OAT", 6), ("LAMP-INK", 6))
    client = signed_in(filled.buyer)
    client.get("/crew/buying/orders/")
    for path, most in (("", 40), ("orders/", 32), ("arrivals/", 30), ("receive/", 30), ("invoices/", 30)):
        with django_assert_max_num_queries(most):
            client.get(f"/crew/buying/{path}")


def test_forms_of_an_order_do_what_they_say(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.company.director)
    draft, otherwise, came = PurchaseOrder.objects.order_by("pk")
    at = f"/crew/buying/orders/{otherwise.pk}"
    client.post(f"{at}/difference/", {"accept": "yes", "line": [otherwise.lines.get().pk]})
    assert otherwise.lines.get().quantity == 6
    client.post(f"{at}/payment/", {"amount": "72", "paid_on": "2026-11-24"})
    client.post(f"{at}/costs/", {"kind": "duty", "amount": "12.50", "currency": "CNY", "spread": "weight"})
    assert otherwise.costs.get().own_minor == 1250
    client.post(f"/crew/buying/costs/{otherwise.costs.get().pk}/drop/")
    assert otherwise.costs.get().dropped_at is not None
    client.post(f"{at}/cancellation/", {"reason": "changed our mind"})
    for row in Discrepancy.objects.order_by("pk"):
        client.post(f"/crew/buying/differences/{row.pk}/", {"outcome": "kept" if row.trouble == "over" else "credited"})
    assert not Discrepancy.objects.filter(outcome="").exists()
    client.post(f"/crew/buying/orders/{came.pk}/rest/", {"reason": "no more"})
    otherwise.refresh_from_db()
    came.refresh_from_db()
    assert (otherwise.state, came.state) == ("cancelled", "received")
    line = draft.lines.get()
    edited = {f"pieces-{line.pk}": "0", "more": "LAMP-OAT 12 39.50", "version": draft.version, "note": "hello"}
    assert client.post(f"/crew/buying/orders/{draft.pk}/edit/", edited).status_code == 303
    assert [(one.quantity, one.cost_minor) for one in draft.lines.all()] == [(12, 3950)]
    wrong = client.post(f"/crew/buying/orders/{draft.pk}/edit/", {"more": "WHAT 1"})
    assert (wrong.status_code, b"WHAT" in wrong.content) == (422, True)
    new = {"supplier": filled.supplier_id, "warehouse": filled.main, "more": "LAMP-OAT\t6\nLAMP-INK;6"}
    assert client.post("/crew/buying/orders/new/", new).status_code == 303
    assert PurchaseOrder.objects.order_by("-pk")[0].lines.count() == 2


def test_forms_of_invoices_do_what_they_say(filled: Buying, signed_in: SignIn) -> None:
    finance, buyer = signed_in(filled.company.finance), signed_in(filled.buyer)
    came = PurchaseOrder.objects.order_by("-pk")[0]
    first = SupplierInvoice.objects.get()
    buyer.post(f"/crew/buying/invoices/{first.pk}/acceptance/", {"note": "told us before", "version": first.version})
    first.refresh_from_db()
    assert first.state == "matched"
    finance.post(f"/crew/buying/invoices/{first.pk}/payment/", {"amount": "528", "paid_on": "2026-11-24"})
    first.refresh_from_db()
    assert first.state == "paid"
    oat = came.lines.order_by("pk")[0]
    form = {"supplier": filled.supplier_id, "number": "FP-9", "dated_on": "2026-11-24", "total": "80"}
    form |= {f"pieces-line-{oat.pk}": "2", f"unit-line-{oat.pk}": "40"}
    made = finance.post("/crew/buying/invoices/new/", form)
    assert made.status_code == 303, made.content.decode()[:2000]
    again = finance.post("/crew/buying/invoices/new/", form)
    assert again.status_code == 422
    freight = {**form, "number": "FP-10", "total": "500", "free_title-0": "Pallets", "free_amount-0": "500"}
    freight[f"pieces-line-{oat.pk}"] = ""
    finance.post("/crew/buying/invoices/new/", freight)
    odd = SupplierInvoice.objects.get(number="FP-10")
    assert odd.state == "differs"
    finance.post(f"/crew/buying/invoices/{odd.pk}/rejection/", {"reason": "we ordered none"})
    odd.refresh_from_db()
    assert odd.state == "rejected"


def test_what_things_cost_and_promotions_are_set(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.company.director)
    rules = {"capital_percent": 20, "storage_percent": 5, "patient_percent": 40, "line": "12.00", "review_days": 14}
    rules |= {"most_days": 90, "service_percent": 90}
    assert client.post("/crew/buying/rules/", rules).status_code == 303
    assert (Rulebook.objects.get().line_minor, Rulebook.objects.get().review_days) == (1200, 14)
    plan = {"name": "双十二", "first": "2026-12-10", "last": "2026-12-13", "percent": "150", "skus": "LAMP-OAT"}
    client.post("/crew/buying/promotions/", plan)
    promotion = Promotion.objects.get()
    assert promotion.variant_ids == [filled.goods["LAMP-OAT"]]
    client.post(f"/crew/buying/promotions/{promotion.pk}/drop/")
    assert not Promotion.objects.exists()


def test_lists_of_what_to_do(filled: Buying) -> None:
    later = NOW + timedelta(days=40)
    Proposal.objects.update(verdict="due", quantity=3)
    for actor, wanted in (
        (
            filled.buyer,
            {"buying.draft", "buying.differs", "buying.late", "buying.trouble", "buying.due", "buying.invoice"},
        ),
        (filled.company.finance, {"buying.books"}),
    ):
        seat = "warehouse" if actor == filled.buyer else "finance"
        keys = {one.key.partition(":")[0] for one in queue.gather(actor, later) if one.seat == seat}
        assert wanted <= keys
    SupplierInvoice.objects.update(state="matched")
    due = [one for one in queue.gather(filled.company.finance, later) if one.key.startswith("buying.invoice_due")]
    assert len(due) == 1


def test_orders_and_bills_are_found_by_number(filled: Buying) -> None:
    number = PurchaseOrder.objects.order_by("pk")[0].number
    assert [hit.title for hit in find(filled.buyer, number) if hit.score == 1.0] == [number]
    assert "FP-1" in [hit.title for hit in find(filled.company.finance, "fp 1")]


def test_the_doctor_finds_what_was_written_past_the_actions(filled: Buying) -> None:
    checks = ["buying.lines", "buying.incoming", "buying.billed"]
    assert [one for report in health.examine(NOW, checks) for one in report.findings if one.level != "good"] == []
    came = PurchaseOrder.objects.order_by("-pk")[0]
    came.lines.update(received=99, billed=7)
    PurchaseOrder.objects.filter(state="acknowledged").update(receipt_id=None)
    found = {report.name: [one.level for one in report.findings] for report in health.examine(NOW, checks)}
    assert all("bad" in levels for levels in found.values()), found
