"""A customer's page, and the small things that are done on it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses import types as addresses
from storecrew.shop.customers import actions, panels, timeline, worth
from storecrew.shop.customers.finding import everybody
from storecrew.shop.customers.forms import ConsentForm, EditForm, NoteForm
from storecrew.shop.customers.models import Customer, Merge, PrivacyRequest, Purpose
from storecrew.shop.customers.presenting import consent_rows, note_rows, session_rows
from storecrew.shop.customers.reads import views as views_of
from storecrew.shop.customers.views.access import customer_of, keeper, reader, rights
from storecrew.shop.customers.views.customers import split_words

SHOWN = 25
"""Happenings on the page; older ones a click away."""


@require_GET
@reader
def customer(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Show who somebody is and what there was with them."""
    row = customer_of(customer_id)
    if row.pk != customer_id:
        return answers.see(reverse("customers:customer", args=[row.pk]))
    return answers.page(request, "customers/customer.html", _context(request, row))


def _context(request: HttpRequest, row: Customer) -> dict[str, object]:
    actor, now, may = actor_of(request), timezone.now(), rights(request)
    numbers = everybody(row)
    store, language = current(), get_language() or "en"
    view = views_of([row.pk])[row.pk]
    book = [
        (one, addresses.lines(one.address, language, home=store.country if store else ""), one.address)
        for one in view.addresses
    ]
    before = _moment(request.GET.get("before", ""))
    happened = timeline.of(actor, numbers, before=before, limit=SHOWN + 1)
    return {
        "row": row,
        "view": view,
        "country": addresses.country_name(row.country, language) if row.country else "",
        "book": book,
        "consents": consent_rows(numbers),
        "notes": note_rows(numbers, private=may["may_read_private"]),
        "note_form": NoteForm(may_be_private=may["may_read_private"]),
        "consent_form": ConsentForm(),
        "sessions": session_rows(row, now),
        "happened": happened[:SHOWN],
        "older": happened[SHOWN - 1].at.isoformat() if len(happened) > SHOWN else "",
        "before": before,
        "panels": panels.of(actor, numbers, now),
        "worth": worth.of([row.pk]).get(row.pk),
        "merges": Merge.objects.filter(kept=row, undone_at=None).select_related("gone").order_by("-pk"),
        "requests": PrivacyRequest.objects.filter(customer__in=numbers, answered_at=None).order_by("due_at", "pk"),
        "purposes": [(code, label) for code, label in Purpose.choices if code in _held(row)],
        **may,
    }


def _held(row: Customer) -> set[str]:
    held = {Purpose.NEWSLETTER.value: row.takes_newsletter, Purpose.TEXTS.value: row.takes_texts}
    return {code for code, holds in held.items() if holds}


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


@require_http_methods(["GET", "POST"])
@keeper
def edit(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Put right who somebody is and how they are reached."""
    row = customer_of(customer_id)
    now = {name: getattr(row, name) for name in ("name", "email", "phone", "country", "language")}
    form = EditForm(request.POST or None, initial=now, fixed={"customer_id": row.pk})
    if request.method == "POST" and (answer := answers.sent(request, form, then=_page(row), done=_("Saved."))):
        return answer
    return answers.page(request, "customers/edit.html", {"form": form, "row": row})


@require_POST
@reader
def tag(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Put words on a customer, or take one off."""
    row = customer_of(customer_id)
    add, remove = split_words(request.POST.get("add", "")), tuple(request.POST.getlist("remove"))
    if not add and not remove:
        return answers.see(_page(row))
    data = actions.TagCustomers(customer_ids=(row.pk,), add=add, remove=remove)
    return answers.act(request, actions.tag, data, then=_page(row), done=_("Tags changed."))


@require_POST
@reader
def note(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Write a note."""
    row = customer_of(customer_id)
    form = NoteForm(request.POST, may_be_private=rights(request)["may_read_private"], fixed={"customer_id": row.pk})
    if answer := answers.sent(request, form, then=f"{_page(row)}#notes", done=_("Noted.")):
        return answer
    return answers.page(request, "customers/customer.html", {**_context(request, row), "note_form": form, "form": form})


@require_POST
@reader
def remove_note(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """Remove a note."""
    row = customer_of(customer_id)
    data = actions.OneNote(customer_id=row.pk, note_id=note_id)
    return answers.act(request, actions.remove_note, data, then=f"{_page(row)}#notes", done=_("The note is gone."))


@require_POST
@reader
def consent(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Note a consent that was given to one of the crew."""
    row = customer_of(customer_id)
    form = ConsentForm(request.POST, fixed={"customer_id": row.pk, "place": "crew"})
    if answer := answers.sent(request, form, then=f"{_page(row)}#consents", done=_("Noted, with its proof.")):
        return answer
    context = {**_context(request, row), "consent_form": form, "form": form}
    return answers.page(request, "customers/customer.html", context)


@require_POST
@reader
def withdraw(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Take a consent back for a customer who said so."""
    row = customer_of(customer_id)
    data = actions.WithdrawConsent(customer_id=row.pk, purpose=request.POST.get("purpose", ""), place="crew")
    done = _("Taken back: it ends at this moment.")
    return answers.act(request, actions.withdraw_consent, data, then=f"{_page(row)}#consents", done=done)


@require_POST
@keeper
def end_sessions(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Sign a customer out everywhere."""
    row = customer_of(customer_id)
    data = actions.EndSessions(customer_id=row.pk)
    return answers.act(request, actions.end_sessions, data, then=_page(row), done=_("Signed out everywhere."))


def _page(row: Customer) -> str:
    return reverse("customers:customer", args=[row.pk])
