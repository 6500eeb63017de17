"""Listen to the sign-in library, and have the audit know what happened to whose way in."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import Signal
from django.http import HttpRequest

from storecrew.kernel.actions.grants import system
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.actions.ways_in import Happened, WayInNote, note_way_in

SYSTEM = system("reception.sign_in", may={"people.note_way_in"})

NOTED: tuple[tuple[Signal, Happened], ...] = (
    (account.user_logged_in, Happened.SIGNED_IN),
    (account.password_changed, Happened.PASSWORD_CHANGED),
    (account.password_reset, Happened.PASSWORD_RESET),
    (factors.authentication_failed, Happened.SECOND_STEP_FAILED),
    (factors.authenticator_added, Happened.FACTOR_ADDED),
    (factors.authenticator_removed, Happened.FACTOR_REMOVED),
    (factors.authenticator_reset, Happened.CODES_RENEWED),
)


def listen() -> None:
    """Connect each signal once."""
    for signal, what in NOTED:
        signal.connect(_listener(what), dispatch_uid=f"reception.{what}", weak=False)


def _listener(what: Happened) -> Any:
    def note(sender: object, user: AbstractBaseUser, request: HttpRequest | None = None, **said: Any) -> None:
        address = request.META.get("REMOTE_ADDR", "") if request else ""
        actor = Actor("system", person_id=user.pk, name=SYSTEM, reason="the sign-in pages told", address=address)
        note_way_in(actor, WayInNote(person_id=user.pk, what=what))

    return note
