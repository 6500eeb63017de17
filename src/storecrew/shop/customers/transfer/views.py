"""The page that takes files of customers, and shows what became of those that came."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.types import Text
from storecrew.shop.customers.transfer import actions
from storecrew.shop.customers.transfer.dialects import label_of
from storecrew.shop.customers.transfer.forms import FileForm
from storecrew.shop.customers.views.access import keeper

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A file on its way in."""

    work_id: int
    name: str
    system: Text
    at: datetime
    check: bool
    state: str
    state_name: Text
    new: int
    changed: int
    same: int
    refused: int
    ready: bool
    """A check that has ended and was not followed by an import."""


@require_http_methods(["GET", "POST"])
@keeper
def imports(request: HttpRequest) -> HttpResponseBase:
    """Take a file and check it, and list those that came."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = actions.SHELF.keep(file.chunks())
        data = actions.BeginImport(digest=kept.digest, name=file.name[:200], encoding=form.cleaned_data["encoding"])
        try:
            started = actions.begin_import(actor_of(request), data)
        except ActionError as error:
            form.add_error("file", error.message)
        else:
            return answers.see(reverse("jobs:work", args=[started.work_id]))
    return answers.page(request, "customers_transfer/imports.html", {"form": form, "lines": _lines()})


@require_POST
@keeper
def go(request: HttpRequest, work_id: int) -> HttpResponseBase:
    """Bring in a file that was checked."""
    here = reverse("customers_transfer:imports")
    try:
        started = actions.run_import(actor_of(request), actions.RunImport(work_id=work_id), key=f"import:{work_id}")
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.went(request, reverse("jobs:work", args=[started.work_id]), _("The import is under way."))


def _lines() -> list[ImportLine]:
    works = list(Work.objects.filter(kind__in=[actions.CHECK, actions.RUN]).order_by("-pk")[:SHOWN])
    followed = {work.params.get("check") for work in works if work.kind == actions.RUN}
    return [
        ImportLine(
            work_id=work.pk,
            name=work.label,
            system=label_of(work.params["dialect"]),
            at=work.created_at,
            check=work.kind == actions.CHECK,
            state=work.state,
            state_name=WorkState(work.state).label,
            new=work.summary.get("new", 0),
            changed=work.summary.get("changed", 0),
            same=work.summary.get("same", 0),
            refused=work.summary.get("refused", 0),
            ready=work.kind == actions.CHECK and work.state == WorkState.DONE and work.pk not in followed,
        )
        for work in works
    ]
