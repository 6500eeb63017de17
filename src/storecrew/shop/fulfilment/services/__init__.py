"""Carriers' APIs: one protocol, adapters by name, and the outward acts that ask for labels.

An adapter is a function from a `Connection` to a `Carrier`; `ADAPTERS` is the whole list. Nothing here touches tables
except to read the connection; answers come back as actions.
"""

from storecrew.shop.fulfilment.services.asking import KIND
from storecrew.shop.fulfilment.services.protocol import Carrier, Connection, LabelMade, LabelRequest, Spoken
from storecrew.shop.fulfilment.services.table import ADAPTERS

__all__ = ["ADAPTERS", "KIND", "Carrier", "Connection", "LabelMade", "LabelRequest", "Spoken"]
