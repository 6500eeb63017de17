"""The journal and its entries."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.pages.links import link
from storecrew.shop.ledger import reads
from storecrew.shop.ledger.forms import ReverseForm
from storecrew.shop.ledger.models import Entry
from storecrew.shop.ledger.reads.entries import OneEntry
from storecrew.shop.ledger.tables import JOURNAL
from storecrew.shop.ledger.views.access import may_book, reader


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List what was booked."""
    rows = Entry.objects.prefetch_related("lines__account").select_related("reversed_by")
    return tables.export(JOURNAL, request, rows) or answers.page(
        request, "ledger/journal.html", {"page": tables.show(JOURNAL, request, rows), "may_book": may_book(request)}
    )


@require_GET
@reader
def entry(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show one entry with its lines, where it came from and what became of it."""
    return _page(request, number, ReverseForm(fixed={"number": number}))


@require_POST
@reader
def reverse_entry(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take an entry back."""
    form = ReverseForm(request.POST, fixed={"number": number})
    here = reverse("ledger:entry", args=[number])
    return answers.sent(request, form, then=here, done=_("Taken back. Both entries stay in the books.")) or _page(
        request, number, form
    )


def _page(request: HttpRequest, number: int, form: ActionForm) -> HttpResponse:
    shown = reads.entry(actor_of(request), OneEntry(number=number))
    context: dict[str, Any] = {
        "entry": shown,
        "by": link(shown.posted_by),
        "source": link(shown.source) if ":" in shown.source else None,
        "form": form,
        "may_reverse": may_book(request) and shown.reverses is None and shown.reversed_by is None,
    }
    return answers.page(request, "ledger/entry.html", context)
