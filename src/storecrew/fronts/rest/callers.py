"""Who calls: a bearer token's person or agent, or a stranger. Cookies are not looked at."""

import hashlib
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import SignedOut
from storecrew.kernel.actions.types import Actor, Surface, nobody
from storecrew.kernel.people import tokens


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor, and the name under which its requests are counted."""

    actor: Actor
    counted_as: str


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls; raises SignedOut when a token is sent that is unknown, expired or revoked."""
    address = request.META.get("REMOTE_ADDR", "")
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return Caller(nobody(surface=Surface.REST, address=address), f"address:{address}")
    actor = tokens.bearer_of(token.strip(), timezone.now(), surface=Surface.REST, address=address) if scheme.lower() == "bearer" else None
    if actor is None:
        raise SignedOut(_("This token is not known here, or no longer valid. Make a new one in the console."))
    return Caller(actor, "token:" + hashlib.sha256(token.encode()).hexdigest()[:32])
