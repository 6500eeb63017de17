"""Invitation links: an invite's number under the installation's signature. Only who was sent the link can show it."""

from datetime import datetime

from django.core import signing

from storecrew.kernel.people.models import Invite

SALT = "storecrew.people.invite"


def token_of(invite: Invite) -> str:
    """Return what the link carries; the row alone is not enough to make it, the installation's key is needed too."""
    return signing.Signer(salt=SALT).sign(invite.uid)


def get(invite_id: int) -> Invite:
    """Return an invite with its inviter; raises Invite.DoesNotExist."""
    return Invite.objects.select_related("invited_by").get(pk=invite_id)


def is_open(invite: Invite, now: datetime) -> bool:
    """Tell whether the link of this invite lets anybody in at `now`."""
    return invite.accepted_at is None and invite.withdrawn_at is None and invite.expires_at > now


def find(token: str, now: datetime) -> Invite | None:
    """Return the invite that this token opens at `now`, None when it is forged, used, withdrawn or too old."""
    try:
        uid = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Invite.objects.filter(uid=uid, accepted_at=None, withdrawn_at=None, expires_at__gt=now).first()
