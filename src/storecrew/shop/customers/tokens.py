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
    """Return the link that a token opens at `now`, locked; None when it is forged, used or too old."""
    uid = _uid(token)
    good = SignInLink.objects.select_for_update().filter(uid=uid, used_at=None, expires_at__gt=now)
    return good.first() if uid else None


def known(token: str) -> SignInLink | None:
    """Return the link that a token is of, whether it still opens anything or not; None when it is forged."""
    uid = _uid(token)
    return SignInLink.objects.filter(uid=uid).first() if uid else None


def _uid(token: str) -> str:
    try:
        return _SIGNER.unsign(token)
    except signing.BadSignature:
        return ""
