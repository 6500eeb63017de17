"""Who may do what with currencies."""

from typing import Final

from storecrew.kernel.actions.types import Surface

KEEPERS: Final = frozenset({"finance", "marketing", "director"})
"""Who decides in which currencies the store sells, and how converted prices look."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
