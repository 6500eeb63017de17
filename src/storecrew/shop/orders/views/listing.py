"""The list of orders, and what is done with many at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError, Parked
from storecrew.kernel.pages import access, answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.tables.state import narrowed as narrow
from storecrew.kernel.pages.tables.state import read_state
from storecrew.shop.orders import actions
from storecrew.shop.orders.actions.holding import AT_ONCE
from storecrew.shop.orders.finding import narrowed
from storecrew.shop.orders.forms import HoldManyForm, TagForm
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tables import lines_of, lines_table, orders_table
from storecrew.shop.orders.views.access import reader, rights


@require_http_methods(["GET", "POST"])
@access.signed_in
@reader
def index(request: HttpRequest) -> Any:
    """List orders; a post is about the chosen ones."""
    now, may = timezone.now(), rights(request)
    table = orders_table(now, may_hold=may["may_hold"], may_sell=may["may_sell"])
    rows = Order.objects.all()
    if request.GET.get("view") != "drafts":
        rows = rows.placed()
    if request.method == "POST":
        return _bulk(request, tables.chosen(table, request, rows))
    if (file := tables.export(table, request, rows)) is not None:
        return file
    context = {"page": tables.show(table, request, rows), "counts": _counts(now), **may}
    return answers.page(request, "orders/index.html", context)


def _counts(now: Any) -> dict[str, int]:
    """Count what a shop owner asks first; each is one bounded question."""
    return {name: narrowed(Order.objects.all(), name, now)[:1000].count() for name in ("to_ship", "to_pay", "late")}


def _bulk(request: HttpRequest, rows: QuerySet[Order]) -> HttpResponseBase:
    here = f"{reverse('orders:index')}?{request.POST.get('state', '')}"
    wanted = request.POST.get("bulk", "")
    ids = tuple(rows.order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    if not ids or len(ids) > AT_ONCE:
        messages.error(request, _("Choose between 1 and %(n)d orders.") % {"n": AT_ONCE})
        return answers.see(here)
    match wanted:
        case "slips":
            return answers.see(f"{reverse('orders_documents:slips')}?{urlencode({'id': ids}, doseq=True)}")
        case "lines":
            return answers.see(
                f"{reverse('orders:lines')}?{urlencode([('export', 'csv'), *(('id', pk) for pk in ids)])}"
            )
        case "hold":
            return _ask(request, HoldManyForm(None, fixed={"order_ids": ids}), ids, here, _("Hold orders"))
        case "tag":
            return _ask(request, TagForm(None, fixed={"order_ids": ids}), ids, here, _("Tag orders"))
    try:
        done = _done(request, wanted, ids)
    except Parked as waits:
        return answers.parked(request, waits, then=here)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.went(request, here, done) if done else answers.see(here)


def _done(request: HttpRequest, wanted: str, ids: tuple[int, ...]) -> str:
    if wanted == "unhold":
        count = actions.unhold(actor_of(request), actions.ReleaseThem(order_ids=ids)).changed
        return ngettext("%(n)d order may go on.", "%(n)d orders may go on.", count) % {"n": count}
    if wanted == "cancel_unpaid":
        swept = actions.cancel_unpaid(actor_of(request), actions.CancelUnpaid(order_ids=ids))
        return ngettext(
            "%(n)d unpaid order cancelled; the others have money.",
            "%(n)d unpaid orders cancelled; the others have money.",
            swept.cancelled,
        ) % {"n": swept.cancelled}
    return ""


def _ask(request: HttpRequest, form: Any, ids: tuple[int, ...], here: str, title: str) -> HttpResponseBase:
    context = {"form": form, "ids": ids, "here": here, "title": title, "orders": Order.objects.filter(pk__in=ids[:12])}
    return answers.page(request, "orders/many.html", context)


@require_http_methods(["POST"])
@access.signed_in
@reader
def hold_many(request: HttpRequest) -> Any:
    """Hold the chosen orders."""
    return _many(request, HoldManyForm, _("Hold orders"), _("On hold. Nobody ships them until they are released."))


@require_http_methods(["POST"])
@access.signed_in
@reader
def tag_many(request: HttpRequest) -> Any:
    """Tag the chosen orders."""
    return _many(request, TagForm, _("Tag orders"), _("Tagged."))


def _many(request: HttpRequest, form_class: Any, title: str, done: str) -> HttpResponseBase:
    ids = tuple(int(text) for text in request.POST.getlist("id") if text.isdecimal())[:AT_ONCE]
    form = form_class(request.POST, fixed={"order_ids": ids})
    here = answers.back(request, reverse("orders:index"))
    if (answer := answers.sent(request, form, then=here, done=done)) is not None:
        return answer
    return _ask(request, form, ids, here, title)


@require_http_methods(["GET"])
@access.signed_in
@reader
def lines(request: HttpRequest) -> Any:
    """Export the lines of orders: of the chosen ones (`id`), or of all that the list's filters leave."""
    ids = [int(text) for text in request.GET.getlist("id") if text.isdecimal()]
    placed = Order.objects.placed()
    table = orders_table(timezone.now(), may_hold=False, may_sell=False)
    rows: Any = placed.filter(pk__in=ids) if ids else narrow(table, read_state(table, request.GET), placed)
    file = tables.export(lines_table(), request, lines_of(rows.values("pk")))
    return file or answers.see(reverse("orders:index"))
