"""The first visit: a store, its founder, and the hats the founder puts on."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Output
from storecrew.kernel.people import accounts, staffing
from storecrew.kernel.people.accounts import Address, Language, Name, Password
from storecrew.kernel.people.events import PersonJoined, TenureBegan
from storecrew.kernel.people.models import Ownership, Person
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind
from storecrew.kernel.store import actions as store


class SetUp(store.Establish):
    """A new store and its founder. `hats`: the seats the founder holds; the others stay vacant."""

    founder_name: Name
    founder_email: Address
    founder_language: Language = ""
    password: Password
    hats: Annotated[tuple[Seat, ...], Field(min_length=1)] = tuple(Seat)


class Founded(Output):
    """The founder; sign in as them."""

    person_id: int


@action(
    "people.set_up",
    label=gettext_lazy("Set up the store"),
    seats={PUBLIC},
    surfaces={"web", "cli"},
    emits=(PersonJoined, TenureBegan),
    calls=(store.establish,),
)
def set_up(run: Run, data: SetUp) -> Founded:
    """Establish the store with its founder as owner. Works once, on an empty installation; afterwards it is refused."""
    if Person.objects.exists():
        raise Refused(_("This store is set up already. Sign in instead."), code="set_up_already")
    run.call(store.establish, store.Establish(**{name: getattr(data, name) for name in store.Establish.model_fields}))
    founder = accounts.create(
        run.now,
        name=data.founder_name,
        email=data.founder_email,
        password=data.password,
        language=data.founder_language,
    )
    run.about(founder.subject)
    Ownership.objects.create(person=founder, starts_at=run.now, reason="founder")
    run.emit(PersonJoined(person_id=founder.pk, invite_id=None, at=run.now), subject=founder.subject)
    take_seats(run, founder, data.hats, at=run.now)
    return Founded(person_id=founder.pk)


def take_seats(run: Run, founder: Person, hats: tuple[Seat, ...], *, at: datetime) -> None:
    """Let the founder hold these seats from `at` on, in the order of seats."""
    for seat in Seat:
        if seat in hats:
            staffing.begin(run, founder, seat, TenureKind.HOLD, starts_at=at, reason="founder")
