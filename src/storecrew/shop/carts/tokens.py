"""The secret by which a shopper's browser holds a cart."""

import hashlib
import secrets
from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Private

BYTES = 24

Token = Annotated[str, Private, Field(min_length=24, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
"""As an input: never in the audit. Whoever shows a cart to a shopper makes one with `new_token`."""


def new_token() -> str:
    """Return a fresh, unguessable token."""
    return secrets.token_urlsafe(BYTES)


def key_of(token: str) -> str:
    """Return what the table knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()
