"""Where things leave from, as a choice."""

from storecrew.kernel.actions.types import Actor
from storecrew.shop.stock import reads as stock


def warehouse_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return (id, name) of every warehouse in use."""
    found = stock.warehouses(actor, stock.WarehousesQuery())
    return [(str(place.warehouse_id), place.name) for place in found.items]
