"""Links that prove a new address: signed, for a day, and only while nothing else was asked for or changed."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing

SALT = "storecrew.people.new_address"
HOLDS = timedelta(days=1)


def pending(address_id: int) -> EmailAddress | None:
    """Return an address that waits for its proof; None when it was proven, replaced, or its person left."""
    return EmailAddress.objects.filter(pk=address_id, verified=False, user__left_at=None).select_related("user").first()


def token_of(row: EmailAddress) -> str:
    """Return what the link carries; the address that holds now is part of it, so that one change voids older links."""
    token: str = signing.dumps([row.pk, row.email, row.user.email], salt=SALT)
    return token


def find(token: str) -> EmailAddress | None:
    """Return the address that a link proves, None when it is forged, too old or void."""
    try:
        number, email, old = signing.loads(token, salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return None
    row = pending(number)
    return row if row is not None and (row.email, row.user.email) == (email, old) else None
