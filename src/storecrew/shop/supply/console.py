"""What supply registers with the console: menu, names of objects, search."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.supply.models import Channel, Contact, Document, Offer, Site, Supplier
from storecrew.shop.supply.seats import READERS

menu.register(MenuItem("supply", _("Suppliers"), "supplier", "supply:suppliers", READERS, order=30))


def _ids(numbers: Iterable[str]) -> list[int]:
    return [int(number) for number in numbers if number.isdigit()]


def _suppliers(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Supplier.objects.filter(pk__in=_ids(numbers)).values_list("pk", "name")
    return {str(pk): Link(name, reverse("supply:supplier", args=[pk]), "supplier") for pk, name in rows}


def _offers(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Offer.objects.filter(pk__in=_ids(numbers)).select_related("supplier", "variant__product")
    return {
        str(row.pk): Link(
            f"{row.variant.product.title} · {row.supplier.name}", reverse("supply:offer", args=[row.pk]), "supplier"
        )
        for row in rows
    }


def _sites(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Site.objects.filter(pk__in=_ids(numbers)).values_list("pk", "warehouse__name")
    return {str(pk): Link(name, reverse("supply:site", args=[pk]), "pin") for pk, name in rows}


def _contacts(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Contact.objects.filter(pk__in=_ids(numbers)).values_list("pk", "name")
    return {str(pk): Link(name, reverse("supply:contact", args=[pk]), "person") for pk, name in rows}


def _documents(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Document.objects.filter(pk__in=_ids(numbers)).values_list("pk", "name", "supplier_id")
    return {
        str(pk): Link(name, f"{reverse('supply:supplier', args=[supplier_id])}#documents", "note")
        for pk, name, supplier_id in rows
    }


links.register("supplier", lambda number: _suppliers([number]).get(number), many=_suppliers, seats=READERS)
links.register("offer", lambda number: _offers([number]).get(number), many=_offers, seats=READERS)
links.register("site", lambda number: _sites([number]).get(number), many=_sites, seats=READERS)
links.register("contact", lambda number: _contacts([number]).get(number), many=_contacts, seats=READERS)
links.register("supply_document", lambda number: _documents([number]).get(number), many=_documents, seats=READERS)


@search.source("supply.suppliers")
def suppliers(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find suppliers by name, code, or somebody who works there; offers by the supplier's own SKU."""
    if not allows(actor, name="supply.suppliers", seats=READERS, at=timezone.now()):
        return
    reached = Channel.objects.filter(address__iexact=text).values("contact__supplier_id")
    working = Contact.objects.filter(name__icontains=text, left_at=None).values("supplier_id")
    named = Q(name__icontains=text) | Q(legal_name__icontains=text) | Q(code__iexact=text)
    rows = Supplier.objects.filter(named | Q(pk__in=reached) | Q(pk__in=working)).order_by("name", "pk")
    for row in rows[:limit]:
        exact = text.casefold() in {row.name.casefold(), row.code.casefold()}
        url = reverse("supply:supplier", args=[row.pk])
        yield Hit(row.name, url, "supplier", detail=row.code, score=1.0 if exact else 0.6, kind=_("Supplier"))
    offers = Offer.objects.filter(sku__iexact=text, ended_at=None).select_related("supplier", "variant__product")
    for offer in offers.order_by("pk")[:limit]:
        yield Hit(
            title=offer.variant.product.title,
            url=reverse("supply:offer", args=[offer.pk]),
            icon="supplier",
            detail=f"{offer.supplier.name} · {offer.sku}",
            score=0.95,
            kind=_("Offer"),
        )
