"""Every question returns answer."""

from storecrew.shop.returns.reads.buyers import OwnQuery, ReckonQuery, may_return, offers, own, reckoned, why_not
from storecrew.shop.returns.reads.complaints import Complaint, complaints
from storecrew.shop.returns.reads.lists import ReturnList, ReturnRow, returns
from storecrew.shop.returns.reads.one import (
    ByCode,
    OneReturn,
    SumQuery,
    by_code,
    find,
    one,
    returns_of_order,
    sum_due,
)
from storecrew.shop.returns.reads.reasons import ReasonsQuery, reasons

__all__ = [
    "ByCode",
    "Complaint",
    "OneReturn",
    "OwnQuery",
    "ReasonsQuery",
    "ReckonQuery",
    "ReturnList",
    "ReturnRow",
    "SumQuery",
    "by_code",
    "complaints",
    "find",
    "may_return",
    "offers",
    "one",
    "own",
    "reasons",
    "reckoned",
    "returns",
    "returns_of_order",
    "sum_due",
    "why_not",
]
