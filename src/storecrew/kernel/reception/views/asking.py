"""Whom the reader can choose from, and what they may ask for at all."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.actions.questions import Read
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.people import reads
from storecrew.kernel.people.rows import PersonRow


def crew(request: HttpRequest) -> tuple[PersonRow, ...]:
    """Return everybody in the store, by name."""
    return reads.people(actor_of(request), reads.PeopleQuery()).items


def demand(request: HttpRequest, action: Action[Any, Any] | Read[Any, Any]) -> None:
    """Raise Denied unless the reader may use `action`: a form nobody could send is not shown either."""
    permit(actor_of(request), name=action.name, seats=action.seats, at=timezone.now())
