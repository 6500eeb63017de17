"""Book by hand: an entry, or what was there when the books begin."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.pages import answers
from storecrew.kernel.store.reads import current
from storecrew.shop.ledger.forms import OpeningForm, PostForm
from storecrew.shop.ledger.models import Account, Entry
from storecrew.shop.ledger.views.access import may_book, reader
from storecrew.shop.ledger.writing.days import today


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Book an entry by hand."""
    return _page(request, PostForm, "ledger/post.html", {"on": today(timezone.now())})


@require_http_methods(["GET", "POST"])
@reader
def opening(request: HttpRequest) -> HttpResponseBase:
    """Book opening balances."""
    return _page(request, OpeningForm, "ledger/opening.html", {"on": today(timezone.now()).replace(month=1, day=1)})


def _page(request: HttpRequest, kind: type[PostForm], template: str, initial: dict[str, Any]) -> HttpResponseBase:
    profile = current()
    home = profile.currency if profile else "CNY"
    form = kind(request.POST or None, initial=initial, home=home)
    sending = request.method == "POST" and "more" not in request.POST
    if sending:
        answer = answers.sent(request, form, then=_next(request), done=_("Booked."))
        if answer:
            return answer
    elif request.method == "POST":
        form = kind(initial=request.POST.dict(), home=home, typed=request.POST, more=6)
    context: dict[str, Any] = {
        "form": form,
        "rows": form.rows(),
        "groups": form.groups(),
        "currencies": form.currencies(),
        "booked": Entry.objects.exists(),
        "no_accounts": not Account.objects.exists(),
        "may_book": may_book(request),
    }
    return answers.page(request, template, context)


def _next(request: HttpRequest) -> str:
    return reverse("ledger:post") if "again" in request.POST else reverse("ledger:journal")
