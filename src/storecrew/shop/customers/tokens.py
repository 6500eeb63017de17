"""What links by mail carry: a row's name under the installation's signature. The row alone opens nothing."""

from datetime import datetime
from typing import Annotated

from django.core import signing
from pydantic import Field

from storecrew.kernel.actions.types import Private
from storecrew.shop.customers.models import SignInLink

LinkToken = Annotated[str, Private, Field(min_length=20, max_length=120)]

_SIGNER = signing.Signer(salt="customers.link", sep=".")


def token_of(link: SignInLink) -> str:
    """Return what the link carries."""
    return _SIGNER.sign(link.uid)


def find(token: str, now: datetime) -> SignInLink | None:
    """Return the link that a token opens at `now`; None when it is forged, used or too old."""
    try:
        uid = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return SignInLink.objects.select_for_update().filter(uid=uid, used_at=None, expires_at__gt=now).first()
