"""The tables of stock, by noun."""

from storecrew.shop.stock.models.arrivals import (
    Receipt,
    ReceiptLine,
    ReceiptState,
    Transfer,
    TransferLine,
    TransferState,
)
from storecrew.shop.stock.models.items import Component, Item, Tracing
from storecrew.shop.stock.models.levels import Level, Reservation
from storecrew.shop.stock.models.moves import INSIDE, Layer, LayerUse, Move, Place, Reason, Revaluation
from storecrew.shop.stock.models.traced import Lot, Pile, Serial
from storecrew.shop.stock.models.warehouses import Bin, Warehouse, WarehouseKind

__all__ = [
    "INSIDE",
    "Bin",
    "Component",
    "Item",
    "Layer",
    "LayerUse",
    "Level",
    "Lot",
    "Move",
    "Pile",
    "Place",
    "Reason",
    "Receipt",
    "ReceiptLine",
    "ReceiptState",
    "Reservation",
    "Revaluation",
    "Serial",
    "Tracing",
    "Transfer",
    "TransferLine",
    "TransferState",
    "Warehouse",
    "WarehouseKind",
]
