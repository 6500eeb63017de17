"""Approve, decline, call off, close: the decisions about a return."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import answers
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns import actions, judging
from storecrew.shop.returns.forms import ApproveForm, DeclineForm, DeclineManyForm, SentForm
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.views.access import places, reader, return_at


@require_http_methods(["GET", "POST"])
@reader
def approve(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Grant a return, with what the policy suggests filled in."""
    row = return_at(return_id)
    here = reverse("returns:one", args=[row.pk])
    fixed = {"return_id": row.pk, "version": row.version}
    form = ApproveForm(request.POST or None, initial=_suggested(row), places=places(request), fixed=fixed)
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("Granted."))):
        return done
    context = {"row": row, "form": form, "title": _("Approve return"), "verb": _("Approve return")}
    return answers.page(request, "returns/form.html", context)


@require_http_methods(["GET", "POST"])
@reader
def decline(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Say no, with a reason that the buyer reads."""
    row = return_at(return_id)
    here = reverse("returns:one", args=[row.pk])
    form = DeclineForm(request.POST or None, fixed={"return_id": row.pk, "version": row.version})
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("Declined."))):
        return done
    context = {"row": row, "form": form, "title": _("Decline return"), "verb": _("Decline return"), "bad": True}
    return answers.page(request, "returns/form.html", context)


@require_http_methods(["GET", "POST"])
@reader
def decline_many(request: HttpRequest) -> HttpResponseBase:
    """Say no to several, for one reason."""
    ids = [int(text) for text in request.GET.get("ids", "").split(",") if text.isdecimal()][:200]
    if not ids:
        raise Missing
    form = DeclineManyForm(request.POST or None, fixed={"return_ids": tuple(ids)})
    then = reverse("returns:index")
    if request.method == "POST" and (done := answers.sent(request, form, then=then, done=_("Declined."))):
        return done
    context = {"form": form, "title": _("Decline returns"), "verb": _("Decline returns"), "bad": True}
    return answers.page(request, "returns/form.html", context)


@require_POST
@reader
def step(request: HttpRequest, return_id: int, what: str) -> HttpResponse:
    """Do the next small thing with a return."""
    row = return_at(return_id)
    here = reverse("returns:one", args=[row.pk])
    it = actions.OneReturn(return_id=row.pk)
    match what:
        case "cancel":
            return answers.act(request, actions.cancel, it, then=here, done=pgettext("returns", "Called off."))
        case "close":
            shut = actions.CloseIt(return_id=row.pk)
            return answers.act(request, actions.close, shut, then=here, done=_("Closed."))
        case "rest":
            rest = actions.OnlyMissing(return_id=row.pk)
            return answers.act(request, actions.give_up_rest, rest, then=here, done=_("Nothing more is awaited."))
        case "release":
            return answers.act(request, actions.release_exchange, it, then=here, done=_("It may leave now."))
        case "sent":
            form = SentForm(request.POST, fixed={"return_id": row.pk})
            return answers.sent(request, form, then=here, done=_("Noted.")) or answers.see(here)
    raise Missing


def _suggested(row: Return) -> dict[str, str]:
    order = orders.find(row.order_id)
    policy = current_policy()
    kept = row.nothing_back or (order is not None and judging.may_be_kept(order, list(row.lines.all()), policy))
    home = judging.home_of_returns(row, policy, timezone.now())
    return {"back": "no" if kept else "yes", "payer": row.payer, "way": row.way, "warehouse_id": str(home or "")}
