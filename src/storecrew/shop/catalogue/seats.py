"""Who may do what in the catalogue."""

from typing import Final

from storecrew.kernel.actions.types import Surface

EDITORS: Final = frozenset({"web", "marketing", "director"})
"""Who keeps the shop window: products, texts, pictures, categories, collections, prices."""
PRICERS: Final = frozenset({"web", "marketing", "director", "finance"})
"""Who may set prices and costs: finance as well, since margins are theirs to watch."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
"""Whoever holds a seat may look; a stranger with an account may not."""
COST_READERS: Final = frozenset({"director", "finance", "marketing", "web", "analyst"})
"""Who sees what things cost the shop."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
