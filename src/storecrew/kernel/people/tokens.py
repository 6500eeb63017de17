"""Secrets that programs and invitations carry: shown once, kept as a digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from storecrew.kernel.actions.types import Actor, Surface, agent, person
from storecrew.kernel.people.models import Agent, Person, Token

TOKEN_START = "scw_"  # noqa: S105  the beginning of every token, so that scanners find lost ones
SHOWN = len(TOKEN_START) + 6


@dataclass(frozen=True, slots=True)
class Secret:
    """A fresh secret: `text` leaves the house once, `digest` stays."""

    text: str
    digest: str
    prefix: str


def fresh(start: str = TOKEN_START) -> Secret:
    """Return 256 bits of chance as text that can be copied by a double click."""
    text = start + secrets.token_hex(32)
    return Secret(text, digest_of(text), text[:SHOWN])


def digest_of(text: str) -> str:
    """Return the SHA-256 of a secret. A salt would add nothing: nobody guesses 256 bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def bearer_of(text: str, now: datetime, *, surface: Surface, address: str = "") -> Actor | None:
    """Return who carries this token, None when it is unknown, expired or revoked."""
    valid = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    token = Token.objects.select_related("agent").filter(valid, digest=digest_of(text)).first()
    if token is None:
        return None
    _mark_used(token, now)
    if token.agent is not None:
        return agent(token.agent.pk, acting_for=token.agent.acts_for_id, surface=surface, address=address)
    return person(token.person_id, surface=surface, address=address) if token.person_id else None


def _mark_used(token: Token, now: datetime) -> None:
    # a mark like a session's, not a change of the business: no audit, and once a minute at most
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - timedelta(minutes=1))
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def issue(
    secret: Secret, now: datetime, *, of: Person | Agent, name: str = "", expires_at: datetime | None = None
) -> Token:
    """Store a token of a person or an agent."""
    bearer = {"person": of} if isinstance(of, Person) else {"agent": of}
    return Token.objects.create(
        **bearer, name=name, prefix=secret.prefix, digest=secret.digest, created_at=now, expires_at=expires_at
    )


def revoke(now: datetime, **whose: object) -> int:
    """Revoke every valid token of `person=…` or `agent=…`; returns how many."""
    return Token.objects.filter(**whose, revoked_at=None).update(revoked_at=now)
