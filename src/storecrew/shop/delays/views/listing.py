"""The list of orders at risk, one of them, and looking again at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers, tables
from storecrew.kernel.store.reads import current
from storecrew.shop.delays import actions, reads
from storecrew.shop.delays.models import LIVE, OVER, Delay
from storecrew.shop.delays.presenting import context_of
from storecrew.shop.delays.tables import delays_table
from storecrew.shop.delays.views.access import delay_at, reader, rights

AT_ONCE = 100


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List orders whose promise is not likely to hold, by what they are likely to cost; in bulk: offer choices."""
    may, store = rights(request), current()
    table = delays_table(may_decide=may["may_decide"], currency=store.currency if store else "")
    rows = Delay.objects.select_related("order", "supplier")
    if not (request.GET.get("which") == "over" or request.GET.get("state") in OVER):
        rows = rows.filter(state__in=LIVE)
    if request.method == "POST":
        chosen = list(tables.chosen(table, request, rows).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not chosen:
            return answers.went(request, reverse("delays:index"), _("Tick some orders first."))
        return answers.see(f"{reverse('delays:offer_many')}?ids={','.join(map(str, chosen))}")
    exported = tables.export(table, request, rows)
    if exported:
        return exported
    context = {"page": tables.show(table, request, rows), "measures": reads.measures(timezone.now()), **may}
    return answers.page(request, "delays/index.html", context)


@require_GET
@reader
def one(request: HttpRequest, delay_id: int) -> HttpResponse:
    """Show one delay: how likely the promise still holds, why not, what may be offered, what was answered."""
    row = delay_at(delay_id)
    return answers.page(request, "delays/delay.html", {**context_of(row, timezone.now()), **rights(request)})


@require_POST
@reader
def look(request: HttpRequest, delay_id: int) -> HttpResponse:
    """Reckon anew at once."""
    row = delay_at(delay_id)
    here = reverse("delays:one", args=[row.pk])
    return answers.act(
        request, actions.look, actions.Look(order_ids=(row.order_id,)), then=here, done=_("Looked again.")
    )
