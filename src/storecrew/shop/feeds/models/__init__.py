"""The tables of feeds."""

from storecrew.shop.feeds.models.sources import Arrival, Source
from storecrew.shop.feeds.models.versions import BadRow, Version

__all__ = ["Arrival", "BadRow", "Source", "Version"]
