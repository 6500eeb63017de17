"""Entries as they were booked."""

from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.shop.ledger.models import Entry
from storecrew.shop.ledger.seats import EVERYWHERE, READERS
from storecrew.shop.ledger.types import EntryView, LineView
from storecrew.shop.ledger.writing import days


class OneEntry(Input):
    """Which entry, by its number."""

    number: int


@read("ledger.entry", label=gettext_lazy("Look up an entry"), seats=READERS, surfaces=EVERYWHERE)
def entry(ask: Ask, data: OneEntry) -> EntryView:
    """Tell everything about one entry."""
    row = _entries().filter(pk=data.number).first()
    if row is None:
        raise Missing(_("There is no entry %(number)d.") % {"number": data.number})
    return _view(row, days.locked_until())


class AboutQuery(Input):
    """What the entries are about, such as order:12."""

    source: Annotated[str, Field(min_length=1, max_length=120)]


@read("ledger.about", label=gettext_lazy("Entries about something"), seats=READERS, surfaces=EVERYWHERE)
def about(ask: Ask, data: AboutQuery) -> Page[EntryView]:
    """List what was booked about one order, payment, return or anything else; first booked first, at most 200."""
    rows = _entries().filter(source=data.source).order_by("number")[:200]
    closed = days.locked_until()
    return Page[EntryView](items=tuple(_view(row, closed) for row in rows))


def _entries() -> QuerySet[Entry]:
    return Entry.objects.select_related("reversed_by").prefetch_related("lines__account")


def _view(row: Entry, closed: date | None) -> EntryView:
    undone: Entry | None = getattr(row, "reversed_by", None)
    return EntryView(
        number=row.number,
        on=row.on,
        text=row.text,
        source=row.source,
        key=row.key,
        posted_at=row.posted_at,
        posted_by=row.posted_by,
        reverses=row.reverses_id,
        reversed_by=undone.number if undone else None,
        hash=row.hash,
        previous_hash=row.previous_hash,
        locked=closed is not None and row.on <= closed,
        lines=tuple(
            LineView(
                account_id=line.account_id,
                code=line.account.code,
                account=line.account.name_in(get_language()),
                currency=line.currency,
                debit_minor=line.debit_minor,
                credit_minor=line.credit_minor,
                note=line.note,
            )
            for line in sorted(row.lines.all(), key=lambda line: line.place)
        ),
    )
