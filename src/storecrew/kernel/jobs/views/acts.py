"""Outward acts: the log, one act, and what to do about those in trouble."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.events.models import ActState
from storecrew.kernel.events.outward import adapters
from storecrew.kernel.jobs import actions, presenting, reads
from storecrew.kernel.jobs.actions.acts import OneAct
from storecrew.kernel.jobs.forms import DropActForm, ResolveForm
from storecrew.kernel.jobs.views import with_links, written
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, signed_in
from storecrew.kernel.pages.forms import ActionForm


@require_GET
@signed_in
def acts(request: HttpRequest) -> HttpResponse:
    """List what was and will be done outside the database, newest first."""
    before, kind = request.GET.get("before", ""), request.GET.get("kind", "")
    which = "trouble" if request.GET.get("which") == "trouble" else "all"
    question = reads.ActQuery.model_validate(
        {"which": which, "kind": kind, "before": int(before) if before.isdigit() else None}
    )
    page = reads.acts(actor_of(request), question)
    context = {
        "acts": with_links([presenting.act_said(row) for row in page.items], [row.subject for row in page.items]),
        "cursor": page.cursor,
        "which": which,
        "kind": kind,
        "kinds": [adapter.name for adapter in adapters()],
    }
    return answers.page(request, "jobs/acts.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, act_id: int) -> HttpResponse:
    """Show one act; an unknown one can be resolved here."""
    form = ResolveForm(request.POST or None, fixed={"act_id": act_id})
    done = _("Noted. It counts as you said.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=reverse("jobs:index"), done=done)):
        return answer
    return _page(request, act_id, form, DropActForm())


@require_POST
@signed_in
def drop(request: HttpRequest, act_id: int) -> HttpResponse:
    """Give up one act, with a reason."""
    form = DropActForm(request.POST, fixed={"act_id": act_id})
    done = _("Given up. It will not be sent.")
    return answers.sent(request, form, then=reverse("jobs:index"), done=done) or _page(
        request, act_id, ResolveForm(), form
    )


@require_POST
@signed_in
def retry(request: HttpRequest, act_id: int) -> HttpResponse:
    """Send one act again that certainly did not arrive."""
    done = _("It is being sent again.")
    return answers.act(request, actions.retry_act, OneAct(act_id=act_id), then=reverse("jobs:index"), done=done)


def _page(request: HttpRequest, act_id: int, resolve: ResolveForm, drop: ActionForm) -> HttpResponse:
    found = reads.act(actor_of(request), reads.OneId(id=act_id))
    context = {
        "found": found,
        "payload": written(found.payload),
        "answer": written(found.answer),
        "said": presenting.act_said(found.row),
        "unknown": found.row.state == ActState.UNKNOWN,
        "failed": found.row.state == ActState.FAILED,
        "droppable": found.row.state in {ActState.UNKNOWN, ActState.FAILED, ActState.PLANNED},
        "resolve": resolve,
        "drop": drop,
        "form": drop if drop.errors else resolve,
    }
    return answers.page(request, "jobs/act.html", context)
