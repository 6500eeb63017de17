"""Who may do what with reviews."""

from typing import Final

from storecrew.kernel.actions.types import PUBLIC, Surface

BUYERS: Final = frozenset({PUBLIC})
"""Whoever holds an order's link, or the customer whose order it is."""
MODERATORS: Final = frozenset({"service", "marketing", "director"})
READERS: Final = frozenset({"service", "marketing", "director", "web", "analyst", "warehouse"})
RULERS: Final = frozenset({"director", "marketing"})
SHOP_DOORS: Final = frozenset({Surface.WEB, Surface.REST})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
