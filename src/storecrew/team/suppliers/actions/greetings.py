"""Greetings: drafted by the clock, sent by a person, never by themselves."""

from datetime import date, timedelta
from typing import Annotated, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.composing import Sheet, Words, compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import active_suppliers, contacts_of
from storecrew.shop.supply.types import ContactView, SupplierView
from storecrew.team.suppliers import festivals, greetings
from storecrew.team.suppliers.events import TouchNoted
from storecrew.team.suppliers.models import Direction, Greeting, GreetingState, Rhythm, Way
from storecrew.team.suppliers.seats import EVERYWHERE, KEEPERS
from storecrew.team.suppliers.writing.letters import address_of
from storecrew.team.suppliers.writing.touching import touch

AHEAD = timedelta(days=10)
"""So long before a day its greeting is drafted: festivals are best wished before everybody leaves."""


class DraftGreetings(Input):
    """Drafts for the coming days."""


class Drafted(Output):
    """How many are new."""

    new: int


@action(
    "suppliers.draft_greetings",
    label=gettext_lazy("Draft greetings"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def draft_greetings(run: Run, data: DraftGreetings) -> Drafted:
    """Draft greetings for festivals and birthdays of the coming days, in the language of each reader. Nothing is sent."""
    today = supply.store_day(run.now)
    silent = set(Rhythm.objects.filter(greets=False).values_list("tier", flat=True))
    partners = {one.supplier_id: one for one in active_suppliers() if one.tier not in silent}
    wanted = [
        made
        for supplier_id, people in contacts_of(partners).items()
        for person in people
        for made in _wanted(partners[supplier_id], person, today, run)
    ]
    keys = {(row.contact_id, row.occasion, row.on) for row in wanted}
    rows = Greeting.objects.filter(on__gte=today, on__lte=today + AHEAD)
    known = keys & set(rows.values_list("contact_id", "occasion", "on"))
    fresh = [row for row in wanted if (row.contact_id, row.occasion, row.on) not in known]
    Greeting.objects.bulk_create(fresh)
    return Drafted(new=len(fresh))


def _wanted(supplier: SupplierView, person: ContactView, today: date, run: Run) -> list[Greeting]:
    days = festivals.coming(supplier.country, today, today + AHEAD) if person.primary else []
    born = festivals.birthday(*person.birthday, today, today + AHEAD) if person.birthday else None
    days += [(born, festivals.Occasion.BIRTHDAY)] if born else []
    return [
        Greeting(
            supplier_id=supplier.supplier_id,
            contact_id=person.contact_id,
            occasion=occasion.value,
            on=on,
            language=person.language,
            text=greetings.draft(
                occasion, name=person.name, language=person.language, turn=person.contact_id + on.year
            ),
            drafted_at=run.now,
        )
        for on, occasion in days
    ]


class SendGreeting(Input):
    """Send it as it is written here: by mail, or by hand (copied for WeChat; somebody has sent it)."""

    greeting_id: int
    text: Annotated[str, Personal, Field(min_length=1, max_length=2000)]
    by: Literal["mail", "hand"]


class GreetingDone(Output):
    """What became of it."""

    greeting_id: int
    state: str


@action(
    "suppliers.send_greeting",
    label=gettext_lazy("Send a greeting"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TouchNoted,),
)
def send_greeting(run: Run, data: SendGreeting) -> GreetingDone:
    """Send a greeting by mail, or note that it was sent by hand. It counts as a contact."""
    if run.actor.kind == "system":
        raise Refused(_("A person sends greetings."), code="suppliers.person_only")
    row = _draft(data.greeting_id)
    people = contacts_of([row.supplier_id]).get(row.supplier_id, ())
    person = next((one for one in people if one.contact_id == row.contact_id), None)
    if person is None:
        raise Refused(_("They do not work there any more."), code="suppliers.left")
    row.text = data.text
    if data.by == "mail":
        _mail(run, row, person)
    row.state = GreetingState.MAILED if data.by == "mail" else GreetingState.COPIED
    _done(run, row)
    made = touch(
        supplier_id=row.supplier_id,
        key=f"greeting:{row.pk}",
        at=run.now,
        way=Way.MAIL if data.by == "mail" else Way.WECHAT,
        direction=Direction.OURS,
        by=run.actor.ref,
        about=row.subject,
        contact_id=row.contact_id,
    )
    run.emit(
        TouchNoted(supplier_id=row.supplier_id, touch_id=made.pk, way=made.way), subject=f"supplier:{row.supplier_id}"
    )
    return GreetingDone(greeting_id=row.pk, state=row.state)


class LeaveGreeting(Input):
    """Which one is not sent."""

    greeting_id: int


@action(
    "suppliers.leave_greeting", label=gettext_lazy("Send no greeting this time"), seats=KEEPERS, surfaces=EVERYWHERE
)
def leave_greeting(run: Run, data: LeaveGreeting) -> GreetingDone:
    """Send none this time. It is not drafted again."""
    row = _draft(data.greeting_id)
    row.state = GreetingState.LEFT
    _done(run, row)
    return GreetingDone(greeting_id=row.pk, state=row.state)


def _draft(greeting_id: int) -> Greeting:
    row = Greeting.objects.select_for_update().filter(pk=greeting_id).first()
    if row is None:
        raise Missing(_("There is no such greeting."))
    if row.state != GreetingState.DRAFT:
        raise Refused(_("This greeting is done already."), code="suppliers.done")
    return row


def _done(run: Run, row: Greeting) -> None:
    run.changed(row.subject, "state", old=GreetingState.DRAFT.value, new=row.state)
    run.about(f"supplier:{row.supplier_id}")
    row.done_at, row.done_by = run.now, run.actor.ref
    row.save()


def _mail(run: Run, row: Greeting, person: ContactView) -> None:
    address = address_of(person)
    if not address:
        raise Refused(
            _("%(name)s has no e-mail address. Copy the text and send it yourself.") % {"name": person.name},
            code="suppliers.no_address",
        )
    with translation.override(row.language):
        title = str(festivals.WORDS[row.occasion])
        parts = tuple(Words(part) for part in row.text.split("\n\n"))
        letter = compose(Sheet(title=title, parts=parts), dress_in(row.language), to=address, language=row.language)
    mail.write(letter, key=f"suppliers.greeting:{row.pk}", subject=row.subject, cause=run.uid, at=run.now)
