"""Who may do what with returns."""

from typing import Final

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import PUBLIC, Actor, Surface

BUYERS: Final = frozenset({PUBLIC})
"""Whoever holds an order's link, or the customer whose order it is."""
DECIDERS: Final = frozenset({"service", "director"})
"""Who asks for a buyer, approves, declines, cancels, closes."""
RECEIVERS: Final = frozenset({"warehouse", "service", "director"})
"""Who takes parcels in and says what becomes of the goods."""
REFUNDERS: Final = frozenset({"service", "finance", "director"})
"""Who sets money on its way back; above which amount somebody else has to agree is a rule of approvals."""
READERS: Final = frozenset({"service", "warehouse", "finance", "director", "analyst", "marketing", "web"})
RULERS: Final = frozenset({"director", "service"})
"""Who sets the policy."""
SHOP_DOORS: Final = frozenset({Surface.WEB, Surface.REST})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
NOBODY: Final[frozenset[str]] = frozenset()
"""Only the system itself, or from within another action."""

CLERK: Final = grants.system(
    "returns.clerk",
    may={"returns.take_in_refund", "returns.follow_exchange", "returns.lapse", "stock.warehouses"},
)
"""Follows the money that goes back and the goods sent in exchange, gives up what never came, knows where returns go."""


def clerk(reason: str) -> Actor:
    """Return the system as an actor, for a reason."""
    return Actor("system", name=CLERK, reason=reason, surface=Surface.WORKER)
