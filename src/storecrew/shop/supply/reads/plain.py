"""Plain functions for other rooms, which have checked who asks: one or two queries, however many are asked for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import batched
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from storecrew.kernel.store import reads as store
from storecrew.shop.supply.models import Contact, Offer, Site, State, Supplier
from storecrew.shop.supply.reads.views import contact_view, offer_view, site_view, supplier_view
from storecrew.shop.supply.types import ContactView, OfferKey, OfferView, SiteView, SupplierView

AT_ONCE = 5_000
"""SKUs in one query: a page of a feed."""


def offers_of(variant_ids: Iterable[int], at: datetime) -> dict[int, tuple[OfferView, ...]]:
    """Return the offers that hold at a moment, by variant, in the order of their ids.

    Left out are those that ended, those outside of their dates (by the store's own day), and all of suppliers that are
    paused or ended. A variant nobody offers is not in the answer.
    """
    found: dict[int, list[OfferView]] = {}
    rows = valid_on(Offer.objects.filter(variant_id__in=set(variant_ids)), store_day(at))
    for row in rows.filter(supplier__state=State.ACTIVE).order_by("pk"):
        found.setdefault(row.variant_id, []).append(offer_view(row))
    return {variant_id: tuple(offers) for variant_id, offers in found.items()}


def offers_by_sku(supplier_id: int, skus: Collection[str]) -> dict[str, OfferKey]:
    """Return which offer each of a supplier's own SKUs is; those nobody knows are not in the answer.

    Whatever the supplier's state and the offers' dates: what a supplier says is heard even while one buys nothing. SKUs
    are compared letter by letter. One query for every 5,000.
    """
    rows = Offer.objects.filter(supplier_id=supplier_id, ended_at=None).order_by()
    found: dict[str, OfferKey] = {}
    for part in batched((sku for sku in skus if sku), AT_ONCE):
        for pk, variant_id, sku in rows.filter(sku__in=part).values_list("pk", "variant_id", "sku"):
            found[sku] = OfferKey(pk, variant_id)
    return found


def offers_by_barcode(supplier_id: int, barcodes: Collection[str]) -> dict[str, OfferKey]:
    """Return which offer each barcode is, for lists without SKUs; one that several offers have is in no answer."""
    rows = Offer.objects.filter(supplier_id=supplier_id, ended_at=None).order_by()
    found: dict[str, OfferKey | None] = {}
    for part in batched((code for code in barcodes if code), AT_ONCE):
        for pk, variant_id, code in rows.filter(barcode__in=part).values_list("pk", "variant_id", "barcode"):
            found[code] = None if code in found else OfferKey(pk, variant_id)
    return {code: key for code, key in found.items() if key is not None}


def sites_of(supplier_ids: Iterable[int]) -> dict[int, tuple[SiteView, ...]]:
    """Return the warehouses of suppliers, closed ones left out; a supplier without any is not in the answer."""
    rows = Site.objects.filter(supplier_id__in=set(supplier_ids), warehouse__closed_at=None)
    found: dict[int, list[SiteView]] = {}
    for row in rows.select_related("warehouse__calendar").order_by("supplier_id", "pk"):
        found.setdefault(row.supplier_id, []).append(site_view(row))
    return {supplier_id: tuple(sites) for supplier_id, sites in found.items()}


def sites_by_id(site_ids: Iterable[int]) -> dict[int, SiteView]:
    """Return warehouses of suppliers by number, closed ones too."""
    rows = Site.objects.filter(pk__in=set(site_ids)).select_related("warehouse__calendar")
    return {row.pk: site_view(row) for row in rows}


def sites_at(warehouse_ids: Iterable[int]) -> dict[int, SiteView]:
    """Return the suppliers' warehouses among these warehouses of stock, by their number there, closed ones too."""
    rows = Site.objects.filter(warehouse_id__in=set(warehouse_ids)).select_related("warehouse__calendar")
    return {row.warehouse_id: site_view(row) for row in rows}


def contacts_of(supplier_ids: Iterable[int]) -> dict[int, tuple[ContactView, ...]]:
    """Return who works at suppliers now, whoever is asked first in front; without anybody, a supplier is in no answer."""
    rows = Contact.objects.filter(supplier_id__in=set(supplier_ids), left_at=None)
    found: dict[int, list[ContactView]] = {}
    for row in rows.select_related("supplier").prefetch_related("channels").order_by("-primary", "pk"):
        found.setdefault(row.supplier_id, []).append(contact_view(row))
    return {supplier_id: tuple(people) for supplier_id, people in found.items()}


def offers_by_id(offer_ids: Iterable[int]) -> dict[int, OfferView]:
    """Return offers by number, ended ones too."""
    return {row.pk: offer_view(row) for row in Offer.objects.filter(pk__in=set(offer_ids))}


def open_offers(supplier_id: int, *, text: str = "", start: int = 0, limit: int = 50) -> tuple[list[OfferView], int]:
    """Return a part of what a supplier offers, in the order of their SKUs, and how many there are in all.

    `text` is looked for in their SKU, what they call it, the barcode, and our own title.
    """
    rows = Offer.objects.filter(supplier_id=supplier_id, ended_at=None)
    if text:
        theirs = Q(sku__icontains=text) | Q(title__icontains=text) | Q(barcode=text)
        rows = rows.filter(theirs | Q(variant__product__title__icontains=text))
    found = rows.order_by("sku", "pk")[start : start + limit]
    return [offer_view(row) for row in found], rows.count()


def suppliers_by_id(supplier_ids: Iterable[int]) -> Mapping[int, SupplierView]:
    """Return suppliers by number."""
    return {row.pk: supplier_view(row) for row in Supplier.objects.filter(pk__in=set(supplier_ids))}


def valid_on(rows: QuerySet[Offer], day: date) -> QuerySet[Offer]:
    """Keep the offers whose dates take this day in, and that were not ended."""
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=day), ended_at=None).exclude(valid_until__lt=day)


def store_day(at: datetime) -> date:
    """Return the date in the store's own time zone."""
    profile = store.current()
    return at.astimezone(ZoneInfo(profile.time_zone if profile else "UTC")).date()
