"""Keep in touch: note that one spoke, how often one speaks, and not now."""

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import contacts_of
from storecrew.team.suppliers.cadence import USUAL
from storecrew.team.suppliers.events import TouchNoted
from storecrew.team.suppliers.models import Care, Direction, Rhythm, Touch, Way
from storecrew.team.suppliers.seats import EVERYWHERE, KEEPERS, NOBODY, RULERS
from storecrew.team.suppliers.writing.touching import touch

AHEAD = timedelta(minutes=10)
"""Clocks differ; further ahead nothing can have happened."""


class LogContact(Input):
    """That one spoke with a supplier. `at` None: just now."""

    supplier_id: int
    way: Way
    direction: Direction = Direction.BOTH
    contact_id: int | None = None
    at: datetime | None = None
    note: Annotated[str, Field(max_length=4000)] = ""


class TouchId(Output):
    """Names a contact that happened."""

    touch_id: int


@action(
    "suppliers.log_contact",
    label=gettext_lazy("Note that one spoke with a supplier"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TouchNoted,),
)
def log_contact(run: Run, data: LogContact) -> TouchId:
    """Note a call, a visit, a chat with a supplier. The rhythm of contact begins anew from then."""
    at = data.at or run.now
    if at > run.now + AHEAD:
        raise InvalidInput({"at": _("That is still to come.")})
    _known(data.supplier_id)
    if data.contact_id is not None:
        people = contacts_of([data.supplier_id]).get(data.supplier_id, ())
        if data.contact_id not in {one.contact_id for one in people}:
            raise InvalidInput({"contact_id": _("Nobody of that number works there.")})
    made = touch(
        supplier_id=data.supplier_id,
        key=f"run:{run.uid}",
        at=at,
        way=data.way,
        direction=data.direction,
        by=run.actor.ref,
        note=data.note,
        contact_id=data.contact_id,
    )
    _announce(run, made)
    return TouchId(touch_id=made.pk)


class TouchByEvent(Input):
    """A contact that another room told of. `key` names it: the same key is the same contact."""

    supplier_id: int
    key: Annotated[str, Field(min_length=1, max_length=120)]
    at: datetime
    way: Way
    direction: Direction
    about: Annotated[str, Field(max_length=80)] = ""
    contact_id: int | None = None


@action(
    "suppliers.note_touch_by_event",
    label=gettext_lazy("Hear that somebody spoke with a supplier"),
    seats=NOBODY,
    emits=(TouchNoted,),
)
def note_touch_by_event(run: Run, data: TouchByEvent) -> TouchId:
    """Keep a contact that followed from something else: an answer behind their link, an order that was confirmed."""
    known = Touch.objects.filter(key=data.key).first()
    if known is not None:
        return TouchId(touch_id=known.pk)
    made = touch(
        supplier_id=data.supplier_id,
        key=data.key,
        at=data.at,
        way=data.way,
        direction=data.direction,
        by=run.actor.ref,
        about=data.about,
        contact_id=data.contact_id,
    )
    _announce(run, made)
    return TouchId(touch_id=made.pk)


class SetRhythm(Input):
    """How often one speaks with suppliers of a tier, and whether their people are greeted."""

    tier: Annotated[str, Field(pattern=r"^[abc]$")]
    days: Annotated[int, Field(ge=1, le=366)]
    greets: bool = True


@action("suppliers.set_rhythm", label=gettext_lazy("Say how often one speaks"), seats=RULERS, surfaces=EVERYWHERE)
def set_rhythm(run: Run, data: SetRhythm) -> Nothing:
    """Set how often one speaks with suppliers of a tier."""
    row = Rhythm.objects.select_for_update().filter(tier=data.tier).first()
    run.changed(f"rhythm:{data.tier}", "days", old=row.days if row else USUAL[data.tier], new=data.days)
    run.changed(f"rhythm:{data.tier}", "greets", old=row.greets if row else True, new=data.greets)
    Rhythm.objects.update_or_create(tier=data.tier, defaults={"days": data.days, "greets": data.greets})
    return Nothing()


class SetCare(Input):
    """A rhythm of their own (`days` None: the tier's), and a day before which one does not speak with them."""

    supplier_id: int
    days: Annotated[int, Field(ge=1, le=366)] | None = None
    later: date | None = None


@action(
    "suppliers.set_care",
    label=gettext_lazy("Say how often one speaks with a supplier"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
)
def set_care(run: Run, data: SetCare) -> Nothing:
    """Give a supplier a rhythm of their own, or put the next contact off."""
    _known(data.supplier_id)
    subject = f"supplier:{data.supplier_id}"
    row = Care.objects.select_for_update().filter(pk=data.supplier_id).first() or Care(supplier_id=data.supplier_id)
    run.changed(subject, "contact_days", old=row.days, new=data.days)
    run.changed(
        subject,
        "contact_later",
        old=row.later.isoformat() if row.later else None,
        new=data.later.isoformat() if data.later else None,
    )
    row.days, row.later = data.days, data.later
    row.save()
    return Nothing()


def _announce(run: Run, made: Touch) -> None:
    subject = f"supplier:{made.supplier_id}"
    run.about(subject)
    run.emit(TouchNoted(supplier_id=made.supplier_id, touch_id=made.pk, way=made.way), subject=subject)


def _known(supplier_id: int) -> None:
    if not supply.suppliers_by_id([supplier_id]):
        raise Missing(_("There is no such supplier."))
