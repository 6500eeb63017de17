"""The table of returns, one return with everything that helps to decide about it, and its slip."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.returns import actions, presenting
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.tables import returns_table
from storecrew.shop.returns.views.access import reader, return_at, rights

AT_ONCE = 200


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List returns; in bulk: approve, decline."""
    may = rights(request)
    table = returns_table(may_decide=may["may_decide"])
    rows = Return.objects.select_related("order").prefetch_related("lines")
    if request.method == "POST":
        chosen = list(tables.chosen(table, request, rows).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        return _bulk(request, request.POST.get("bulk", ""), chosen)
    exported = tables.export(table, request, rows)
    return exported or answers.page(request, "returns/index.html", {"page": tables.show(table, request, rows), **may})


@require_GET
@reader
def one(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Show one return: what comes back and why, the money, what is sent instead, what happened."""
    row = return_at(return_id)
    context = presenting.context_of(actor_of(request), row, timezone.now())
    return answers.page(request, "returns/return.html", {**context, **rights(request)})


@require_GET
@reader
def slip(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Show the slip that lies in the parcel, in its buyer's language, to be printed."""
    row = return_at(return_id)
    with override(row.language):
        part = answers.page(request, "returns/parts/slip.html", presenting.slip_of(row, timezone.now()))
    return answers.page(request, "returns/print.html", {"slip": part.content.decode(), "row": row})


def _bulk(request: HttpRequest, what: str, ids: list[int]) -> HttpResponse:
    here = reverse("returns:index")
    if not ids:
        return answers.went(request, here, _("Tick some returns first."))
    if what == "decline":
        return answers.see(f"{reverse('returns:decline_many')}?ids={','.join(map(str, ids))}")
    try:
        done = actions.approve_many(actor_of(request), actions.ApproveThem(return_ids=tuple(ids)))
    except ActionError as error:
        return answers.refused(request, error, then=here)
    said = ngettext("%(n)d return approved.", "%(n)d returns approved.", done.changed) % {"n": done.changed}
    return answers.went(request, here, said)
