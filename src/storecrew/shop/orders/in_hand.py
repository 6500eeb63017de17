"""Whether somebody has begun to work on an order: rooms above know, and buyers may change their order only before.

    @in_hand.tells("fulfilment.in_hand")
    def picked_or_packed(order_id): return Pick.objects.filter(…).exists()

Asked inside the transaction of the change, after the order was locked.
"""

from collections.abc import Callable

type Tells = Callable[[int], bool]

_told: dict[str, Tells] = {}


def tells(name: str) -> Callable[[Tells], Tells]:
    """Register who knows whether an order is in somebody's hands; `name` is stable, of the form room.what."""

    def decorate(function: Tells) -> Tells:
        if _told.get(name, function) is not function:
            raise ValueError(f"{name} is registered twice")
        _told[name] = function
        return function

    return decorate


def is_in_hand(order_id: int) -> bool:
    """Tell whether anybody has begun to pick or pack an order."""
    return any(tell(order_id) for tell in _told.values())
