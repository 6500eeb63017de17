"""Who may do what with the choice of sources."""

from typing import Final

from storecrew.kernel.actions.types import Surface

RULERS: Final = frozenset({"director", "warehouse"})
"""Who says what a late day and one more parcel cost."""
READERS: Final = frozenset({"director", "warehouse", "service", "finance", "analyst"})
"""Who sees where something could come from, and what that costs."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
