"""What suppliers do by themselves that no room below offers as one act, and what the crew answers to it."""

from storecrew.fronts.portal.actions.stock import Reported, ReportStock, report_stock
from storecrew.fronts.portal.actions.wishes import AnswerWish, WishCost, answer_wish, wish_cost

__all__ = ["AnswerWish", "ReportStock", "Reported", "WishCost", "answer_wish", "report_stock", "wish_cost"]
