"""Who asks, and whom they can choose from."""

from django.http import HttpRequest

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people import reads
from storecrew.kernel.people.rows import PersonRow


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def crew(request: HttpRequest) -> tuple[PersonRow, ...]:
    """Return everybody in the store, by name."""
    return reads.people(actor_of(request), reads.PeopleQuery()).items
