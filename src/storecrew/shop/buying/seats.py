"""Who may do what with purchases."""

from typing import Final

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import PUBLIC, Actor, Surface

BUYERS: Final = frozenset({"director", "warehouse"})
"""Who orders, changes, answers for suppliers and decides about differences."""
RECEIVERS: Final = frozenset({"warehouse", "director"})
BILLERS: Final = frozenset({"finance", "director"})
"""Who enters invoices, matches and pays."""
READERS: Final = frozenset({"director", "warehouse", "finance", "analyst"})
ANSWERERS: Final = frozenset({*BUYERS, PUBLIC})
"""Buyers for a supplier, and the supplier themselves: outsider `supplier:<id>`, checked by the action."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
NOBODY: Final[frozenset[str]] = frozenset()
"""Only the system itself, or from within another action."""

CLERK: Final = grants.system(
    "buying.clerk", may={"buying.book", "ledger.post", "buying_proposing.propose", "buying_invoices.match"}
)
"""Books what was received and billed, and reckons proposals at night."""


def clerk(reason: str) -> Actor:
    """Return the system as an actor, for a reason."""
    return Actor("system", name=CLERK, reason=reason, surface=Surface.WORKER)
