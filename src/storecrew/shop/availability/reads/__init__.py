"""Every question that availability answers."""

from storecrew.shop.availability.reads.selling import SellableQuery, Sellables, sellable, standing

__all__ = ["SellableQuery", "Sellables", "sellable", "standing"]
