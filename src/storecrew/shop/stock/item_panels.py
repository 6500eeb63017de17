"""What rooms above show on a variant's page of stock: who brings it, whether it is to be ordered.

@item_panels.of_item("buying.orders", order=20)
def orders(variant_id: int, now: datetime) -> Panel | None: ...
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Panel

type Maker = Callable[[int, datetime], Panel | None]

_makers: dict[str, tuple[int, Maker]] = {}


def of_item(name: str, *, order: int = 100) -> Callable[[Maker], Maker]:
    """Show something on every variant's page of stock; the function gets the variant's number."""

    def add(function: Maker) -> Maker:
        if _makers.get(name, (order, function))[1] is not function:
            raise ValueError(f"panel {name} is registered twice")
        _makers[name] = (order, function)
        return function

    return add


def for_item(variant_id: int, now: datetime) -> list[Panel]:
    """Return the panels of a variant's page, in order. One that fails is logged and left out."""
    found: list[Panel] = []
    for name, (_order, make) in sorted(_makers.items(), key=lambda one: (one[1][0], one[0])):
        found += [panel for panel in tolerate(f"panel {name}", partial(_made, make, variant_id, now)) if panel]
    return found


def _made(make: Maker, number: int, now: datetime) -> list[Panel | None]:
    return [make(number, now)]
