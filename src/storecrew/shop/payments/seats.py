"""Who may do what with payments."""

from typing import Final

from storecrew.kernel.actions.types import PUBLIC, Surface

KEEPERS: Final = frozenset({"finance", "director"})
"""Who looks after the money: captures, voids, matches transfers, answers disputes, sets providers up."""
REFUNDERS: Final = frozenset({"finance", "director", "service"})
"""Who may give money back; above which amount somebody else has to agree is a rule of approvals."""
READERS: Final = frozenset({"finance", "director", "service", "analyst"})
"""Who sees payments."""
COLLECTORS: Final = frozenset({"finance", "director", "warehouse"})
"""Who takes in cash that a carrier brings back."""
PAYERS: Final = frozenset({PUBLIC, *REFUNDERS})
"""Who may begin a payment: shoppers, and whoever takes an order by phone."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
HERE: Final[frozenset[Surface]] = frozenset()
"""No surface: only for other rooms, the system, and pages that know what they pass on."""
