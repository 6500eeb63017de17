"""Months, their seals, and the proof of the books."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.links import link_many
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.periods import LockPeriod
from storecrew.shop.ledger.forms import UnlockForm
from storecrew.shop.ledger.models import Seal
from storecrew.shop.ledger.reads.periods import PeriodsQuery
from storecrew.shop.ledger.reads.verification import VerifyQuery
from storecrew.shop.ledger.views.access import may_book, may_unlock, reader


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List the months; `?prove=1` proves the books as well."""
    rows = reads.periods(actor_of(request), PeriodsQuery()).items
    people = link_many([row.locked_by for row in rows if row.locked_by])
    closable = next((row.month for row in reversed(rows) if not row.locked and row.over), None)
    openable = next((row.month for row in rows if row.locked), None)
    context = {
        "months": [{"row": row, "by": people.get(row.locked_by)} for row in rows],
        "closable": closable if may_book(request) else None,
        "openable": openable if may_unlock(request) else None,
        "broken": Seal.objects.exclude(broken_at=None).select_related("period").order_by("-broken_at", "pk")[:20],
        "proof": reads.verify(actor_of(request), VerifyQuery()) if "prove" in request.GET else None,
    }
    return answers.page(request, "ledger/months.html", context)


@require_POST
@reader
def lock(request: HttpRequest, month: str) -> HttpResponse:
    """Close a month."""
    day = _month(month)
    done = _("%(month)s is closed and sealed.") % {"month": date_format(day, "YEAR_MONTH_FORMAT")}
    return answers.act(request, actions.lock_period, LockPeriod(month=day), then=reverse("ledger:months"), done=done)


@require_http_methods(["GET", "POST"])
@reader
def unlock(request: HttpRequest, month: str) -> HttpResponseBase:
    """Ask the owner why a closed month has to be opened, and open it."""
    day = _month(month)
    form = UnlockForm(request.POST or None, fixed={"month": day})
    named = date_format(day, "YEAR_MONTH_FORMAT")
    if request.method == "POST":
        done = _("%(month)s is open again. Its broken seal stays on record.") % {"month": named}
        answer = answers.sent(request, form, then=reverse("ledger:months"), done=done)
        if answer:
            return answer
    return answers.page(request, "ledger/unlock.html", {"form": form, "named": named})


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
