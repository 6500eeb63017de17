"""Tables of drop shipments."""

from storecrew.shop.dropships.models.answers import Answer, Kind, Means
from storecrew.shop.dropships.models.arranging import Arrangement, Way
from storecrew.shop.dropships.models.parcels import DropParcel, DropPiece, Settlement
from storecrew.shop.dropships.models.shipments import (
    ANSWERABLE,
    ASKED,
    OPEN,
    OVER,
    DropLine,
    DropShipment,
    Reason,
    State,
)

__all__ = [
    "ANSWERABLE",
    "ASKED",
    "OPEN",
    "OVER",
    "Answer",
    "Arrangement",
    "DropLine",
    "DropParcel",
    "DropPiece",
    "DropShipment",
    "Kind",
    "Means",
    "Reason",
    "Settlement",
    "State",
    "Way",
]
