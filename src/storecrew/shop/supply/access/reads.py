"""Who comes in by a link, and which links a supplier has: plain functions for fronts and pages, which check who asks."""

from datetime import datetime

from django.db.models import F

from storecrew.shop.supply.access.doorway import address_of
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.access.tokens import digest_of, token_of
from storecrew.shop.supply.access.types import KeyView, Opened
from storecrew.shop.supply.models import State


def opened(token: str, now: datetime) -> Opened | None:
    """Return whom a token lets in at `now`; None for one that is forged, run out or taken back. One query."""
    row = Key.objects.good(now).filter(digest=digest_of(token)).first()
    if row is None:
        return None
    return Opened(
        key_id=row.pk,
        supplier_id=row.supplier_id,
        contact_id=row.contact_id,
        language=row.language,
        expires_at=row.expires_at,
    )


def shut(token: str, now: datetime) -> KeyView | None:
    """Return the link of a token that opens nothing any more, for the page that says so; None where there never was one."""
    row = Key.objects.select_related("supplier", "contact").filter(digest=digest_of(token)).first()
    return None if row is None else view_of(row, now)


def url_for(supplier_id: int, contact_id: int | None, now: datetime, *, what: str = "") -> str:
    """Return the address for letters: the contact's own link, else the supplier's; empty where there is none.

    Of several the one that was given last. Letters never make links: somebody of the crew lets people in.
    """
    rows = Key.objects.good(now).filter(supplier_id=supplier_id)
    # a contact's own before the supplier's; None sorts differently in databases, hence by hand
    found = sorted(
        rows, key=lambda row: (row.contact_id == contact_id, row.contact_id is None, row.given_at), reverse=True
    )
    for row in found:
        if row.contact_id in {contact_id, None} and (token := token_of(row)):
            return address_of(token, what)
    return ""


def keys_of(supplier_id: int, now: datetime) -> tuple[KeyView, ...]:
    """Return all links of a supplier, those that open first, then the newest."""
    rows = Key.objects.select_related("supplier", "contact").filter(supplier_id=supplier_id)
    views = [view_of(row, now) for row in rows.order_by(F("revoked_at").desc(nulls_first=True), "-given_at", "-pk")]
    return tuple(sorted(views, key=lambda view: view.state != "open"))


def view_of(row: Key, now: datetime) -> KeyView:
    """Return a link as the crew sees it."""
    return KeyView(
        key_id=row.pk,
        supplier_id=row.supplier_id,
        contact_id=row.contact_id,
        contact=row.contact.name if row.contact else "",
        language=row.language,
        state=_state(row, now),
        given_at=row.given_at,
        expires_at=row.expires_at,
        ends_at=row.ends_at,
        opened_at=row.opened_at,
        last_used_at=row.last_used_at,
        last_address=row.last_address,
        sent_to=row.sent_to,
    )


def _state(row: Key, now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.supplier.state == State.ENDED:
        return "ended"
    if row.contact is not None and row.contact.left_at is not None:
        return "left"
    return "open" if row.expires_at > now else "expired"
