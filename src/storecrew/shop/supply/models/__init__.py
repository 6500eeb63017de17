"""The tables of supply."""

from storecrew.shop.supply.models.contacts import Channel, ChannelKind, Contact
from storecrew.shop.supply.models.documents import Document, DocumentKind
from storecrew.shop.supply.models.offers import CostChange, Offer, Watch
from storecrew.shop.supply.models.suppliers import Closure, Site, State, Supplier, Tier

__all__ = [
    "Channel",
    "ChannelKind",
    "Closure",
    "Contact",
    "CostChange",
    "Document",
    "DocumentKind",
    "Offer",
    "Site",
    "State",
    "Supplier",
    "Tier",
    "Watch",
]
