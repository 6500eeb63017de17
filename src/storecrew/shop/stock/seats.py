"""Who may do what with stock."""

from typing import Final

from storecrew.kernel.actions.types import Surface

KEEPERS: Final = frozenset({"warehouse", "director"})
"""Who moves, counts and corrects what lies in the warehouses."""
PLANNERS: Final = frozenset({"warehouse", "director", "web", "marketing"})
"""Who says how a variant is counted and sold beyond what lies there."""
PROMISERS: Final = frozenset({"warehouse", "director", "service"})
"""Who may promise stock by hand; carts and orders do so under their own actions."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
"""Whoever holds a seat may look."""
COST_READERS: Final = frozenset({"director", "finance", "analyst", "warehouse"})
"""Who sees what stock is worth; whoever receives goods types in what they cost."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
