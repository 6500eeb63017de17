"""Write one letter about an order, in the transaction in which its fact is dealt with: once for each key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from storecrew.kernel.mail.composing import compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.mail.writing import is_written, write
from storecrew.kernel.store.reads import current
from storecrew.shop.orders import page, reads
from storecrew.shop.orders.letters.kinds import Kind, Occasion, find
from storecrew.shop.orders.letters.reads import is_on
from storecrew.shop.orders.types import OrderView

NEWS_LASTS = timedelta(days=3)
"""What became known longer ago is no news: a queue that stood still for a week does not flood anybody."""


def tell(
    code: str,
    order_id: int,
    *,
    key: str = "",
    facts: Mapping[str, Any] | None = None,
    cause: str,
    happened_at: datetime,
    now: datetime,
) -> bool:
    """Write the letter of a kind to an order's buyer; the same kind, order and `key` again is the same letter.

    Nothing is written, and False answered, where the kind is off, nobody can be reached, the order came from another
    system (which writes its own letters), or the fact is too old.
    """
    kind = find(code)
    order = reads.find(order_id, crew=False)
    if kind is None or order is None or not order.email or _is_foreign(order) or not is_on(code):
        return False
    if now - happened_at > NEWS_LASTS and not kind.fixed:
        return False
    letter = letter_of(kind, order, facts or {}, now)
    write(letter, key=key_of(code, order_id, key), subject=f"order:{order_id}", cause=cause, at=now)
    return True


def was_told(code: str, order_id: int, key: str = "") -> bool:
    """Tell whether a letter was written."""
    return is_written(key_of(code, order_id, key))


def letter_of(kind: Kind, order: OrderView, facts: Mapping[str, Any], now: datetime, *, language: str = "") -> Letter:
    """Return a letter as it is sent; `language` empty is the buyer's. The preview shows the very same."""
    spoken = language or order.language or settings.LANGUAGE_CODE
    store = current()
    zone = ZoneInfo(store.time_zone) if store else timezone.get_default_timezone()
    path = page.address_for_buyer(reads.token_for(order.order_id)) if order.order_id else ""
    url = settings.ENVIRONMENT.origin + path if path else ""
    with translation.override(spoken), timezone.override(zone):
        sheet = kind.compose(Occasion(order=order, url=url, now=now, facts=facts))
        return compose(sheet, dress_in(spoken), to=order.email, language=spoken)


def key_of(code: str, order_id: int, key: str = "") -> str:
    """Return what the house calls a letter."""
    return f"orders.letter:{code}:{order_id}" + (f":{key}" if key else "")


def _is_foreign(order: OrderView) -> bool:
    return order.channel.startswith("import")
