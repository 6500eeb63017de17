"""What this room itself keeps of a person, as the copy of their data shows it; and its part of the timeline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.activity import ActivityQuery, ActivityRow, ChangeRow, activity
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.customers import privacy, timeline
from storecrew.shop.customers.models import (
    Address,
    Consent,
    Customer,
    CustomerTag,
    Note,
    PrivacyRequest,
    Purpose,
    Session,
)
from storecrew.shop.customers.timeline import Happening

DEEPEST = 20
"""Pages of the audit that are turned over to find what was before a moment."""
FIELDS = ("email", "phone", "name", "language", "country", "source", "outside_id")


def _person(numbers: Sequence[int]) -> Any:
    rows = Customer.objects.filter(pk__in=numbers).order_by("pk")
    return [
        {
            "number": row.pk,
            **{name: getattr(row, name) for name in FIELDS},
            "known_since": row.created_at.isoformat(),
            "last_seen": row.seen_at.isoformat() if row.seen_at else None,
        }
        for row in rows
    ]


def _addresses(numbers: Sequence[int]) -> Any:
    rows = Address.objects.filter(customer__in=numbers).order_by("pk")
    return [{**row.data, "since": row.created_at.isoformat()} for row in rows]


def _consents(numbers: Sequence[int]) -> Any:
    rows = Consent.objects.filter(customer__in=numbers).order_by("pk")
    names = ("purpose", "given", "text_version", "text_hash", "place", "ip")
    return [{name: getattr(row, name) for name in names} | {"at": row.at.isoformat()} for row in rows]


def _notes(numbers: Sequence[int]) -> Any:
    tags = CustomerTag.objects.filter(customer__in=numbers).order_by("tag__name", "pk")
    rows = Note.objects.filter(customer__in=numbers).order_by("pk")
    return {
        "tags": list(tags.values_list("tag__name", flat=True)),
        "notes": [{"text": row.text, "at": row.at.isoformat()} for row in rows],
    }


def _sessions(numbers: Sequence[int]) -> Any:
    rows = Session.objects.filter(customer__in=numbers).order_by("pk")
    return [
        {"device": row.device, "since": row.created_at.isoformat(), "last_used": row.seen_at.isoformat()}
        for row in rows
    ]


def _requests(numbers: Sequence[int]) -> Any:
    rows = PrivacyRequest.objects.filter(customer__in=numbers).order_by("pk")
    return [{"kind": row.kind, "at": row.asked_at.isoformat(), "refused": row.refused_because} for row in rows]


def _nothing_more(numbers: Sequence[int], now: datetime) -> int:
    return 0  # the action that forgets erases this room's rows itself


privacy.section("customers.person", label=_("Name and how to reach them"), export=_person, forget=_nothing_more)
privacy.section("customers.addresses", label=_("Address book"), export=_addresses, forget=_nothing_more)
privacy.section(
    "customers.consents",
    label=_("Consents"),
    export=_consents,
    forget=_nothing_more,
    keeps=_("That somebody agreed, to which words and when, stays as proof; who it was is erased."),
)
privacy.section("customers.notes", label=_("Tags and notes of the crew"), export=_notes, forget=_nothing_more)
privacy.section("customers.sessions", label=_("Signed-in browsers"), export=_sessions, forget=_nothing_more)
privacy.section("customers.requests", label=_("Requests about their data"), export=_requests, forget=_nothing_more)


@timeline.source("customers.audit")
def acts(actor: Actor, numbers: Sequence[int], before: datetime | None, limit: int) -> Iterable[Happening]:
    """Tell what was done to the customer, and what they did here themselves."""
    found = {row.entry_id: row for number in numbers for row in _rows(actor, number, before, limit)}
    names = {str(row) for row in Customer.objects.filter(pk__in=numbers)} | {f"customer:{n}" for n in numbers}
    done = sorted((row for row in found.values() if row.outcome == "done"), key=lambda row: row.at, reverse=True)
    for row in done[:limit]:
        themselves = row.who in names
        yield Happening(
            at=row.at,
            title=row.label,
            detail="; ".join(filter(None, map(_change, row.changes))),
            icon="person" if themselves else "note",
            tone=Tone.NEUTRAL,
            who="" if themselves else row.who or row.system,
        )


def _rows(actor: Actor, number: int, before: datetime | None, limit: int) -> Iterator[ActivityRow]:
    cursor = None
    for _page in range(DEEPEST):
        query = ActivityQuery(subject=f"customer:{number}", cursor=cursor, limit=min(limit, 100))
        page = activity(actor, query)
        yield from (row for row in page.items if before is None or row.at < before)
        cursor = page.cursor
        if cursor is None or before is None or page.items[-1].at < before:
            return


WORDS: Mapping[str, Text] = {
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "country": _("Country"),
    "tags": _("Tags"),
    "address": _("Address"),
    "note": _("Note"),
}
"""Fields whose change says more than the name of the act."""


def _change(one: ChangeRow) -> str:
    """Return a change as a reader understands it; empty for what the act's own name says already."""
    kind, _dot, purpose = one.field.partition(".")
    if kind == "consent" and purpose in Purpose.values:
        return str(Purpose(purpose).label)
    word = WORDS.get(one.field)
    if word is None:
        return ""
    if not one.old:
        return f"{word}: {one.new}"
    return f"{word}: {one.old} → {one.new or '–'}"
