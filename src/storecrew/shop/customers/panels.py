"""Parts of a customer's page that rooms above add: their orders, returns, reviews, wishes.

@panels.panel("orders.of_customer", order=10)
def orders(actor, customer_ids, now): return Panel(title=_("Orders"), template="orders/of_customer.html", context={…})
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Panel

type Source = Callable[[Actor, Sequence[int], datetime], Panel | None]

_sources: dict[str, tuple[int, Source]] = {}


def panel(name: str, *, order: int = 100) -> Callable[[Source], Source]:
    """Register a part; None leaves it out for this reader or customer. `wide` ones stand in the main column."""

    def decorate(function: Source) -> Source:
        if name in _sources and _sources[name][1] is not function:
            raise ValueError(f"panel {name} is registered twice")
        _sources[name] = (order, function)
        return function

    return decorate


def of(actor: Actor, customer_ids: Sequence[int], now: datetime) -> list[Panel]:
    """Return the parts of a customer's page, in order. One that fails is logged and left out."""
    found: list[Panel] = []
    for name, (_order, ask) in sorted(_sources.items(), key=lambda item: (item[1][0], item[0])):
        found += tolerate(f"customer panel {name}", partial(_asked, ask, actor, customer_ids, now))
    return found


def _asked(ask: Source, actor: Actor, customer_ids: Sequence[int], now: datetime) -> list[Panel]:
    one = ask(actor, customer_ids, now)
    return [one] if one is not None else []
