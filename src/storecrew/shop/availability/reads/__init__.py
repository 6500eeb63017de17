"""Every question that availability answers."""

from storecrew.shop.availability.reads.looking import (
    HistoryQuery,
    Honesty,
    SaidPage,
    SaidQuery,
    history,
    honesty_of,
    said,
    told,
)
from storecrew.shop.availability.reads.selling import Outlook, SellableQuery, Sellables, outlooks, sellable, standing
from storecrew.shop.availability.reads.wondering import Questions, QuestionsQuery, questions
from storecrew.shop.availability.silence import Silent, silent_streams

__all__ = [
    "HistoryQuery",
    "Honesty",
    "Outlook",
    "Questions",
    "QuestionsQuery",
    "SaidPage",
    "SaidQuery",
    "SellableQuery",
    "Sellables",
    "Silent",
    "history",
    "honesty_of",
    "outlooks",
    "questions",
    "said",
    "sellable",
    "silent_streams",
    "standing",
    "told",
]
