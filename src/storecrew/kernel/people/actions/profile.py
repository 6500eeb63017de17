"""What people change about themselves: name, language, keys of their own programs, and open sessions."""

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Nothing, Output, Private
from storecrew.kernel.people import accounts, staffing, tokens
from storecrew.kernel.people.accounts import Language, Name, Zone
from storecrew.kernel.people.models import Person, Token
from storecrew.kernel.people.seats import Seat


class ProfileForm(Input):
    """How others see me and how the console speaks to me. Empty language or time zone: as the store."""

    name: Name
    language: Language = ""
    time_zone: Zone = ""


@action("people.edit_profile", label=gettext_lazy("Change my profile"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def edit_profile(run: Run, data: ProfileForm) -> Nothing:
    """Change your name, language or time zone."""
    me = _human(run)
    run.changed(me.subject, "name", old=me.name, new=data.name, personal=True)
    for field in ("language", "time_zone"):
        run.changed(me.subject, field, old=getattr(me, field), new=getattr(data, field))
    me.name, me.language, me.time_zone = data.name, data.language, data.time_zone
    me.save(update_fields=["name", "language", "time_zone"])
    run.about(me.subject)
    return Nothing()


class TokenForm(Input):
    """A key for a script of one's own. `days`: how long it works."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    days: Annotated[int, Field(ge=1, le=366)] = 90


class Key(Output):
    """The key; `token` is shown this once."""

    token_id: int
    token: Annotated[str, Private]
    prefix: str
    expires_at: datetime


@action("people.create_token", label=gettext_lazy("Make a key for a script of mine"), seats={ANYONE}, surfaces={"web"})
def create_token(run: Run, data: TokenForm) -> Key:
    """Make a key that acts as yourself, with all your rights. For a program that decides by itself, make an agent."""
    me = _human(run)
    secret, expires_at = tokens.fresh(), run.now + timedelta(days=data.days)
    row = tokens.issue(secret, run.now, of=me, name=data.name, expires_at=expires_at)
    run.about(me.subject, f"token:{row.pk}")
    return Key(token_id=row.pk, token=secret.text, prefix=secret.prefix, expires_at=expires_at)


class RevokeToken(Input):
    """The key that shall stop working."""

    token_id: int


@action("people.revoke_token", label=gettext_lazy("Revoke a key"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def revoke_token(run: Run, data: RevokeToken) -> Nothing:
    """Make a key of yours worthless at once; whoever hands out seats and the IT seat may revoke anybody's."""
    row = Token.objects.select_related("agent").filter(pk=data.token_id).first()
    if row is None:
        raise Missing
    person_id = row.agent.acts_for_id if row.agent else row.person_id
    staffing.require(_human(run).pk == person_id or _guards(run))
    run.about(f"person:{person_id}", f"token:{row.pk}")
    tokens.revoke(run.now, pk=row.pk)
    return Nothing()


class EndSessions(Input):
    """Whose browser sessions to end; `sessions` None: all of them. `person_id` None: mine."""

    person_id: int | None = None
    sessions: tuple[int, ...] | None = None


class SessionsEnded(Output):
    """How many were ended."""

    ended: int


@action(
    "people.end_sessions", label=gettext_lazy("End browser sessions"), seats={ANYONE}, surfaces={"web", "rest", "cli"}
)
def end_sessions(run: Run, data: EndSessions) -> SessionsEnded:
    """Sign somebody out on other devices at once: yourself, or anybody as owner or from the IT seat."""
    me = _human(run)
    person_id = data.person_id or me.pk
    staffing.require(person_id == me.pk or _guards(run))
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Missing
    run.about(person.subject)
    return SessionsEnded(ended=accounts.close_sessions(person, only=data.sessions))


def _guards(run: Run) -> bool:
    return staffing.is_owner(run) or Seat.IT in grants_of(run.actor, run.now).seats


def _human(run: Run) -> Person:
    staffing.require(run.actor.kind == "person")
    return staffing.myself(run)
