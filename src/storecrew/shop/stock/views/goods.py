"""Goods that come, go elsewhere, or turn out to be more or less than the books say."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers, tables
from storecrew.shop.stock import actions
from storecrew.shop.stock.actions.receiving import OPEN as OPEN_RECEIPTS
from storecrew.shop.stock.actions.transferring import OPEN as OPEN_TRANSFERS
from storecrew.shop.stock.forms import AdjustForm, ExpectForm, ReceiveForm, SendForm
from storecrew.shop.stock.models import Bin, Receipt, ReceiptState, Transfer, TransferState
from storecrew.shop.stock.tables import (
    RECEIPT_TONES,
    TRANSFER_TONES,
    receipt_rows,
    receipts_table,
    transfer_rows,
    transfers_table,
)
from storecrew.shop.stock.variants import variants
from storecrew.shop.stock.views.access import keeper, reader, rights


@require_http_methods(["GET"])
@reader
def receipts(request: HttpRequest) -> HttpResponseBase:
    """List deliveries."""
    table, rows = receipts_table(), receipt_rows()
    if (file := tables.export(table, request, rows)) is not None:
        return file
    return answers.page(request, "stock/receipts.html", {"page": tables.show(table, request, rows), **rights(request)})


@require_http_methods(["GET", "POST"])
@keeper
def receive(request: HttpRequest) -> HttpResponseBase:
    """Book in goods that stand at the door unannounced."""
    return _one_form(request, ReceiveForm, "stock/receive.html", reverse("stock:receipts"), _("Booked in."))


@require_http_methods(["GET", "POST"])
@keeper
def expect(request: HttpRequest) -> HttpResponseBase:
    """Announce a delivery."""
    return _one_form(
        request, ExpectForm, "stock/expect.html", reverse("stock:receipts"), _("It counts as incoming now.")
    )


@require_http_methods(["GET", "POST"])
@reader
def receipt(request: HttpRequest, receipt_id: int) -> HttpResponseBase:
    """Show a delivery; a post takes in what has come of it."""
    row = Receipt.objects.select_related("warehouse").filter(pk=receipt_id).first()
    if row is None:
        raise Http404
    here = reverse("stock:receipt", args=[row.pk])
    lines = list(row.lines.select_related("item__variant__product").order_by("pk"))
    if request.method == "POST":
        came = [line for line in (_received(request, one.item_id) for one in lines) if line]
        form: dict[str, Any] = {"receipt_id": row.pk, "lines": came, "finish": "finish" in request.POST}
        if not came:
            return _call_off(request, row, here) if form["finish"] else answers.see(here)
        return _run(request, actions.receive, form, here, _("Booked in."))
    context = {
        "row": row,
        "lines": lines,
        "open": row.state in OPEN_RECEIPTS,
        "state": (ReceiptState(row.state).label, RECEIPT_TONES[ReceiptState(row.state)]),
        "bins": list(Bin.objects.filter(warehouse=row.warehouse, closed_at=None).order_by("code", "pk")[:500]),
        **rights(request),
    }
    return answers.page(request, "stock/receipt.html", context)


@require_http_methods(["GET"])
@reader
def transfers(request: HttpRequest) -> HttpResponseBase:
    """List transfers."""
    table, rows = transfers_table(), transfer_rows()
    if (file := tables.export(table, request, rows)) is not None:
        return file
    return answers.page(request, "stock/transfers.html", {"page": tables.show(table, request, rows), **rights(request)})


@require_http_methods(["GET", "POST"])
@keeper
def send(request: HttpRequest) -> HttpResponseBase:
    """Send goods to another warehouse."""
    return _one_form(request, SendForm, "stock/send.html", reverse("stock:transfers"), _("On the way."))


@require_http_methods(["GET", "POST"])
@reader
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponseBase:
    """Show a transfer; a post takes in what has arrived."""
    row = Transfer.objects.select_related("source", "target").filter(pk=transfer_id).first()
    if row is None:
        raise Http404
    here = reverse("stock:transfer", args=[row.pk])
    lines = list(row.lines.select_related("item__variant__product").order_by("pk"))
    if request.method == "POST":
        came = [
            {"variant_id": one.item_id, "quantity": quantity}
            for one in lines
            if (quantity := _whole(request.POST.get(f"arrived-{one.item_id}", "")))
        ]
        form = {"transfer_id": row.pk, "lines": came, "rest": request.POST.get("rest", "open")}
        return _run(request, actions.arrive, form, here, _("Taken in."))
    context = {
        "row": row,
        "lines": [(one, one.quantity - one.arrived - one.lost) for one in lines],
        "open": row.state in OPEN_TRANSFERS,
        "state": (TransferState(row.state).label, TRANSFER_TONES[TransferState(row.state)]),
        **rights(request),
    }
    return answers.page(request, "stock/transfer.html", context)


@require_http_methods(["GET", "POST"])
@keeper
def adjust(request: HttpRequest) -> HttpResponseBase:
    """Correct what the books say, many lines at a time."""
    return _one_form(request, AdjustForm, "stock/adjust.html", reverse("stock:levels"), _("The books say so now."))


@require_POST
@keeper
def put_away(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Put pieces of a variant into a bin that is named by its code."""
    here = reverse("stock:item", args=[variant_id])
    warehouse_id = _whole(request.POST.get("warehouse_id", ""))
    codes = {row.code.casefold(): row.pk for row in Bin.objects.filter(warehouse_id=warehouse_id, closed_at=None)}
    form = {
        "variant_id": variant_id,
        "warehouse_id": warehouse_id,
        "quantity": _whole(request.POST.get("quantity", "")),
        "to_bin_id": codes.get(request.POST.get("to", "").strip().casefold(), 0),
        "from_bin_id": codes.get(request.POST.get("from", "").strip().casefold()),
    }
    return _run(request, actions.put_away, form, here, _("Put away."))


def _one_form(request: HttpRequest, kind: Any, template: str, then: str, done: str) -> HttpResponseBase:
    chosen = variants().filter(pk=_whole(request.GET.get("variant", ""))).values_list("sku", flat=True)
    form = kind(request.POST or None, initial={"lines": "\n".join(f"{sku} " for sku in chosen)})
    if request.method == "POST" and (answer := answers.sent(request, form, then=then, done=done)):
        return answer
    return answers.page(request, template, {"form": form, "back": then, **rights(request)})


def _run(request: HttpRequest, action: Any, values: dict[str, Any], here: str, done: str) -> HttpResponseBase:
    try:
        data = parse(action.input, values)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.act(request, action, data, then=here, done=done, key=request.POST.get("once", ""))


def _call_off(request: HttpRequest, row: Receipt, here: str) -> HttpResponseBase:
    data = actions.OneReceipt(receipt_id=row.pk)
    return answers.act(request, actions.call_off, data, then=here, done=_("Nothing more is expected of it."))


def _received(request: HttpRequest, item_id: int) -> dict[str, Any] | None:
    quantity = _whole(request.POST.get(f"came-{item_id}", ""))
    if not quantity:
        return None
    line: dict[str, Any] = {"variant_id": item_id, "quantity": quantity}
    line["damaged"] = _whole(request.POST.get(f"damaged-{item_id}", ""))
    line["bin_id"] = _whole(request.POST.get(f"bin-{item_id}", "")) or None
    line["lot"] = request.POST.get(f"lot-{item_id}", "").strip()
    line["expires_on"] = request.POST.get(f"expires-{item_id}", "") or None
    line["serials"] = tuple(_words(request.POST.get(f"serials-{item_id}", "").split()))
    return line


def _words(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _whole(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0
