"""Every question that fulfilment answers."""

from storecrew.shop.fulfilment.reads.packing import PackQuery, PackSheet, packing
from storecrew.shop.fulfilment.reads.parcels import (
    OneParcel,
    ParcelQuery,
    parcel,
    parcels,
    parcels_of_order,
    parcels_of_orders,
)
from storecrew.shop.fulfilment.reads.ready import Ready, ReadyQuery, ready
from storecrew.shop.fulfilment.reads.tracking import TrackQuery, track, tracked
from storecrew.shop.fulfilment.reads.walking import OneWave, StopView, WaveView, wave

__all__ = [
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
