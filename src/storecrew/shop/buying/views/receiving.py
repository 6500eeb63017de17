"""Receive goods at the door, on a phone: scan the order or a piece of it, count, say what is broken."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.media import reads as media
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.buying import actions, reads, typing
from storecrew.shop.buying.models import OPEN, PurchaseLine, PurchaseOrder, State
from storecrew.shop.buying.tables import number_of
from storecrew.shop.buying.views.access import order_at, reader, rights
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply

SHOWN = 40


@require_GET
@reader
def scan(request: HttpRequest) -> HttpResponseBase:
    """Find the order whose goods stand at the door: by its number, or by what is in the box."""
    code = request.GET.get("code", "").strip()
    found: list[PurchaseOrder] = []
    if code:
        found = _found(code)
        if len(found) == 1:
            return answers.see(f"{reverse('buying:receive', args=[found[0].pk])}?code={code}")
    awaited = reads.arrivals(timezone.now())[:SHOWN]
    names = supply.suppliers_by_id({one.supplier_id for one in awaited} | {one.supplier_id for one in found})
    context = {
        "code": code,
        "found": [(one, names[one.supplier_id].name) for one in found],
        "nothing": bool(code) and not found,
        "awaited": [(one, names[one.supplier_id].name) for one in awaited],
        **rights(request),
    }
    return answers.page(request, "buying/scan.html", context)


def _found(code: str) -> list[PurchaseOrder]:
    rows = PurchaseOrder.objects.filter(state__in=[*OPEN, State.RECEIVED]).order_by("promised_on", "pk")
    if number := number_of(code):
        return list(rows.filter(pk=number))
    by_sku, by_barcode = catalogue.variants_by_code([code], [code])
    variant_id = by_sku.get(code) or by_barcode.get(code)
    lines = PurchaseLine.objects.filter(order__in=rows.filter(state__in=OPEN))
    lines = lines.filter(variant_id=variant_id) if variant_id else lines.filter(sku__iexact=code)
    ids = {line.order_id for line in lines if line.missing}
    return list(rows.filter(pk__in=ids)[:SHOWN])


@require_http_methods(["GET", "POST"])
@reader
def receive(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Count what came of an order."""
    row = order_at(po_id)
    lines = list(PurchaseLine.objects.filter(order=row).order_by("position", "pk"))
    if request.method == "POST":
        return _take(request, row, lines)
    now = timezone.now()
    faces = catalogue.faces([line.variant_id for line in lines], get_language() or "en", now=now)
    assets = {pk: face.picture.asset_id for pk, face in faces.items() if face.picture and face.picture.asset_id}
    pictures = media.pictures(assets.values())
    bins = stock.bins(actor_of(request), stock.BinsQuery(warehouse_id=row.warehouse_id), now=now).items
    code = request.GET.get("code", "").strip().casefold()
    context = {
        "row": row,
        "code": code,
        "lines": [
            {
                "line": line,
                "face": (face := faces.get(line.variant_id)),
                "thumb": media.thumb_url(pictures[assets[line.variant_id]])
                if assets.get(line.variant_id) in pictures
                else "",
                "codes": " ".join(
                    one for one in (line.sku, face.sku if face else "", face.barcode if face else "") if one
                ),
            }
            for line in lines
            if line.missing or row.state == State.RECEIVED
        ],
        "bins": bins[:500],
        "open": row.state in (*OPEN, State.RECEIVED),
        **rights(request),
    }
    return answers.page(request, "buying/receive.html", context)


def _take(request: HttpRequest, row: PurchaseOrder, lines: list[PurchaseLine]) -> HttpResponseBase:
    here, there = reverse("buying:receive", args=[row.pk]), reverse("buying:order", args=[row.pk])
    came, broken = typing.posted(request.POST, "came"), typing.posted(request.POST, "damaged")
    try:
        got: list[dict[str, Any]] = []
        for line in lines:
            if pieces := typing.pieces(came.get(line.pk, "")):
                got.append(
                    {
                        "line_id": line.pk,
                        "quantity": pieces,
                        "damaged": typing.pieces(broken.get(line.pk, "")) or 0,
                        "bin_id": request.POST.get(f"bin-{line.pk}") or None,
                        "lot": request.POST.get(f"lot-{line.pk}", ""),
                        "expires_on": request.POST.get(f"expires-{line.pk}") or None,
                        "serials": tuple(request.POST.get(f"serials-{line.pk}", "").split()),
                    }
                )
        if not got:
            return answers.refused(request, ActionError(_("Say of at least one line how many pieces came.")), then=here)
        values = {"po_id": row.pk, "lines": got, "delivery_note": request.POST.get("delivery_note", "")}
        data = parse(actions.ReceivePO, {**values, "finish": request.POST.get("finish") == "1"})
    except ActionError as error:
        return answers.refused(request, error, then=here)
    key = request.POST.get("once", "")[:64]
    return answers.act(request, actions.receive, data, then=there, done=_("Booked in."), key=key)
