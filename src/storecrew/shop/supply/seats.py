"""Who may do what with suppliers."""

from typing import Final

from storecrew.kernel.actions.types import Surface

BUYERS: Final = frozenset({"director", "warehouse"})
"""Who adds suppliers, agrees on terms and says which of the store's goods an offer is."""
READERS: Final = frozenset({"director", "warehouse", "finance", "analyst"})
"""Who sees suppliers and what things cost there."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
