"""Who may look at, and who may work on, the pages of this room."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import allows, permit
from storecrew.kernel.actions.types import Actor
from storecrew.shop.payments.seats import KEEPERS, READERS


def reader(request: HttpRequest) -> Actor:
    """Return who looks; raises Denied without a seat that sees payments."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    permit(actor, name="payments.of_payable", seats=READERS, at=timezone.now())
    return actor


def may(request: HttpRequest, name: str, seats: frozenset[str] = KEEPERS) -> bool:
    """Tell whether the reader may use an action: for buttons, never instead of the action's own look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return allows(actor, name=name, seats=seats, at=timezone.now())
