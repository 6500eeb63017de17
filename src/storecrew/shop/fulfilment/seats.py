"""Who may do what in fulfilment."""

from typing import Final

from storecrew.kernel.actions.grants import system
from storecrew.kernel.actions.types import Surface

PACKERS: Final = frozenset({"warehouse", "director"})
"""Who picks, packs, labels and hands over."""
FOLLOWERS: Final = frozenset({"warehouse", "service", "director"})
"""Who writes down what carriers say, and settles what went wrong on the way."""
SETTERS: Final = frozenset({"warehouse", "it", "director"})
"""Who connects a carrier's API and sets the habits of the packing tables."""
READERS: Final = frozenset({"director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"})
"""Whoever holds a seat may look."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})

FOLLOWER: Final = system(
    "fulfilment.follower",
    may={
        "fulfilment.record_tracking",
        "fulfilment.tell_late",
        "fulfilment.take_in_label",
        "fulfilment.drop_from_waves",
    },
)
"""Takes in what carriers answer, tells what is late, and takes cancelled orders out of waves."""
