"""Stock as a file: Shopify's inventory columns out, and in again with a dry run first."""

import json
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError, Parked
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.tabular.writing import BOM, line_writer
from storecrew.shop.stock.counting import actions, inventory
from storecrew.shop.stock.types import LINES_AT_MOST
from storecrew.shop.stock.views.access import keeper, reader, rights

SHOWN = 200


@require_http_methods(["GET"])
@reader
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the file."""
    warehouse = request.GET.get("warehouse", "")
    rows = inventory.written(int(warehouse) if warehouse.isdigit() else None)
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="inventory-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


@require_http_methods(["GET", "POST"])
@keeper
def file(request: HttpRequest) -> HttpResponseBase:
    """Say what a file would do, then do it: first with the file, then with what was shown."""
    if request.method == "POST" and "plan" in request.POST:
        return _apply(request)
    context: dict[str, object] = {**rights(request), "shown": SHOWN}
    sent = request.FILES.get("file")
    if request.method == "POST":
        try:
            reading = inventory.read(sent.read() if sent is not None else b"")
        except inventory.Unreadable as error:
            context["trouble"] = str(error)
        else:
            usable = [row for row in reading.wanted if not row.moved]
            context |= {
                "reading": reading,
                "usable": usable,
                "moved": [row for row in reading.wanted if row.moved],
                "plan": json.dumps([[row.variant_id, row.warehouse_id, row.was, row.becomes] for row in usable]),
            }
    return answers.page(request, "stock_counting/file.html", context)


def _apply(request: HttpRequest) -> HttpResponseBase:
    here = reverse("stock_counting:file")
    try:
        rows = [
            {"variant_id": variant, "warehouse_id": place, "was": was, "becomes": becomes}
            for variant, place, was, becomes in json.loads(request.POST["plan"])
        ]
    except (ValueError, TypeError):
        return answers.refused(request, ActionError(_("Send the file again.")), then=here)
    changed, moved = 0, 0
    for begin in range(0, len(rows), LINES_AT_MOST):
        try:
            data = parse(actions.SetOnHand, {"lines": rows[begin : begin + LINES_AT_MOST]})
            done = actions.set_on_hand(actor_of(request), data)
        except Parked as waits:
            messages.info(request, waits.message)
            continue
        except ActionError as error:
            return answers.refused(request, error, then=here)
        changed, moved = changed + done.changed, moved + len(done.moved)
    say = ngettext("%(n)d number set.", "%(n)d numbers set.", changed) % {"n": changed}
    if moved:
        left = ngettext(
            "%(n)d had moved meanwhile and is as it was.", "%(n)d had moved meanwhile and are as they were.", moved
        )
        say = f"{say} {left % {'n': moved}}"
    return answers.went(request, reverse("stock:levels"), say)


def _lines(rows: Iterator[list[str]]) -> Iterator[str]:
    yield BOM
    yield from map(line_writer(), rows)
