"""Every question that stock answers."""

from storecrew.shop.stock.reads.lying import Passage, PileView, Stand, lying, passages, stands
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
    open_warehouses,
    reservations,
    warehouses,
)
from storecrew.shop.stock.reads.selling import Availabilities, AvailabilityQuery, availability, recipes, rooms
from storecrew.shop.stock.reads.worth import Cover, CoverQuery, Value, ValueQuery, cover, returned_with, value

__all__ = [
    "Cover",
    "CoverQuery",
    "Value",
    "ValueQuery",
    "cover",
    "value",
    "Availabilities",
    "AvailabilityQuery",
    "Bins",
    "BinsQuery",
    "Levels",
    "LevelsQuery",
    "Passage",
    "PileView",
    "Stand",
    "Reservations",
    "ReservationsQuery",
    "Warehouses",
    "WarehousesQuery",
    "availability",
    "bins",
    "levels",
    "lying",
    "open_warehouses",
    "passages",
    "recipes",
    "reservations",
    "returned_with",
    "rooms",
    "stands",
    "warehouses",
]
