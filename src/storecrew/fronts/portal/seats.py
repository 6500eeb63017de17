"""Who of the crew does what with what suppliers ask for."""

from typing import Final

BUYERS: Final = frozenset({"director", "warehouse"})
"""Who agrees on costs."""
READERS: Final = frozenset({"director", "warehouse", "finance", "analyst"})
"""Who sees what things cost at suppliers."""
