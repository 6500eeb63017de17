"""Every question that stock answers."""

from storecrew.shop.stock.reads.places import (
    Bins,
    BinsQuery,
    Levels,
    LevelsQuery,
    Reservations,
    ReservationsQuery,
    Warehouses,
    WarehousesQuery,
    bins,
    levels,
    reservations,
    warehouses,
)
from storecrew.shop.stock.reads.selling import Availabilities, AvailabilityQuery, availability

__all__ = [
    "Availabilities",
    "AvailabilityQuery",
    "Bins",
    "BinsQuery",
    "Levels",
    "LevelsQuery",
    "Reservations",
    "ReservationsQuery",
    "Warehouses",
    "WarehousesQuery",
    "availability",
    "bins",
    "levels",
    "reservations",
    "warehouses",
]
