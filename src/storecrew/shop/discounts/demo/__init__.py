"""The demo store's coupons: a welcome code, free shipping from ¥299, three for two on candles. What is over: `past`."""

from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.discounts import actions

CANDLES = ("taper-candles", "porcelain-cup-candle")
"""Addresses of the products that three for two is about."""


def build(actor: Actor, now: datetime) -> None:
    """Make three coupons; `actor` is the founder, who wears the hat of marketing."""
    at = now - timedelta(days=395)
    welcome = {
        "title": "新客礼 Welcome",
        "kind": "percent",
        "percent": "10",
        "most": {"CNY": 10_000, "USD": 1500},
        "codes": ("HELLO10", "掌灯"),
        "first_order": True,
        "per_customer_limit": 1,
        "stacks_with": ("shipping",),
        "note": "印在每只包裹的卡片背面",
    }
    sending = {
        "title": "满 ¥299 包邮",
        "kind": "shipping",
        "automatic": True,
        "min_amounts": {"CNY": 29_900},
        "countries": ("CN",),
        "stacks_with": ("goods", "order"),
    }
    for draft in (welcome, sending):
        actions.create(actor, actions.CouponDraft.model_validate(draft), now=at)
    candles = [subject for handle in CANDLES for subject, _name in catalogue.find_goods(handle)[:1]]
    if candles:
        goods = tuple({"target": "product", "number": int(subject.partition(":")[2])} for subject in candles)
        three = {
            "title": "蜡烛买二送一 Candles 3 for 2",
            "kind": "buy_get",
            "percent": "100",
            "buy_quantity": 2,
            "get_quantity": 1,
            "automatic": True,
            "conditions": goods,
            "stacks_with": ("shipping",),
            "starts_at": now - timedelta(days=12),
            "ends_at": now + timedelta(days=2, hours=14),
        }
        actions.create(actor, actions.CouponDraft.model_validate(three), now=now - timedelta(days=13))
