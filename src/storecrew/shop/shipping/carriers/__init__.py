"""What is known of carriers by itself: who they are, what their tracking numbers look like, where they are followed.

Pure knowledge; only `directory` asks the database, for the carriers that a shop added by itself (`models.OwnCarrier`).
"""

from storecrew.shop.shipping.carriers.checksums import Check
from storecrew.shop.shipping.carriers.directory import choices, find, name_of, own_carriers, tracking_url
from storecrew.shop.shipping.carriers.known import KNOWN, Carrier
from storecrew.shop.shipping.carriers.numbers import PATTERNS, Pattern
from storecrew.shop.shipping.carriers.recognition import Judged, Recognised, State, judge, normal, recognise

__all__ = [
    "KNOWN",
    "PATTERNS",
    "Carrier",
    "Check",
    "Judged",
    "Pattern",
    "Recognised",
    "State",
    "choices",
    "find",
    "judge",
    "name_of",
    "normal",
    "own_carriers",
    "recognise",
    "tracking_url",
]
