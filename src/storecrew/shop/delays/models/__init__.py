"""The tables of delays."""

from storecrew.shop.delays.models.delays import LIVE, OVER, Delay, Outcome, State
from storecrew.shop.delays.models.offers import Offer, OfferState, Way
from storecrew.shop.delays.models.outages import Cause, Decision, Outage, What
from storecrew.shop.delays.models.rules import Rulebook, rulebook

__all__ = [
    "LIVE",
    "OVER",
    "Cause",
    "Decision",
    "Delay",
    "Offer",
    "OfferState",
    "Outage",
    "Outcome",
    "Rulebook",
    "State",
    "Way",
    "What",
    "rulebook",
]
