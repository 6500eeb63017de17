"""Invoices and credit notes: numbered without gaps, final, in the buyer's language."""

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.people.models import Person
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.documents import actions, reads
from storecrew.shop.orders.documents.models import Document, Sequence
from storecrew.shop.orders.documents.types import Paper
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, Shop, shop
from storecrew.shop.orders.tests.making import Want, quote_of

__all__ = ["shop"]


def invoice(shop: Shop, order: Order) -> Document:
    issued = actions.issue_invoice(shop.company.finance, actions.IssueInvoice(order_id=order.pk), now=NOW)
    return Document.objects.get(pk=issued.document_id)


def credit(shop: Shop, document: Document, **more: object) -> Document:
    data = actions.IssueCreditNote.model_validate({"document_id": document.pk, **more})
    return Document.objects.get(pk=actions.issue_credit_note(shop.company.finance, data, now=NOW).document_id)


def test_an_invoice_says_what_was_agreed_and_never_changes(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2, off=500), inclusive=False)))
    made = invoice(shop, order)
    paper = Paper.model_validate(made.content)
    assert (made.number, paper.total, paper.tax) == ("INV-2026-00001", order.total, order.money(order.tax_minor))
    assert paper.subtotal + paper.tax == paper.total
    assert [line.title for line in paper.lines] == ["Lamp", "Standard"]
    made.total_minor = 1
    with pytest.raises(TypeError, match="final"):
        made.save()
    with pytest.raises(TypeError, match="final"):
        made.delete()
    with pytest.raises(Refused, match="stands already"):
        invoice(shop, order)


def test_a_failed_attempt_leaves_no_gap(shop: Shop) -> None:
    lamp = shop.lamp()
    first = invoice(shop, shop.place(quote_of(Want(lamp)), checkout="a"))
    free = shop.place(quote_of(Want(lamp, unit=0), shipping=0), checkout="b")
    with pytest.raises(Refused, match="comes to nothing"):
        invoice(shop, free)
    second = invoice(shop, shop.place(quote_of(Want(lamp)), checkout="c"))
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert [report.level for report in health.examine(NOW, ["orders.document_numbers"])] == [Level.GOOD]
    Sequence.objects.update(given=5)
    assert [report.level for report in health.examine(NOW, ["orders.document_numbers"])] == [Level.BAD]


def test_credit_notes_take_back_piece_by_piece_to_the_cent(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), 3, off=1000), inclusive=False))
    made = invoice(shop, order)
    line = order.lines.get().pk
    one = credit(shop, made, lines=({"line_id": line, "quantity": 1},), reason="came back")
    with pytest.raises(Refused, match="Only 2 of this line"):
        credit(shop, made, lines=({"line_id": line, "quantity": 3},))
    rest = credit(shop, made)
    assert one.number == "CN-2026-00001"
    assert Paper.model_validate(rest.content).corrects == made.number
    assert abs(one.total_minor + rest.total_minor - made.total_minor) <= 1
    with pytest.raises(Refused, match="stands any more"):
        credit(shop, made)
    assert invoice(shop, order).number == "INV-2026-00002"


def test_a_whole_credit_note_mirrors_its_invoice(shop: Shop) -> None:
    made = invoice(shop, shop.place(quote_of(Want(shop.lamp(), 3, off=1000))))
    note = credit(shop, made)
    assert (note.total_minor, note.tax_minor) == (made.total_minor, made.tax_minor)


def test_the_letterhead_stands_on_later_papers_only(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    before = invoice(shop, shop.place(quote_of(Want(lamp)), checkout="a"))
    head = actions.SetLetterhead(name="Lamphour Ltd", lines=("Harbour Road 8",), tax_number="CN-1", by_year=False)
    with pytest.raises(Denied):
        actions.set_letterhead(company.service, head)
    actions.set_letterhead(company.finance, head)
    after = invoice(shop, shop.place(quote_of(Want(lamp)), checkout="b"))
    assert Paper.model_validate(before.content).seller.name == "掌灯 Lamphour"
    assert Paper.model_validate(after.content).seller.name == "Lamphour Ltd"
    assert after.number == "INV-00001"


def test_who_may_issue_and_read(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    for seat in ("warehouse", "marketing", "stranger", "nobody"):
        with pytest.raises(Denied):
            actions.issue_invoice(company.holding(seat), actions.IssueInvoice(order_id=order.pk))
        with pytest.raises(Denied):
            reads.of_order(company.holding(seat), reads.OfOrder(order_id=order.pk))


def test_the_same_key_issues_once(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    data = actions.IssueInvoice(order_id=order.pk)
    first = actions.issue_invoice(company.finance, data, key="k", now=NOW)
    assert actions.issue_invoice(company.finance, data, key="k", now=NOW) == first
    assert Document.objects.count() == 1


@pytest.mark.parametrize(("language", "word"), [("en", "Invoice"), ("zh-hans", "账单")])
def test_papers_are_in_the_buyers_language_whoever_prints(shop: Shop, language: str, word: str) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), 2)), language=language)
    made = invoice(shop, order)
    client = Client(headers={"accept-language": "en" if language != "en" else "zh-hans"})
    client.force_login(Person.objects.get(pk=shop.company.finance.person_id))
    for page in (
        f"{made.number}/",
        f"{made.number}/?paper=label",
        f"pro-forma/{order.number}/",
        f"slips?id={order.pk}",
    ):
        answer = client.get(f"/crew/orders/papers/{page}")
        assert answer.status_code == 200
    html = client.get(f"/crew/orders/papers/{made.number}/").content.decode()
    assert f"<h1>{word}</h1>" in html
    assert made.number in html
    slip = client.get(f"/crew/orders/papers/slips?id={order.pk}").content.decode()
    assert "100.00" not in slip


def test_the_page_of_papers_issues_and_takes_back(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), 2)))
    client = Client(headers={"accept-language": "en"})
    client.force_login(Person.objects.get(pk=shop.company.finance.person_id))
    base = f"/crew/orders/papers/of/{order.number}/"
    assert "Nothing issued yet" in client.get(base).content.decode()
    assert client.post(f"{base}invoice").status_code == 303
    made = Document.objects.get()
    line = order.lines.get().pk
    page = f"/crew/orders/papers/credit/{made.pk}/"
    assert client.get(page).status_code == 200
    assert client.post(page, {f"q_{line}": "9"}).status_code == 422
    assert client.post(page, {f"q_{line}": "1", "reason": "broken"}).status_code == 303
    assert client.get(base).content.decode().count(">CN-2026-00001<") == 1
    assert client.get("/crew/orders/papers/letterhead").status_code == 200
    orders.cancel(shop.company.service, orders.Cancel(order_id=order.pk, reason="buyer"), now=NOW)
