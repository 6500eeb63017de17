"""Papers on the screen and on paper, in the buyer's language; and the page from which they are issued."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import access, answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.orders.documents import actions, reads
from storecrew.shop.orders.documents.composing import paper_of
from storecrew.shop.orders.documents.forms import CreditForm, LetterheadForm, letterhead_values
from storecrew.shop.orders.documents.models import Document, Kind
from storecrew.shop.orders.documents.types import Paper
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.views.access import order_at, reader

AT_ONCE = 100
PAPERS = ("a4", "label")


@require_GET
@access.signed_in
@reader
def slips(request: HttpRequest) -> Any:
    """Print packing slips, one order a page, each in its buyer's language, without prices."""
    ids = [int(text) for text in request.GET.getlist("id")[:AT_ONCE] if text.isdecimal()]
    orders = {order.pk: order for order in Order.objects.placed().filter(pk__in=ids)}
    found = [paper_of(orders[pk], "slip", timezone.now()) for pk in ids if pk in orders]
    if not found:
        raise Missing(_("Choose orders first."))
    return _printed(request, found)


@require_GET
@access.signed_in
@reader
def pro_forma(request: HttpRequest, ref: str) -> Any:
    """Print what an invoice would say; for customs and for buyers who need a paper before they pay."""
    return _printed(request, [paper_of(order_at(ref), "pro_forma", timezone.now())])


@require_GET
@access.signed_in
@reader
def document(request: HttpRequest, number: str) -> Any:
    """Print an issued document, as it was issued."""
    row = Document.objects.filter(number__iexact=number).first()
    if row is None:
        raise Missing(_("There is no document with this number."))
    return _printed(request, [reads.document(actor_of(request), reads.OneDocument(document_id=row.pk))])


def _printed(request: HttpRequest, papers: list[Paper]) -> Any:
    paper = request.GET.get("paper", "a4")
    language = papers[0].language
    pages = [_rendered(request, one) for one in papers]
    context = {
        "pages": pages,
        "paper": paper if paper in PAPERS else "a4",
        "html_lang": "zh-Hans" if language == "zh-hans" else language,
        "title": papers[0].number or papers[0].order_number,
    }
    return render(request, "orders_documents/print.html", context)


def _rendered(request: HttpRequest, paper: Paper) -> str:

    template = "slip" if paper.kind == "slip" else "paper"
    with override(paper.language):
        return render_to_string(f"orders_documents/{template}.html", {"paper": paper}, request=request)


@require_GET
@access.signed_in
@reader
def of_order(request: HttpRequest, ref: str) -> Any:
    """List the papers of an order, and issue the next one."""
    order = order_at(ref)
    rows = reads.of_order(actor_of(request), reads.OfOrder(order_id=order.pk)).items
    invoices = Document.objects.filter(order=order, kind=Kind.INVOICE)
    open_ones = [row for row in invoices if actions.standing(row)]
    context = {"order": order, "rows": rows, "open": open_ones}
    return answers.page(request, "orders_documents/of_order.html", context)


@require_POST
@access.signed_in
@reader
def invoice(request: HttpRequest, ref: str) -> Any:
    """Issue the invoice."""
    order = order_at(ref)
    then = reverse("orders_documents:of_order", args=[order.number or str(order)])
    data = actions.IssueInvoice(order_id=order.pk)
    return answers.act(
        request, actions.issue_invoice, data, then=then, done=_("Issued. Nothing of it changes any more.")
    )


@require_http_methods(["GET", "POST"])
@access.signed_in
@reader
def credit(request: HttpRequest, document_id: int) -> Any:
    """Take an invoice back, whole or by pieces."""
    row = Document.objects.filter(pk=document_id, kind=Kind.INVOICE).select_related("order").first()
    if row is None:
        raise Missing(_("There is no such invoice."))
    then = reverse("orders_documents:of_order", args=[row.order.number])
    form = CreditForm(request.POST or None, invoice=row, left=actions.standing(row))
    if request.method == "POST" and (answer := answers.sent(request, form, then=then, done=_("Credit note issued."))):
        return answer
    return answers.page(request, "orders_documents/credit.html", {"document": row, "order": row.order, "form": form})


@require_http_methods(["GET", "POST"])
@access.signed_in
@reader
def letterhead(request: HttpRequest) -> Any:
    """Say whose name stands on documents."""
    form = LetterheadForm(request.POST or None, initial=letterhead_values())
    then = reverse("orders_documents:letterhead")
    if request.method == "POST" and (answer := answers.sent(request, form, then=then, done=_("From now on."))):
        return answer
    return answers.page(request, "orders_documents/letterhead.html", {"form": form})
