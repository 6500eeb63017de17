"""What a link carries: 160 bits made of the row's salt under the installation's key. A copy of the database opens nothing.

Small letters and digits only: chat programs cut links at other signs, and people may read one out.
"""

import base64
import hashlib
import hmac
from typing import Annotated, Final

from django.conf import settings
from django.utils.crypto import constant_time_compare
from pydantic import Field

from storecrew.kernel.actions.types import Private
from storecrew.shop.supply.access.models import Key

LENGTH: Final = 32
Token = Annotated[str, Private, Field(min_length=LENGTH, max_length=LENGTH, pattern=r"^[a-z2-7]+$")]


def make(salt: str) -> str:
    """Return the token of a salt."""
    said = hmac.digest(settings.SECRET_KEY.encode(), f"storecrew supplier link {salt}".encode(), "sha256")
    return base64.b32encode(said[: LENGTH * 5 // 8]).decode().lower()


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(key: Key) -> str:
    """Return what a link carries; empty when the installation's key is another one since."""
    token = make(key.salt)
    return token if constant_time_compare(digest_of(token), key.digest) else ""
