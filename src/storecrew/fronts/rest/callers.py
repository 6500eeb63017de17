"""Who calls: a bearer token's person or agent, or a stranger. Cookies are not looked at."""

import hashlib
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import SignedOut
from storecrew.kernel.actions.types import Actor, Surface, nobody


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor, and the name under which its requests are counted."""

    actor: Actor
    counted_as: str


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls; raises SignedOut when a token is sent that is unknown, expired or revoked."""
    address = request.META.get("REMOTE_ADDR", "")
    authorization = request.headers.get("Authorization", "")
    if not authorization:
        return Caller(nobody(surface=Surface.REST, address=address), f"address:{address}")
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware from the same header
    if actor.stranger:
        raise SignedOut(_("This token is not known here, or no longer valid. Make a new one in the console."))
    return Caller(actor, "token:" + hashlib.sha256(authorization.encode()).hexdigest()[:32])
