"""Take returns in at the warehouse, on a phone: scan, count, say what becomes of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.media import reads as media
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.returns import actions, reads
from storecrew.shop.returns.models import COMING, Condition, Disposition, Return
from storecrew.shop.returns.reasons import CLAIMS
from storecrew.shop.returns.views.access import reader, return_at, rights

SHOWN = 30


@require_GET
@reader
def scan(request: HttpRequest) -> HttpResponseBase:
    """Find the return that lies on the table: its slip, the carrier's number or the order's."""
    code = request.GET.get("code", "").strip()
    trouble = ""
    if code:
        try:
            found = reads.by_code(actor_of(request), parse(reads.ByCode, {"code": code}), now=timezone.now())
        except ActionError as error:
            trouble = error.message
        else:
            return answers.see(reverse("returns:receive", args=[found.return_id]))
    rows = Return.objects.filter(state__in=COMING, nothing_back=False).select_related("order")
    context = {"code": code, "trouble": trouble, "rows": rows.order_by("send_by", "pk")[:SHOWN], **rights(request)}
    return answers.page(request, "returns/scan.html", context)


@require_http_methods(["GET", "POST"])
@reader
def receive(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Count what is in the parcel, line by line, and say what becomes of it."""
    row = return_at(return_id)
    if request.method == "POST":
        return _take_in(request, row)
    view = reads.one(actor_of(request), reads.OneReturn(return_id=row.pk), now=timezone.now())
    faces = catalogue.faces((line.variant_id for line in view.lines), request.LANGUAGE_CODE, now=timezone.now())
    thumbs = _thumbs(faces)
    lines = [
        {
            "line": line,
            "awaited": line.quantity - line.received - line.missing,
            "thumb": thumbs.get(line.variant_id or 0, ""),
            "suggested": Disposition.QUALITY if line.reason in CLAIMS else Disposition.RESTOCK,
        }
        for line in view.lines
    ]
    context = {
        "view": view,
        "row": row,
        "lines": [one for one in lines if one["awaited"]],
        "open": row.state in COMING and not row.nothing_back,
        "dispositions": Disposition.choices,
        "conditions": Condition.choices,
        **rights(request),
    }
    return answers.page(request, "returns/receive.html", context)


def _take_in(request: HttpRequest, row: Return) -> HttpResponse:
    here = reverse("returns:receive", args=[row.pk])
    arrived: list[dict[str, Any]] = []
    for line in row.lines.order_by("pk"):
        quantity = request.POST.get(f"quantity-{line.pk}", "").strip()
        if quantity and quantity != "0":
            arrived.append(
                {
                    "return_line_id": line.pk,
                    "quantity": quantity,
                    "condition": request.POST.get(f"condition-{line.pk}", Condition.NEW),
                    "disposition": request.POST.get(f"disposition-{line.pk}", Disposition.RESTOCK),
                    "note": request.POST.get(f"note-{line.pk}", ""),
                }
            )
    values = {"return_id": row.pk, "lines": arrived, "rest_missing": request.POST.get("rest") == "1"}
    values["version"] = request.POST.get("version") or None
    try:
        data = parse(actions.Receive, values)
    except ActionError as error:
        sentence = error.message if arrived else _("Say of at least one line how many pieces came.")
        return answers.refused(request, ActionError(sentence), then=here)
    done = _("Taken in. Stock and order know it.")
    return answers.act(request, actions.receive, data, then=reverse("returns:one", args=[row.pk]), done=done)


def _thumbs(faces: Mapping[int, Face]) -> dict[int, str]:
    """Return where the small pictures of variants are; one question for all."""
    assets = {pk: face.picture.asset_id for pk, face in faces.items() if face.picture and face.picture.asset_id}
    found = media.pictures(assets.values())
    return {pk: media.thumb_url(found[asset_id]) for pk, asset_id in assets.items() if asset_id in found}
