"""Who may do what with wishes."""

from typing import Final

from storecrew.kernel.actions.types import PUBLIC, Surface

SHOPPERS: Final = frozenset({PUBLIC})
"""Whoever holds a list's token, or is signed in."""
READERS: Final = frozenset({"marketing", "warehouse", "director", "web", "analyst", "service"})
RULERS: Final = frozenset({"marketing", "director"})
SHOP_DOORS: Final = frozenset({Surface.WEB, Surface.REST})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
