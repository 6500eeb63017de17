"""Requests about data: the list, a copy to hand out, and forgetting with a look at what goes."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.customers import actions, privacy, reads
from storecrew.shop.customers.forms import RefuseForm
from storecrew.shop.customers.models import PrivacyKind, PrivacyRequest
from storecrew.shop.customers.packing import packed
from storecrew.shop.customers.views.access import customer_of, keeper


@require_GET
@keeper
def requests(request: HttpRequest) -> HttpResponseBase:
    """List what people asked about their data, the most pressing first, and what was answered of late."""
    rows = PrivacyRequest.objects.select_related("customer")
    context = {
        "open": rows.filter(answered_at=None).order_by("due_at", "pk")[:200],
        "answered": rows.exclude(answered_at=None).order_by("-answered_at", "-pk")[:50],
        "now": timezone.now(),
    }
    return answers.page(request, "customers/requests.html", context)


@require_POST
@keeper
def ask(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Take a request down that came by letter or telephone."""
    row = customer_of(customer_id)
    kind = request.POST.get("kind", "")
    if kind not in PrivacyKind.values:
        raise Missing
    data = actions.AskPrivacy(customer_id=row.pk, kind=PrivacyKind(kind))
    then = reverse("customers:customer", args=[row.pk])
    return answers.act(request, actions.ask_privacy, data, then=then, done=_("It is on the list, with its day."))


@require_POST
@keeper
def hand_out(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Make the copy of somebody's data, as a ZIP of JSON files that people and programs can read."""
    row = customer_of(customer_id)
    actor = actor_of(request)
    try:
        actions.hand_out(actor, actions.HandOut(customer_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=reverse("customers:customer", args=[row.pk]))
    data = reads.personal_data(actor, reads.CustomerQuery(customer_id=row.pk))
    return FileResponse(packed(data), as_attachment=True, filename=f"customer-{row.pk}.zip")


@require_http_methods(["GET", "POST"])
@keeper
def forget(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Show what would be erased and what stays; a post erases it."""
    row = customer_of(customer_id)
    data = actions.Forget(customer_id=row.pk)
    here = reverse("customers:customer", args=[row.pk])
    if request.method == "POST":
        done = _("Forgotten. Orders and books stay under the number.")
        return answers.act(request, actions.forget, data, then=here, done=done)
    if row.forgotten_at is not None:
        return answers.see(here)
    rows = actions.forget.preview(actor_of(request), data).result.rows
    context = {"row": row, "rows": rows, "parts": privacy.parts()}
    return answers.page(request, "customers/forget.html", context)


@require_http_methods(["GET", "POST"])
@keeper
def refuse(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Refuse a request, with the reason that the customer is told."""
    row = PrivacyRequest.objects.select_related("customer").filter(pk=request_id, answered_at=None).first()
    if row is None:
        raise Missing
    form = RefuseForm(request.POST or None, fixed={"request_id": row.pk})
    if request.method == "POST":
        then, done = reverse("customers:requests"), _("Refused, with the reason on record.")
        if answer := answers.sent(request, form, then=then, done=done):
            return answer
    return answers.page(request, "customers/refuse.html", {"form": form, "row": row})
