"""The tables of fulfilment, by noun."""

from storecrew.shop.fulfilment.models.habits import Habits
from storecrew.shop.fulfilment.models.parcels import (
    GONE,
    HERE,
    ON_THE_WAY,
    Content,
    Parcel,
    ParcelState,
    Piece,
    Progress,
)
from storecrew.shop.fulfilment.models.services import Label, LabelState, Service
from storecrew.shop.fulfilment.models.tracking import Source, TrackingEvent
from storecrew.shop.fulfilment.models.waves import Pick, Shortage, ShortWhy, Tote, Wave, WaveState

__all__ = [
    "GONE",
    "HERE",
    "ON_THE_WAY",
    "Content",
    "Habits",
    "Label",
    "LabelState",
    "Parcel",
    "ParcelState",
    "Pick",
    "Piece",
    "Progress",
    "Service",
    "ShortWhy",
    "Shortage",
    "Source",
    "Tote",
    "TrackingEvent",
    "Wave",
    "WaveState",
]
