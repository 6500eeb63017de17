"""Fetch a picture from an address that somebody wrote down. For jobs: never call it inside an action."""

from typing import Final

from django.utils.translation import gettext as _

from storecrew.kernel.media.images import MAX_BYTES
from storecrew.kernel.outgoing.client import get
from storecrew.kernel.outgoing.guard import Resolver, look_up
from storecrew.kernel.outgoing.types import OutgoingError, Policy

POLICY: Final = Policy(
    max_bytes=MAX_BYTES,
    timeout_s=30.0,
    types=frozenset({"image/*", "application/octet-stream", "binary/octet-stream", ""}),
)
"""Some stores send pictures without a type; what they are is told by their bytes anyway."""


class NotThere(OutgoingError):
    """The other side has no picture at that address."""

    code = "not_there"


def fetch_picture(url: str, *, policy: Policy = POLICY, resolve: Resolver = look_up) -> bytes:
    """Return the bytes at an address, to be handed to `actions.upload`. Raises OutgoingError.

    Only public addresses are asked, each redirect is checked again, and size and time are limited.
    """
    answer = get(url, policy=policy, headers={"Accept": "image/avif,image/webp,image/*;q=0.8"}, resolve=resolve)
    if answer.status != 200:
        raise NotThere(_("The address answers %(status)d instead of a picture.") % {"status": answer.status}, sent=True)
    return answer.body
