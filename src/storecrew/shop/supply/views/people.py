"""Contacts and documents of suppliers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.shop.supply import actions
from storecrew.shop.supply.forms import ContactForm, DocumentForm, EditContactForm
from storecrew.shop.supply.models import Contact, Document, Supplier
from storecrew.shop.supply.views.access import buyer

OWN_FIELDS = ("wechat", "phone", "email", "whatsapp")


@require_http_methods(["GET", "POST"])
@buyer
def add_contact(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Add somebody at a supplier."""
    supplier = _supplier(supplier_id)
    form = ContactForm(request.POST or None, fixed={"supplier_id": supplier.pk})
    there = reverse("supply:supplier", args=[supplier.pk])
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=there, done=_("The contact is there."))
    ):
        return answer
    context = {"form": form, "title": _("Add a contact"), "label": _("Add the contact")}
    return answers.page(request, "supply/form.html", context | {"back": there, "name": supplier.name})


@require_http_methods(["GET", "POST"])
@buyer
def contact(request: HttpRequest, contact_id: int) -> HttpResponseBase:
    """Change what is known of somebody."""
    row = Contact.objects.select_related("supplier").filter(pk=contact_id).first()
    if row is None:
        raise Http404
    form = EditContactForm(request.POST or None, initial=_initial(row), fixed={"contact_id": row.pk})
    there = reverse("supply:supplier", args=[row.supplier_id])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Saved."))):
        return answer
    context = {"form": form, "row": row, "title": row.name, "back": there, "name": row.supplier.name}
    return answers.page(request, "supply/contact.html", context)


def _initial(row: Contact) -> dict[str, Any]:
    channels = list(row.channels.order_by("position", "pk"))
    told = {one.kind: one.address for one in reversed(channels) if one.kind in OWN_FIELDS}
    other = next((one for one in channels if one.kind not in OWN_FIELDS), None)
    plain = ("name", "role", "primary", "note", "birth_month", "birth_day")
    return {
        **{name: getattr(row, name) for name in plain},
        **told,
        "best": channels[0].kind if channels else "",
        "other_kind": other.kind if other else "",
        "other": other.address if other else "",
    }


@require_POST
@buyer
def left(request: HttpRequest, contact_id: int) -> HttpResponseBase:
    """Note that somebody left."""
    return _end(request, actions.contact_left, contact_id, _("Noted: works there no more."))


@require_POST
@buyer
def forget(request: HttpRequest, contact_id: int) -> HttpResponseBase:
    """Erase what is known of somebody."""
    return _end(request, actions.forget_contact, contact_id, _("Forgotten."))


def _end(request: HttpRequest, action: Any, contact_id: int, done: str) -> HttpResponseBase:
    row = Contact.objects.filter(pk=contact_id).first()
    there = reverse("supply:supplier", args=[row.supplier_id]) if row else reverse("supply:suppliers")
    return answers.act(request, action, actions.OneContact(contact_id=contact_id), then=there, done=done)


@require_http_methods(["GET", "POST"])
@buyer
def add_document(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Add a paper of a supplier; `?replaces=7` puts it in the place of an older one."""
    supplier = _supplier(supplier_id)
    old = request.GET.get("replaces", "")
    older = Document.objects.filter(pk=old, supplier=supplier).first() if old.isdigit() else None
    initial = {"kind": older.kind, "name": older.name} if older else {}
    fixed = {"supplier_id": supplier.pk, "replaces": older.pk if older else None}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=initial, fixed=fixed)
    there = reverse("supply:supplier", args=[supplier.pk])
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=there, done=_("The document is there."))
    ):
        return answer
    context = {"form": form, "title": _("Add a document"), "label": _("Add the document"), "files": True}
    return answers.page(request, "supply/form.html", context | {"back": there, "name": supplier.name})


@require_POST
@buyer
def remove_document(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """Remove a paper."""
    row = Document.objects.filter(pk=document_id).first()
    there = reverse("supply:supplier", args=[row.supplier_id]) if row else reverse("supply:suppliers")
    data = actions.OneDocument(document_id=document_id)
    return answers.act(request, actions.remove_document, data, then=there, done=_("The document is removed."))


def _supplier(supplier_id: int) -> Supplier:
    row = Supplier.objects.filter(pk=supplier_id).first()
    if row is None:
        raise Http404
    return row
