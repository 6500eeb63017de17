"""Tell a person something: a line under Notices, with a page behind it."""

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.models import Notice
from storecrew.kernel.pages.writing import tell

__all__ = ["tell", "unread_count"]


def unread_count(actor: Actor) -> int:
    """Return how many lines the person has not seen; 0 for anybody but a person."""
    if actor.kind != "person":
        return 0
    return Notice.objects.filter(person_id=actor.person_id or 0, read_at=None).count()
