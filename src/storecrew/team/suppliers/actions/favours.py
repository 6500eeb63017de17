"""Help that was asked for and given, and who owes whom."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import contacts_of
from storecrew.team.suppliers.models import Favour, FavourState, Owes
from storecrew.team.suppliers.seats import EVERYWHERE, KEEPERS


class NoteFavour(Input):
    """What was done for whom. `asked`: we asked them for it; `owes`: who owes whom for it; `on` None: today."""

    supplier_id: int
    what: Annotated[str, Field(min_length=1, max_length=300)]
    asked: bool = True
    owes: Owes = Owes.WE
    contact_id: int | None = None
    on: date | None = None
    due_on: date | None = None


class FavourId(Output):
    """Names a favour."""

    favour_id: int


@action("suppliers.note_favour", label=gettext_lazy("Note help given or taken"), seats=KEEPERS, surfaces=EVERYWHERE)
def note_favour(run: Run, data: NoteFavour) -> FavourId:
    """Note help that a supplier gave us or we gave them, and who owes whom for it."""
    if not supply.suppliers_by_id([data.supplier_id]):
        raise Missing(_("There is no such supplier."))
    people = contacts_of([data.supplier_id]).get(data.supplier_id, ())
    if data.contact_id is not None and data.contact_id not in {one.contact_id for one in people}:
        raise InvalidInput({"contact_id": _("Nobody of that number works there.")})
    on = data.on or supply.store_day(run.now)
    if data.due_on is not None and data.due_on < on:
        raise InvalidInput({"due_on": _("It cannot be made up for before it was done.")})
    row = Favour.objects.create(
        supplier_id=data.supplier_id,
        contact_id=data.contact_id,
        what=data.what,
        asked=data.asked,
        owes=data.owes,
        on=on,
        due_on=data.due_on,
        state=FavourState.EVEN if data.owes == Owes.NOBODY else FavourState.OPEN,
        ended_at=run.now if data.owes == Owes.NOBODY else None,
        noted_at=run.now,
        noted_by=run.actor.ref,
    )
    run.changed(row.subject, "what", old=None, new=row.what)
    run.about(f"supplier:{row.supplier_id}")
    return FavourId(favour_id=row.pk)


class EndFavour(Input):
    """Which one, and how: made up for, or nothing is owed any more."""

    favour_id: int
    waived: bool = False
    how: Annotated[str, Field(max_length=300)] = ""


@action(
    "suppliers.end_favour", label=gettext_lazy("Note that help was made up for"), seats=KEEPERS, surfaces=EVERYWHERE
)
def end_favour(run: Run, data: EndFavour) -> FavourId:
    """Note that help was made up for, or that nothing is owed for it."""
    row = Favour.objects.select_for_update().filter(pk=data.favour_id).first()
    if row is None:
        raise Missing(_("There is no such favour."))
    if row.state != FavourState.OPEN:
        raise Refused(_("That is settled already."), code="suppliers.even")
    state = FavourState.WAIVED if data.waived else FavourState.EVEN
    run.changed(row.subject, "state", old=row.state, new=state.value)
    run.about(f"supplier:{row.supplier_id}")
    row.state, row.how_ended, row.ended_at = state, data.how, run.now
    row.save()
    return FavourId(favour_id=row.pk)
