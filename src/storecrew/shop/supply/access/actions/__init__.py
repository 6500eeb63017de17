"""Everything that changes links."""

from storecrew.shop.supply.access.actions.giving import GiveKey, RevokeKey, SendKey, give_key, revoke_key, send_key
from storecrew.shop.supply.access.actions.using import Speak, UseKey, speak, use_key, worth_noting

__all__ = [
    "GiveKey",
    "RevokeKey",
    "SendKey",
    "Speak",
    "UseKey",
    "give_key",
    "revoke_key",
    "send_key",
    "speak",
    "use_key",
    "worth_noting",
]
