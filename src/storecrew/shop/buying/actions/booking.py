"""Book what waits to be booked."""

from datetime import date

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.buying.models import Booking
from storecrew.shop.buying.seats import BILLERS, EVERYWHERE
from storecrew.shop.ledger import actions as ledger
from storecrew.shop.ledger.types import EntryDraft, LineDraft


class Book(Input):
    """How many at once. `on`: the day to book on, for entries whose month is closed; None: their own."""

    limit: int = 500
    on: date | None = None


class Booked(Output):
    """How many were booked, how many wait, and what the first of them waits for."""

    booked: int
    waiting: int
    why: str = ""


@action(
    "buying.book",
    label=gettext_lazy("Book what was received and billed"),
    seats=BILLERS,
    surfaces=EVERYWHERE,
    calls=(ledger.post,),
)
def book(run: Run, data: Book) -> Booked:
    """Book deliveries, freight and suppliers' bills in the order in which they happened, each once.

    What the books cannot take yet (an account is missing, a month is closed) waits and is tried again.
    """
    booked, why = 0, ""
    for row in Booking.objects.select_for_update().filter(entry=None).order_by("pk")[: data.limit]:
        try:
            posted = run.call(ledger.post, _draft(row, data.on))
        except ActionError as error:
            why = error.message
            break
        Booking.objects.filter(pk=row.pk).update(entry=posted.number)
        booked += 1
    return Booked(booked=booked, waiting=Booking.objects.filter(entry=None).count(), why=why)


def _draft(row: Booking, on: date | None) -> EntryDraft:
    return EntryDraft(
        on=on or row.on,
        text=row.text,
        source=row.source,
        key=row.key,
        lines=tuple(
            LineDraft(account=account, debit_minor=debit, credit_minor=credit, currency=currency)
            for account, debit, credit, currency in row.lines
        ),
    )
