"""Who may do what with the shipping rules."""

from typing import Final

from storecrew.kernel.actions.types import Surface

EDITORS: Final = frozenset({"warehouse", "web", "director"})
"""Who sets zones, methods and prices: the warehouse knows the carriers, the web seat the checkout."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
"""Whoever holds a seat may look."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
