"""Every write of availability."""

from storecrew.shop.availability.actions.ageing import Age, Aged, age
from storecrew.shop.availability.actions.daring import DropThresholds, SetThresholds, drop_thresholds, set_thresholds
from storecrew.shop.availability.actions.outcomes import Learned, RecordOutcome, record_outcome
from storecrew.shop.availability.actions.taking import (
    Confirmed,
    ConfirmStream,
    TakenSaid,
    TakeSaid,
    confirm_stream,
    take_said,
)

__all__ = [
    "Age",
    "Aged",
    "ConfirmStream",
    "Confirmed",
    "DropThresholds",
    "Learned",
    "RecordOutcome",
    "SetThresholds",
    "TakeSaid",
    "TakenSaid",
    "age",
    "confirm_stream",
    "drop_thresholds",
    "record_outcome",
    "set_thresholds",
    "take_said",
]
