"""Every write of the discounts room."""

from storecrew.shop.discounts.actions.coupons import (
    Changed,
    ConditionDraft,
    CouponDraft,
    EditCoupon,
    EndCoupon,
    create,
    edit,
    end,
)
from storecrew.shop.discounts.actions.generating import GenerateCodes, Generated, generate_codes
from storecrew.shop.discounts.actions.using import Counted, GiveBack, Use, give_back, use

__all__ = [
    "Changed",
    "ConditionDraft",
    "Counted",
    "CouponDraft",
    "EditCoupon",
    "EndCoupon",
    "GenerateCodes",
    "Generated",
    "GiveBack",
    "Use",
    "create",
    "edit",
    "end",
    "generate_codes",
    "give_back",
    "use",
]
