"""Every write of carts."""

from storecrew.shop.carts.actions.adopting import Adopt, Adopted, BringBack, adopt, bring_back, link_to
from storecrew.shop.carts.actions.checkout import (
    TOKEN_HERE,
    Begin,
    Begun,
    Complete,
    Completed,
    begin_checkout,
    complete,
)
from storecrew.shop.carts.actions.codes import Code, Codes, apply_code, drop_code
from storecrew.shop.carts.actions.details import FillIn, fill_in
from storecrew.shop.carts.actions.leaving import Sweep, Swept, clear_away, notice_left
from storecrew.shop.carts.actions.lines import Change, Changed, Empty, Put, change, empty, put

__all__ = [
    "Adopt",
    "Adopted",
    "Begin",
    "Begun",
    "BringBack",
    "Change",
    "Changed",
    "Code",
    "Codes",
    "Complete",
    "Completed",
    "Empty",
    "FillIn",
    "Put",
    "Sweep",
    "TOKEN_HERE",
    "Swept",
    "adopt",
    "apply_code",
    "begin_checkout",
    "bring_back",
    "change",
    "clear_away",
    "complete",
    "drop_code",
    "empty",
    "fill_in",
    "link_to",
    "notice_left",
    "put",
]
