"""Every question supply answers. Plain functions are for other rooms, which have checked who asks."""

from storecrew.shop.supply.reads.asking import (
    OfferInFull,
    Offers,
    OffersQuery,
    SupplierInFull,
    SupplierQuery,
    Suppliers,
    SuppliersQuery,
    offers,
    supplier,
    suppliers,
)
from storecrew.shop.supply.reads.plain import (
    contacts_of,
    offers_by_barcode,
    offers_by_id,
    offers_by_sku,
    offers_of,
    sites_at,
    sites_by_id,
    sites_of,
    store_day,
    suppliers_by_id,
)

__all__ = [
    "OfferInFull",
    "Offers",
    "OffersQuery",
    "SupplierInFull",
    "SupplierQuery",
    "Suppliers",
    "SuppliersQuery",
    "contacts_of",
    "offers",
    "offers_by_barcode",
    "offers_by_id",
    "offers_by_sku",
    "offers_of",
    "sites_at",
    "sites_by_id",
    "sites_of",
    "store_day",
    "supplier",
    "suppliers",
    "suppliers_by_id",
]
