"""What an account shows its owner: the link they have opened, what they agreed to, what they asked for."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from storecrew.shop.customers import tokens
from storecrew.shop.customers.models import Consent, LinkPurpose, PrivacyRequest
from storecrew.shop.customers.types import ConsentView, LinkView, PrivacyKind, PrivacyView


def link(token: str, now: datetime | None = None) -> LinkView | None:
    """Return the link that a token is of, good or over; None when it is forged or swept away. Uses nothing up."""
    row = tokens.known(token)
    if row is None:
        return None
    good = row.used_at is None and row.expires_at > (now or timezone.now())
    return LinkView(email=row.email, language=row.language, changes=row.purpose == LinkPurpose.EMAIL, good=good)


def newest_consents(customer_id: int) -> dict[str, ConsentView]:
    """Return the newest row of proof for each purpose that somebody ever spoke on; those of records merged into theirs count."""
    rows = Consent.objects.filter(Q(customer=customer_id) | Q(customer__merged_into=customer_id)).order_by("pk")
    return {
        row.purpose: ConsentView(
            purpose=row.purpose,
            given=row.given,
            text_version=row.text_version,
            text_hash=row.text_hash,
            at=row.at,
            place=row.place,
            ip=row.ip or "",
            by=row.by,
        )
        for row in rows
    }


def open_requests(customer_id: int) -> tuple[PrivacyView, ...]:
    """Return what a customer has asked about their data and nobody has answered yet, the oldest first."""
    rows = PrivacyRequest.objects.filter(customer=customer_id, answered_at=None).order_by("pk")
    return tuple(
        PrivacyView(request_id=row.pk, kind=PrivacyKind(row.kind), asked_at=row.asked_at, due_at=row.due_at)
        for row in rows
    )
