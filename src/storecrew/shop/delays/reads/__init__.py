"""What may be asked of delays. Plain functions are for other rooms, which have checked who asks; reads check by themselves."""

from storecrew.shop.delays.reads.asking import DelayList, OneDelay, delay, delays
from storecrew.shop.delays.reads.own import OwnOffers, OwnQuery, own
from storecrew.shop.delays.reads.plain import affected_by, at_risk, facts, live_offer_of, of_order
from storecrew.shop.delays.reads.scoring import Measures, measures

__all__ = [
    "DelayList",
    "Measures",
    "OneDelay",
    "OwnOffers",
    "OwnQuery",
    "affected_by",
    "at_risk",
    "delay",
    "delays",
    "facts",
    "live_offer_of",
    "measures",
    "of_order",
    "own",
]
