"""Every write of delays."""

from storecrew.shop.delays.actions.answering import (
    Answer,
    Answered,
    AnswerFor,
    Lapse,
    Lapsed,
    answer,
    answer_for,
    lapse,
)
from storecrew.shop.delays.actions.looking import Look, Looked, look
from storecrew.shop.delays.actions.offering import (
    ByRule,
    OfferChoices,
    Offered,
    OfferedMany,
    OfferMany,
    OneOffer,
    offer,
    offer_by_rule,
    offer_many,
    withdraw,
)
from storecrew.shop.delays.actions.ruling import Ruled, Rules, set_rules
from storecrew.shop.delays.actions.treating import (
    Decide,
    Decided,
    EndOutage,
    TakeBack,
    decide,
    end_outage,
    take_back,
)

__all__ = [
    "Answer",
    "AnswerFor",
    "Answered",
    "ByRule",
    "Decide",
    "Decided",
    "EndOutage",
    "Lapse",
    "Lapsed",
    "Look",
    "Looked",
    "OfferChoices",
    "OfferMany",
    "Offered",
    "OfferedMany",
    "OneOffer",
    "Ruled",
    "Rules",
    "TakeBack",
    "answer",
    "answer_for",
    "decide",
    "end_outage",
    "lapse",
    "look",
    "offer",
    "offer_by_rule",
    "offer_many",
    "set_rules",
    "take_back",
    "withdraw",
]
