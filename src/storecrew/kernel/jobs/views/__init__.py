"""The operators' pages."""

from django.http import HttpRequest

from storecrew.kernel.actions.types import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor
