"""What the papers of orders register with the console."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.orders.documents.models import Document
from storecrew.shop.orders.seats import RULERS

menu.register(MenuItem("orders_documents", _("Letterhead"), "note", "orders_documents:letterhead", RULERS, order=24))


def _document(number: str) -> Link | None:
    row = Document.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.number, reverse("orders_documents:document", args=[row.number]), "note") if row else None


def _letterhead(number: str) -> Link | None:
    return Link(str(_("Letterhead")), reverse("orders_documents:letterhead"), "note")


links.register("document", _document)
links.register("letterhead", _letterhead)
