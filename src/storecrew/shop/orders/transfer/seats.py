"""Who may bring orders in, and who may let other systems tell of them."""

from typing import Final

IMPORTERS: Final = frozenset({"director", "service"})
READERS: Final = IMPORTERS | {"finance", "analyst", "it"}
"""Who sees what came in, with its sums and exceptions."""
CONNECTORS: Final = frozenset({"director", "it"})
"""Who handles the secrets of other systems' shops."""
