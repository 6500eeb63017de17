"""Tell a person something: a line under Notices, with a page behind it."""

from storecrew.kernel.actions.types import Actor


def unread_count(actor: Actor) -> int:
    """Return how many lines the person has not seen."""
    return 0
