"""The permitted questions about suppliers and offers."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.supply.models import Contact, CostChange, Document, Offer, Site, State, Supplier
from storecrew.shop.supply.reads.views import (
    contact_view,
    cost_view,
    document_view,
    offer_view,
    site_view,
    supplier_view,
)
from storecrew.shop.supply.seats import EVERYWHERE, READERS
from storecrew.shop.supply.types import ContactView, CostView, DocumentView, OfferView, SiteView, SupplierView


class SuppliersQuery(Input):
    """Which suppliers. `state` None: all of them; `after` is the last id of the answer before."""

    state: State | None = None
    text: Annotated[str, Field(max_length=120)] = ""
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class Suppliers(Output):
    """In the order in which they were added."""

    items: tuple[SupplierView, ...]


@read("supply.suppliers", label=gettext_lazy("Suppliers"), seats=READERS, surfaces=EVERYWHERE)
def suppliers(ask: Ask, data: SuppliersQuery) -> Suppliers:
    """List the companies one buys from, with state, tier and terms of payment."""
    rows = Supplier.objects.filter(pk__gt=data.after)
    rows = rows.filter(state=data.state) if data.state else rows
    rows = rows.filter(name__icontains=data.text) if data.text else rows
    return Suppliers(items=tuple(supplier_view(row) for row in rows.order_by("pk")[: data.limit]))


class SupplierQuery(Input):
    """Names a supplier."""

    supplier_id: int


class SupplierInFull(Output):
    """A supplier with warehouses, people and papers. `offers`: how many are open."""

    supplier: SupplierView
    sites: tuple[SiteView, ...]
    contacts: tuple[ContactView, ...]
    documents: tuple[DocumentView, ...]
    offers: int


@read("supply.supplier", label=gettext_lazy("Supplier"), seats=READERS, surfaces=EVERYWHERE)
def supplier(ask: Ask, data: SupplierQuery) -> SupplierInFull:
    """Tell everything about a supplier but the offers: terms, warehouses, who works there, papers and when they lapse."""
    row = Supplier.objects.filter(pk=data.supplier_id).first()
    if row is None:
        raise Missing(_("There is no such supplier."))
    sites = Site.objects.filter(supplier=row).select_related("warehouse__calendar").order_by("pk")
    people = Contact.objects.filter(supplier=row, left_at=None).select_related("supplier").prefetch_related("channels")
    papers = Document.objects.filter(supplier=row).order_by("kind", "-added_at", "-pk")
    return SupplierInFull(
        supplier=supplier_view(row),
        sites=tuple(map(site_view, sites)),
        contacts=tuple(map(contact_view, people.order_by("-primary", "pk"))),
        documents=tuple(map(document_view, papers)),
        offers=Offer.objects.filter(supplier=row, ended_at=None).count(),
    )


class OffersQuery(Input):
    """Which offers: of variants, of a supplier, or both. `ended`: those too that are no longer offered."""

    supplier_id: int | None = None
    variant_ids: Annotated[tuple[int, ...], Field(max_length=1000)] = ()
    ended: bool = False
    history: bool = False
    """Tell what each cost before, too."""
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class OfferInFull(Output):
    """An offer; `costs` is what it cost before and now, the newest first, where that was asked for."""

    offer: OfferView
    costs: tuple[CostView, ...] = ()


class Offers(Output):
    """In the order in which they were made; `after` asks for the next part, None: that was all."""

    items: tuple[OfferInFull, ...]
    after: int | None


@read("supply.offers", label=gettext_lazy("Offers of suppliers"), seats=READERS, surfaces=EVERYWHERE)
def offers(ask: Ask, data: OffersQuery) -> Offers:
    """List what suppliers offer: their SKU and title, cost, price breaks, minimum, pack size, handling days and dates."""
    rows = Offer.objects.filter(pk__gt=data.after)
    rows = rows.filter(supplier_id=data.supplier_id) if data.supplier_id is not None else rows
    rows = rows.filter(variant_id__in=data.variant_ids) if data.variant_ids else rows
    rows = rows if data.ended else rows.filter(ended_at=None)
    found = list(rows.order_by("pk")[: data.limit])
    costs: dict[int, list[CostView]] = {}
    if data.history:
        past = CostChange.objects.filter(offer__in=found).order_by("offer_id", "-since", "-pk")
        for row in past:
            costs.setdefault(row.offer_id, []).append(cost_view(row))
    items = tuple(OfferInFull(offer=offer_view(row), costs=tuple(costs.get(row.pk, ()))) for row in found)
    return Offers(items=items, after=found[-1].pk if len(found) == data.limit else None)
