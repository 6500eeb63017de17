"""Secrets at rest: encrypted with the installation's key, so that a copy of the database alone gives nothing away.

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived from the installation key by HKDF-SHA256 (RFC 5869).
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["Unreadable", "decrypt", "encrypt"]


class Unreadable(ValueError):
    """The text was encrypted under another installation key, or damaged."""


def encrypt(text: str) -> str:
    """Return `text` encrypted, as ASCII."""
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """Return what `encrypt` was given; raises Unreadable."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("encrypted under another installation key, or damaged") from error


@lru_cache(maxsize=2)
def _cipher(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"storecrew secrets at rest").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
