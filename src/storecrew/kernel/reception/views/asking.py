"""Who asks, and whom they can choose from."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.actions.questions import Read
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


def demand(request: HttpRequest, action: Action[Any, Any] | Read[Any, Any]) -> None:
    """Raise Denied unless the reader may use `action`: a form nobody could send is not shown either."""
    permit(actor_of(request), name=action.name, seats=action.seats, at=timezone.now())
