"""Every question that fulfilment answers."""

from storecrew.shop.fulfilment.reads.moving import Moving, moving_of, orders_under_way
from storecrew.shop.fulfilment.reads.packing import PackQuery, PackSheet, packing
from storecrew.shop.fulfilment.reads.parcels import (
    OneParcel,
    ParcelQuery,
    packed_of,
    parcel,
    parcels,
    parcels_of_order,
    parcels_of_orders,
)
from storecrew.shop.fulfilment.reads.ready import Ready, ReadyQuery, ready
from storecrew.shop.fulfilment.reads.tracking import TrackQuery, track, tracked
from storecrew.shop.fulfilment.reads.walking import OneWave, StopView, WaveView, wave

__all__ = [
    "Moving",
    "OneParcel",
    "OneWave",
    "PackQuery",
    "PackSheet",
    "ParcelQuery",
    "Ready",
    "ReadyQuery",
    "StopView",
    "TrackQuery",
    "WaveView",
    "moving_of",
    "orders_under_way",
    "packed_of",
    "packing",
    "parcel",
    "parcels",
    "parcels_of_order",
    "parcels_of_orders",
    "ready",
    "track",
    "tracked",
    "wave",
]
