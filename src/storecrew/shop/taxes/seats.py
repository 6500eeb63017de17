"""Who may do what with taxes."""

from typing import Final

from storecrew.kernel.actions.types import Surface

KEEPERS: Final = frozenset({"finance", "director"})
"""Who answers for what is charged."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
