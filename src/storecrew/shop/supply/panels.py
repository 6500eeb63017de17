"""What rooms above show on the pages of a supplier and of an offer: their feeds, what may be sold, how often they kept
their word.

    @panels.of_supplier("feeds.streams", order=10)
    def streams(supplier_id: int, now: datetime) -> Panel | None: ...
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Panel

type Maker = Callable[[int, datetime], Panel | None]

_of_supplier: dict[str, tuple[int, Maker]] = {}
_of_offer: dict[str, tuple[int, Maker]] = {}


def of_supplier(name: str, *, order: int = 100) -> Callable[[Maker], Maker]:
    """Show something on every supplier's page; the function gets the supplier's number."""
    return partial(_add, _of_supplier, name, order)


def of_offer(name: str, *, order: int = 100) -> Callable[[Maker], Maker]:
    """Show something on every offer's page; the function gets the offer's number."""
    return partial(_add, _of_offer, name, order)


def for_supplier(supplier_id: int, now: datetime) -> list[Panel]:
    """Return the panels of a supplier's page, in order."""
    return _asked(_of_supplier, supplier_id, now)


def for_offer(offer_id: int, now: datetime) -> list[Panel]:
    """Return the panels of an offer's page, in order."""
    return _asked(_of_offer, offer_id, now)


def _add(where: dict[str, tuple[int, Maker]], name: str, order: int, function: Maker) -> Maker:
    if where.get(name, (order, function))[1] is not function:
        raise ValueError(f"panel {name} is registered twice")
    where[name] = (order, function)
    return function


def _asked(where: dict[str, tuple[int, Maker]], number: int, now: datetime) -> list[Panel]:
    """A panel that fails is logged and left out."""
    found: list[Panel] = []
    for name, (_order, make) in sorted(where.items(), key=lambda one: (one[1][0], one[0])):
        found += [panel for panel in tolerate(f"panel {name}", partial(_made, make, number, now)) if panel]
    return found


def _made(make: Maker, number: int, now: datetime) -> list[Panel | None]:
    return [make(number, now)]
