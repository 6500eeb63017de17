"""Who may do what with discounts."""

from typing import Final

from storecrew.kernel.actions.types import Surface

KEEPERS: Final = frozenset({"marketing", "director"})
"""Who decides what is given away."""
USERS: Final = frozenset({"service", "director"})
"""Whose orders use codes up; checkouts do it inside their own action."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
