"""The tables of availability."""

from storecrew.shop.availability.models.learned import Outcome, Record, Threshold
from storecrew.shop.availability.models.said import Call, Heard, Said, Stream

__all__ = ["Call", "Heard", "Outcome", "Record", "Said", "Stream", "Threshold"]
