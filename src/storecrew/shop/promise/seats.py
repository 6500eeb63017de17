"""Who may do what with promises."""

from typing import Final

from storecrew.kernel.actions.grants import system
from storecrew.kernel.actions.types import PUBLIC, Surface

READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
"""Whoever holds a seat may see how good promises are."""
TEACHERS: Final = frozenset({"director", "warehouse", "it", "analyst"})
"""Who may have the store learn before the night."""
SHOPPERS: Final = frozenset({PUBLIC, *READERS})
"""Everybody may ask by when something arrives."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})

OBSERVER: Final = system("promise.observer", may={"promise.observe", "promise.learn"})
"""Writes down what happened to shipments, and learns from it at night."""
