"""Who may set up an empty installation: somebody at this machine, or who knows the code that its owner was shown.

An installation that strangers can reach would otherwise belong to the first who finds it. The code lies in the data
folder, which only the owner reads, until there is a store.
"""

import hmac
import ipaddress
import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are mistaken for each other when typed from a screen."""
LENGTH = 12
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


def is_local(request: HttpRequest) -> bool:
    """Tell whether the visitor sits at this machine: the address asked for, the caller and the store are all this machine's.

    A caller that came through another server is no proof, whatever it calls itself.
    """
    forwarded = any(name in request.headers for name in _FORWARDED)
    asked, caller = urlsplit(f"//{request.get_host()}").hostname, request.META.get("REMOTE_ADDR", "")
    return not forwarded and not is_public() and _is_loopback(asked) and _is_loopback(caller)


def is_public(host: str = "") -> bool:
    """Tell whether others may reach the store, by its public address or by the address it listens on."""
    return not _is_loopback(urlsplit(settings.ENVIRONMENT.origin).hostname) or bool(host and not _is_loopback(host))


def code() -> str:
    """Return the code in groups of four, making it at the first call."""
    with suppress(FileNotFoundError):
        return _path().read_text().strip()
    text = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    fresh = _path().with_name(f".{_path().name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("-".join(text[start : start + 4] for start in range(0, LENGTH, 4)))
    with suppress(FileExistsError):  # another process was quicker: then its code is the code
        _path().hardlink_to(fresh)
    fresh.unlink()
    return _path().read_text().strip()


def fits(text: str) -> bool:
    """Tell whether this is the code, however it was typed."""
    return hmac.compare_digest(_bare(text), _bare(code()))


def forget() -> None:
    """Throw the code away: there is a store now."""
    _path().unlink(missing_ok=True)


def _bare(text: str) -> bytes:
    return "".join(sign for sign in text.upper() if sign.isalnum()).encode()


def _path() -> Path:
    return Path(settings.DATA) / "setup-code"


def _is_loopback(host: str | None) -> bool:
    if host in {"localhost", "testserver"}:
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
