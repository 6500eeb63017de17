"""Who may do what with suppliers' reports."""

from typing import Final

from storecrew.kernel.actions.types import Surface

TELLERS: Final = frozenset({"warehouse", "director"})
"""Who may enter what a supplier said, and what an order found there."""
DARERS: Final = frozenset({"warehouse", "director"})
"""Who says how much the store dares with a supplier."""
READERS: Final = frozenset({"director", "warehouse", "web", "service", "marketing", "analyst", "finance"})
"""Who sees what suppliers said and what of it may be sold."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
