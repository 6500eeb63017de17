"""The grid: many products and variants side by side, like a spreadsheet."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, InvalidInput, Parked
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.wording import Wording
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions, sheets
from storecrew.shop.catalogue.models import Price, Product
from storecrew.shop.catalogue.reads.console import troubled
from storecrew.shop.catalogue.views.access import reader, rights

PER_PAGE = 40
PREVIEWED = 200


@require_http_methods(["GET", "POST"])
@reader
def grid(request: HttpRequest) -> HttpResponseBase:
    """Show the grid, preview what was written into it, or save it."""
    if request.method == "GET":
        return _page(request, _asked(request))
    ids = sheets.product_ids(request.POST)
    named = sheets.cells_of(request.POST)
    if not named:
        return _page(request, ids, note=_("Nothing was changed."))
    data = actions.BulkEdit(cells=tuple(cell for _name, cell in named), language=get_language() or "")
    try:
        if request.POST.get("preview"):
            preview = actions.bulk_edit.preview(actor_of(request), data)
            found = preview.changes[:PREVIEWED]
            wording = Wording((change.subject, change.field, change.old, change.new) for change in found)
            changes = [
                (
                    change.subject,
                    wording.field(change.subject, change.field),
                    wording.value(change.subject, change.field, change.old),
                    wording.value(change.subject, change.field, change.new),
                )
                for change in found
            ]
            return _page(request, ids, previewed=True, changes=changes, posted=True)
        done = actions.bulk_edit(actor_of(request), data)
    except InvalidInput as error:
        names = {f"cells.{index}": name for index, (name, _cell) in enumerate(named)}
        errors = {names.get(path, path): sentence for path, sentence in error.fields.items()}
        page = _page(request, ids, errors=errors, posted=True)
        page.status_code = 422
        return page
    except Parked as waits:
        return answers.parked(request, waits, then=_address(ids))
    except ActionError as error:
        return answers.refused(request, error, then=_address(ids))
    say = ngettext("%(n)d cell saved.", "%(n)d cells saved.", done.cells) % {"n": done.cells}
    if done.reverse:
        cells = json.dumps([cell.model_dump(exclude_defaults=True) for cell in done.reverse])
        answers.undoable(request, say, reverse("catalogue:undo"), {"cells": cells, "next": _address(ids)})
    else:
        messages.success(request, say)
    return answers.see(_address(ids))


@require_POST
@reader
def undo(request: HttpRequest) -> HttpResponseBase:
    """Write the cells back as they were."""
    then = answers.back(request, reverse("catalogue:grid"))
    try:
        cells = json.loads(request.POST.get("cells", "[]"))
    except ValueError:
        cells = []
    try:
        actions.bulk_edit(actor_of(request), parse(actions.BulkEdit, {"cells": cells}))
    except Parked as waits:
        return answers.parked(request, waits, then=then)
    except ActionError as error:
        return answers.refused(request, error, then=then)
    return answers.went(request, then, _("Taken back."))


def _asked(request: HttpRequest) -> list[int]:
    """Return the products of the address; without any those that lack something, else the last changed."""
    ids = [int(number) for number in request.GET.getlist("id") if number.isdigit() and len(number) < 15]
    if ids:
        return ids[:PER_PAGE]
    rows = troubled(Product.objects.exclude(status="archived"), request.GET.get("lacks", ""))
    return list(rows.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:PER_PAGE])


def _address(ids: list[int]) -> str:
    return reverse("catalogue:grid") + "?" + "&".join(f"id={number}" for number in ids)


def _page(request: HttpRequest, ids: list[int], *, posted: bool = False, **more: Any) -> HttpResponse:
    store, may = current(), rights(request)
    rows = {row.pk: row for row in Product.objects.filter(pk__in=ids)}
    products = [rows[number] for number in ids if number in rows]
    currencies = [store.currency] if store else []
    others = (
        Price.objects.filter(variant__product__in=rows)
        .values_list("currency", flat=True)
        .distinct()
        .order_by("currency")
    )
    currencies += [currency for currency in others if currency not in currencies]
    sheet = sheets.sheet_of(
        products,
        currencies,
        with_products=True,
        with_cost=may["may_see_cost"],
        posted=request.POST if posted else None,
        errors=more.get("errors"),
    )
    return answers.page(request, "catalogue/grid.html", {"sheet": sheet, "products": products, **may, **more})
