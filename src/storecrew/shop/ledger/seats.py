"""Who may do what in the ledger."""

from typing import Final

from storecrew.kernel.actions.types import Surface

BOOKKEEPERS: Final = frozenset({"finance"})
"""Who opens accounts, posts by hand, reverses and locks."""
READERS: Final = frozenset({"finance", "director"})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
BY_PEOPLE: Final = frozenset({Surface.WEB, Surface.REST, Surface.CLI})
"""Not for models that act by themselves: closing the books is a person's word."""
