"""Every write of reviews."""

from storecrew.shop.reviews.actions.deciding import (
    Answer,
    Decided,
    Hide,
    OneReview,
    Rules,
    answer,
    hide,
    set_policy,
    show,
)
from storecrew.shop.reviews.actions.writing import Withdraw, Write, Written, withdraw, write

__all__ = [
    "Answer",
    "Decided",
    "Hide",
    "OneReview",
    "Rules",
    "Withdraw",
    "Write",
    "Written",
    "answer",
    "hide",
    "set_policy",
    "show",
    "withdraw",
    "write",
]
