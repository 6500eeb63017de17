"""Who may do what with orders."""

from typing import Final

from storecrew.kernel.actions.types import Surface

NOBODY: Final[frozenset[str]] = frozenset()
"""Only from within another room's action, under that one's grant."""
READERS: Final = frozenset({"director", "service", "warehouse", "finance", "marketing", "analyst", "web"})
SELLERS: Final = frozenset({"service", "director"})
"""Who takes orders by telephone, changes and cancels them."""
HOLDERS: Final = frozenset({"service", "director", "finance", "warehouse"})
"""Who may stop an order from leaving, write notes and tags."""
BOOKKEEPERS: Final = frozenset({"finance", "director", "service"})
"""Who issues invoices and credit notes."""
RULERS: Final = frozenset({"director", "finance"})
"""Who sets how orders are numbered and how long they wait for their money."""
COST_READERS: Final = frozenset({"director", "finance", "marketing", "analyst"})
"""Who sees what things cost the shop."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
