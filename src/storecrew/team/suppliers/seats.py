"""Who may do what in keeping up with suppliers."""

from typing import Final

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import PUBLIC, Actor, Surface

KEEPERS: Final = frozenset({"director", "warehouse"})
"""Who speaks with suppliers, sends problems and settles them."""
RAISERS: Final = frozenset({"director", "warehouse", "service"})
"""Who may note a problem: those who hear of it first."""
ANSWERERS: Final = frozenset({"director", "warehouse", PUBLIC})
"""Those who write down what a supplier said, and the supplier themselves: the action looks whose problem it is."""
PAYERS: Final = frozenset({"director", "finance"})
"""Who takes a claim off an invoice, or books that it was paid."""
RULERS: Final = frozenset({"director"})
"""Who says what weighs how much, and what follows from it."""
READERS: Final = frozenset({"director", "warehouse", "service", "finance", "analyst"})
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
ANSWERED: Final = EVERYWHERE | {Surface.PORTAL}
NOBODY: Final[frozenset[str]] = frozenset()
"""Only the system itself."""

WATCHER: Final = grants.system(
    "suppliers.watcher",
    may={
        "suppliers.look_for_problems",
        "suppliers.draft_greetings",
        "suppliers.keep_scores",
        "suppliers.refresh_costs",
        "suppliers.note_touch_by_event",
    },
)
"""Looks for complaints that belong together, drafts greetings, keeps the score; sends nothing."""


def watcher(reason: str) -> Actor:
    """Return the system as an actor, for a reason."""
    return Actor("system", name=WATCHER, reason=reason, surface=Surface.WORKER)
