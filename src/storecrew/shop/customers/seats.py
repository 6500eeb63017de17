"""Who may do what with customers."""

from typing import Final

from storecrew.kernel.actions.types import PUBLIC, Surface

KEEPERS: Final = frozenset({"service", "director"})
"""Who keeps customers' records: edits, merges, answers what they ask about their data."""
TAGGERS: Final = frozenset({"service", "director", "marketing"})
"""Who writes tags and open notes."""
READERS: Final = frozenset({"service", "director", "marketing", "finance"})
"""Who may look. A warehouse needs the label of a parcel, not the person."""
INSIDERS: Final = frozenset({"service", "director", "finance"})
"""Who reads private notes."""
THEMSELVES: Final = frozenset({PUBLIC, *KEEPERS})
"""Customers for themselves, and the crew for them."""
AT_THE_DOOR: Final = frozenset({PUBLIC})
"""Whoever stands before the store."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
CREW_DOORS: Final = EVERYWHERE
SHOP_DOOR: Final = frozenset({Surface.WEB})
