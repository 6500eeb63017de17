"""Facts that wishes announce. Subjects are `variant:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class WishEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "wishes"
    history: ClassVar[bool] = True

    variant_id: int


class Wished(WishEvent):
    """Somebody put it on a list. `price_minor` of one piece then; None: it had no price."""

    customer_id: int | None
    price_minor: int | None
    currency: str


class NoticeAskedFor(WishEvent):
    """Somebody waits for it; `waiting`: how many do now."""

    waiting: int


class BackTold(WishEvent):
    """People were told that it is back. `left`: how many wait still."""

    told: int
    left: int
