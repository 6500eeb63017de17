"""Book and take back."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private, Surface
from storecrew.shop.ledger.events import EntriesPosted, EntryPosted
from storecrew.shop.ledger.models import Entry
from storecrew.shop.ledger.seats import BOOKKEEPERS, BY_PEOPLE
from storecrew.shop.ledger.types import EntryDraft, LineDraft, Posted
from storecrew.shop.ledger.writing import days
from storecrew.shop.ledger.writing.posting import write


@action("ledger.post", label=gettext_lazy("Book an entry"), seats=BOOKKEEPERS, surfaces=BY_PEOPLE, emits=(EntryPosted,))
def post(run: Run, data: EntryDraft) -> Posted:
    """Book an entry whose debit and credit are equal in each currency. It can be reversed, never changed."""
    (posted,) = write(run, [data])
    _announce(run, posted, data)
    return posted


class Entries(Input):
    """Entries to book together: all of them, or none."""

    # the entries themselves are the record; a copy of thousands in the audit would help nobody
    entries: Annotated[tuple[EntryDraft, ...], Field(min_length=1, max_length=20_000), Private]


class PostedMany(Output):
    """Numbers of the first and the last entry that is new (0: none is), and how many are, and how many were there."""

    first: int
    last: int
    new: int
    known: int


@action(
    "ledger.post_many",
    label=gettext_lazy("Book many entries"),
    seats=BOOKKEEPERS,
    surfaces={Surface.REST, Surface.CLI},
    emits=(EntriesPosted,),
)
def post_many(run: Run, data: Entries) -> PostedMany:
    """Book many entries in one transaction, each once by its key: imports, and a day's postings of a busy shop."""
    answers = write(run, data.entries, many=True)
    new = [answer.number for answer in answers if answer.new]
    if new:
        run.about(f"entry:{new[0]}", f"entry:{new[-1]}")
        run.changed(f"entry:{new[0]}", "booked", old=None, new=len(new))
        run.emit(EntriesPosted(first=new[0], last=new[-1]), subject="ledger:journal")
    return PostedMany(
        first=new[0] if new else 0, last=new[-1] if new else 0, new=len(new), known=len(answers) - len(new)
    )


class Reverse(Input):
    """The entry to take back. `on` None: on its own day, or today when its month is closed."""

    number: int
    reason: Annotated[str, Field(min_length=3, max_length=200)]
    on: date | None = None


@action(
    "ledger.reverse",
    label=gettext_lazy("Reverse an entry"),
    seats=BOOKKEEPERS,
    surfaces=BY_PEOPLE,
    emits=(EntryPosted,),
)
def reverse(run: Run, data: Reverse) -> Posted:
    """Take an entry back by booking its mirror image. Both stay in the books; reversing twice answers the same."""
    row = Entry.objects.filter(pk=data.number).first()
    if row is None:
        raise Missing(_("There is no entry %(number)d.") % {"number": data.number})
    if row.reverses_id:
        raise Refused(
            _("Entry %(number)d takes another one back. Book what is right as a new entry.") % {"number": row.number},
            code="ledger.is_reversal",
        )
    done = Entry.objects.filter(reverses=row).first()
    if done is not None:
        run.about(row.subject, done.subject)
        return Posted(number=done.number, hash=done.hash, new=False)
    draft = _mirror(row, on=data.on or _day_of_reversal(run, row), reason=data.reason)
    (posted,) = write(run, [draft], reverses=row.number)
    _announce(run, posted, draft, reverses=row.number)
    run.about(row.subject)
    return posted


def _mirror(row: Entry, *, on: date, reason: str) -> EntryDraft:
    lines = tuple(
        LineDraft(
            account=line.account.code,
            currency=line.currency,
            debit_minor=line.credit_minor,
            credit_minor=line.debit_minor,
            note=line.note,
        )
        for line in row.lines.select_related("account").order_by("place")
    )
    return EntryDraft(on=on, text=reason, lines=lines, key=f"reverse:{row.number}", source=row.source)


def _day_of_reversal(run: Run, row: Entry) -> date:
    closed = days.locked_until()
    return row.on if closed is None or row.on > closed else days.today(run.now)


def _announce(run: Run, posted: Posted, draft: EntryDraft, *, reverses: int | None = None) -> None:
    subject = f"entry:{posted.number}"
    run.about(subject, *([draft.source] if ":" in draft.source else []))
    if posted.new:
        run.emit(
            EntryPosted(number=posted.number, on=draft.on, source=draft.source, reverses=reverses), subject=subject
        )
