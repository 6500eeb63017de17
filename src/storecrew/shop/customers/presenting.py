"""How a customer's consents, notes and sessions read on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Text
from storecrew.shop.customers.models import Consent, Customer, Note, Purpose, Session
from storecrew.shop.customers.writing.sessions import open_sessions


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent with its proof; `holds` is True for the newest of its purpose when it is given."""

    purpose: Text
    given: bool
    holds: bool
    text_version: str
    text_hash: str
    at: datetime
    place: str
    ip: str
    who: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with who wrote it."""

    note_id: int
    text: str
    private: bool
    at: datetime
    who: str


def consent_rows(numbers: Sequence[int]) -> list[ConsentRow]:
    """Return the consents of a customer, newest first."""
    rows = list(Consent.objects.filter(customer__in=numbers).order_by("-pk")[:50])
    names, seen, shown = _names(row.by for row in rows), set[str](), []
    for row in rows:
        newest = row.purpose not in seen
        seen.add(row.purpose)
        shown.append(
            ConsentRow(
                purpose=Purpose(row.purpose).label,
                given=row.given,
                holds=newest and row.given,
                text_version=row.text_version if row.text_version != "-" else "",
                text_hash=row.text_hash[:12],
                at=row.at,
                place=place_name(row.place),
                ip=row.ip or "",
                who=names.get(row.by, ""),
            )
        )
    return shown


def note_rows(numbers: Sequence[int], *, private: bool) -> list[NoteRow]:
    """Return the notes on a customer that the reader may see, newest first."""
    rows = Note.objects.filter(customer__in=numbers).order_by("-pk")
    rows = rows if private else rows.filter(private=False)
    names = _names(row.by for row in rows)
    return [NoteRow(row.pk, row.text, row.private, row.at, names.get(row.by, "")) for row in rows]


def session_rows(row: Customer, now: datetime) -> list[Session]:
    """Return the browsers in which a customer is signed in."""
    return list(open_sessions(now).filter(customer=row).order_by("-seen_at", "-pk")[:20])


def place_name(place: str) -> str:
    """Return where something was said, in the reader's language."""
    known = {
        "checkout": _("at the checkout"),
        "account": _("in the account"),
        "crew": _("taken down by the crew"),
        "import": _("brought from another system"),
    }
    return known.get(place.partition(":")[0], place)


def _names(refs: Iterable[str]) -> dict[str, str]:
    """Return names by actor; the customers themselves need none."""
    crew = {ref for ref in refs if ref.startswith(("person:", "agent:"))}
    return {ref: found.name for ref, found in links.link_many(crew).items()}
