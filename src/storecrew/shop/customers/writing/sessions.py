"""Open, mark and end the sessions of customers."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from storecrew.shop.customers.models import Customer, Session
from storecrew.shop.customers.types import SESSION_FOR_DAYS

LASTS = timedelta(days=SESSION_FOR_DAYS)
MARK_EVERY = timedelta(minutes=10)


def digest_of(token: str) -> str:
    """Return what the table knows a token by. A salt would add nothing: nobody guesses 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(customer: Customer, *, device: str, now: datetime) -> str:
    """Begin a session and return its token, which leaves the house once."""
    token = secrets.token_urlsafe(32)
    Session.objects.create(
        customer=customer,
        digest=digest_of(token),
        device=device[:120],
        created_at=now,
        seen_at=now,
        expires_at=now + LASTS,
    )
    Customer.objects.filter(pk=customer.pk).update(seen_at=now)
    return token


def open_sessions(now: datetime) -> QuerySet[Session]:
    """Return the sessions that are good at `now`."""
    return Session.objects.filter(ended_at=None, expires_at__gt=now)


def seen(session: Session, now: datetime) -> None:
    """Note that a session is in use: a mark, not a change of the business, and once in ten minutes at most."""
    if now - session.seen_at >= MARK_EVERY:
        Session.objects.filter(pk=session.pk, seen_at__lt=now).update(seen_at=now, expires_at=now + LASTS)
        Customer.objects.filter(pk=session.customer_id).update(seen_at=now)
