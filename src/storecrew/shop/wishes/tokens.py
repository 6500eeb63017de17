"""Secrets of wish lists: what a browser holds, and what links carry."""

import hashlib
import secrets
from typing import Annotated

from django.core import signing
from django.utils.crypto import constant_time_compare
from pydantic import Field

from storecrew.kernel.actions.types import Private
from storecrew.shop.wishes.models import StockAlert, WishList

Token = Annotated[str, Private, Field(max_length=64, pattern=r"^([A-Za-z0-9_-]{24,64})?$")]
"""As an input: never in the audit. Empty for a customer who is signed in and holds none."""
Link = Annotated[str, Private, Field(min_length=8, max_length=200)]

_SHARED = signing.Signer(salt="wishes.shared")
_STOP = signing.Signer(salt="wishes.stop")
_NO_DROPS = signing.Signer(salt="wishes.no_drops")


def new_token() -> str:
    """Return a fresh, unguessable token."""
    return secrets.token_urlsafe(24)


def key_of(token: str) -> str:
    """Return what the table knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(row: WishList) -> str:
    """Return what the link of a shared list carries."""
    return f"{row.uid}.{_SHARED.signature(f'{row.uid}.{row.link_version}')}"


def shared_list(link: str) -> WishList | None:
    """Return the list that a shared link opens; None for a forged one, and once sharing was ended."""
    uid = link.partition(".")[0]
    row = WishList.objects.filter(uid=uid, shared=True).first()
    return row if row is not None and constant_time_compare(link, link_of(row)) else None


def stop_link(alert: StockAlert) -> str:
    """Return what the link carries that ends a notice."""
    return _STOP.sign(f"a{alert.pk}")


def no_drops_link(row: WishList) -> str:
    """Return what the link carries that ends letters about prices."""
    return _NO_DROPS.sign(f"l{row.pk}")


def stopped_by(link: str) -> tuple[str, int] | None:
    """Return what a link ends: `alert` or `list`, and its id; None for a forged one."""
    for name, signer in (("alert", _STOP), ("list", _NO_DROPS)):
        try:
            return name, int(signer.unsign(link)[1:])
        except (signing.BadSignature, ValueError):
            continue
    return None
