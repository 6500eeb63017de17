"""Rows as others may hold them."""

from collections.abc import Iterable
from typing import Any

from storecrew.kernel.money.types import Money
from storecrew.shop.supply.models import Contact, CostChange, Document, Offer, Site, Supplier
from storecrew.shop.supply.types import (
    Break,
    ChannelView,
    ContactView,
    CostView,
    DocumentView,
    OfferView,
    SiteView,
    SupplierView,
    TermsKind,
)


def supplier_view(row: Supplier) -> SupplierView:
    """Return a supplier."""
    return SupplierView(
        supplier_id=row.pk,
        code=row.code,
        name=row.name,
        legal_name=row.legal_name or row.name,
        state=row.state,
        tier=row.tier,
        country=row.country,
        language=row.language,
        currency=row.currency,
        terms=terms_of(row),
        deposit_percent=row.deposit_percent,
        net_days=row.net_days,
        keeper_id=row.keeper_id,
        paused_until=row.paused_until,
    )


def terms_of(row: Supplier) -> TermsKind:
    """Return the kind of terms that the two numbers of a supplier make."""
    if row.deposit_percent == 100:
        return TermsKind.PREPAID
    return TermsKind.DEPOSIT if row.deposit_percent else TermsKind.CREDIT


def site_view(row: Site) -> SiteView:
    """Return a site; `row` comes with its warehouse and the warehouse's calendar."""
    warehouse = row.warehouse
    return SiteView(
        site_id=row.pk,
        supplier_id=row.supplier_id,
        warehouse_id=warehouse.pk,
        code=warehouse.code,
        name=warehouse.name,
        place=warehouse.address,
        calendar_id=warehouse.calendar_id,
        calendar=warehouse.calendar.code if warehouse.calendar else "",
        handling_days=row.handling_days,
        cut_off=warehouse.cut_off,
        closed=warehouse.closed_at is not None,
    )


def offer_view(row: Offer) -> OfferView:
    """Return an offer."""
    return OfferView(
        offer_id=row.pk,
        supplier_id=row.supplier_id,
        variant_id=row.variant_id,
        sku=row.sku,
        title=row.title,
        barcode=row.barcode,
        cost=money_of(row.cost_minor, row.currency),
        breaks=breaks_of(row.breaks, row.currency),
        minimum=row.minimum,
        pack_size=row.pack_size,
        handling_days=row.handling_days,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended=row.ended_at is not None,
    )


def cost_view(row: CostChange) -> CostView:
    """Return a cost there was."""
    cost, breaks = money_of(row.cost_minor, row.currency), breaks_of(row.breaks, row.currency)
    return CostView(cost=cost, breaks=breaks, since=row.since, by=row.by)


def contact_view(row: Contact) -> ContactView:
    """Return somebody at a supplier; `row` comes with channels and supplier."""
    birthday = (row.birth_month, row.birth_day) if row.birth_month and row.birth_day else None
    return ContactView(
        contact_id=row.pk,
        supplier_id=row.supplier_id,
        name=row.name,
        role=row.role,
        language=row.language or row.supplier.language,
        birthday=birthday,
        primary=row.primary,
        channels=tuple(ChannelView(kind=one.kind, address=one.address) for one in row.channels.all()),
        note=row.note,
    )


def document_view(row: Document) -> DocumentView:
    """Return a paper."""
    return DocumentView(
        document_id=row.pk,
        supplier_id=row.supplier_id,
        kind=row.kind,
        name=row.name,
        number=row.number,
        asset_id=row.asset_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        replaced=row.replaced_by_id is not None,
    )


def money_of(minor: int | None, currency: str) -> Money | None:
    """Return a cost; None where nobody told it."""
    return None if minor is None else Money(minor, currency)


def breaks_of(breaks: Iterable[Any], currency: str) -> tuple[Break, ...]:
    """Return price breaks as they are kept."""
    return tuple(Break(quantity=quantity, cost=Money(minor, currency)) for quantity, minor in breaks)
