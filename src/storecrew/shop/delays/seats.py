"""Who may do what with delays."""

from typing import Final

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import PUBLIC, Actor, Surface

BUYERS: Final = frozenset({PUBLIC})
"""Whoever holds an order's link."""
DECIDERS: Final = frozenset({"service", "director"})
"""Who writes to buyers; service within the owner's limit, the director above it."""
MINDERS: Final = frozenset({"service", "warehouse", "director"})
"""Who looks after the orders of a source that is silent."""
READERS: Final = frozenset({"service", "warehouse", "finance", "director", "analyst", "marketing", "web"})
RULERS: Final = frozenset({"director"})
SHOP_DOORS: Final = frozenset({Surface.WEB, Surface.REST})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
NOBODY: Final[frozenset[str]] = frozenset()

WATCH: Final = grants.system(
    "delays.watch",
    may={
        "delays.look",
        "delays.lapse",
        "delays.offer_by_rule",
        "stock.reservations",
        "stock.warehouses",
        "stock.levels",
        "dropships.choices",
    },
)
"""Looks at open promises, hears what changes them, and sends what the owner lets it send."""


def watch(reason: str) -> Actor:
    """Return the system as an actor, for a reason."""
    return Actor("system", name=WATCH, reason=reason, surface=Surface.WORKER)
