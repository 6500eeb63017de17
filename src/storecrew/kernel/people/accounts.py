"""Make an account that can sign in, check what a person says of themselves, and take the account away again."""

from datetime import datetime
from typing import Annotated

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.types import Personal, Private
from storecrew.kernel.people.models import Person
from storecrew.kernel.store import choices


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("Write an e-mail address like name@example.com.")) from None
    return text.lower()


def _language(code: str) -> str:
    if code and code not in choices.LANGUAGES:
        raise ValueError(_("Choose a language from the list."))
    return code


def _zone(name: str) -> str:
    if name and not choices.is_time_zone(name):
        raise ValueError(_("Choose a time zone from the list."))
    return name


# plain aliases: a `type` statement would hide the markers from the audit
Name = Annotated[str, Field(min_length=1, max_length=80), Personal]
Address = Annotated[str, Field(max_length=254), AfterValidator(_address), Personal]
Language = Annotated[str, AfterValidator(_language)]
Zone = Annotated[str, AfterValidator(_zone)]
Password = Annotated[str, Field(min_length=1, max_length=1000), Private]


def create(now: datetime, *, name: str, email: str, password: str, language: str = "", time_zone: str = "") -> Person:
    """Write a person who can sign in with `password`; the address counts as proven. A weak password is InvalidInput."""
    person = Person(name=name, email=email, language=language, time_zone=time_zone, joined_at=now)
    _set_password(person, password)
    person.save()
    # second factors are refused by the sign-in library for addresses it has not seen proven
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    return person


def come_back(person: Person, *, name: str, password: str, language: str, time_zone: str) -> Person:
    """Let a former colleague sign in again, with a new password and without the second factors of then."""
    person.name, person.language, person.time_zone, person.left_at = name, language, time_zone, None
    _set_password(person, password)
    Authenticator.objects.filter(user=person).delete()
    person.save()
    return person


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise InvalidInput({"password": " ".join(error.messages)}) from error
    person.set_password(password)


def close_sessions(person: Person, *, only: tuple[int, ...] | None = None) -> int:
    """End the browser sessions of a person, all for None; returns how many."""
    rows = UserSession.objects.filter(user=person)
    if only is not None:
        rows = rows.filter(pk__in=only)
    ended = 0
    for row in rows.order_by("pk"):
        row.end()
        ended += 1
    return ended


def erase(person: Person, now: datetime) -> None:
    """Erase name, address, password and second factors of somebody who left."""
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    UserSession.objects.filter(user=person).delete()
    person.name = f"#{person.pk}"
    person.email = f"forgotten-{person.pk}@invalid"
    person.language = person.time_zone = ""
    person.set_unusable_password()
    person.forgotten_at = now
    person.save()
