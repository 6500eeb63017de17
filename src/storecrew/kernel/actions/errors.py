"""The ways an attempt can fail that are not bugs. Messages are for the person: translated, and saying what to do next."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


class ActionError(Exception):
    """An expected failure; `code` is stable and for programs, the message is for people."""

    code = "refused"
    status = 409

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code


class Refused(ActionError):
    """A rule of the business said no."""


class Missing(ActionError):
    """What was asked for does not exist, or not for this asker."""

    code = "missing"
    status = 404

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("That does not exist, or it is not yours to see."))


class Denied(ActionError):
    """The asker holds no seat that may do this."""

    code = "denied"
    status = 403


class SignedOut(Denied):
    """Nobody is signed in, and this is not for strangers."""

    code = "signed_out"
    status = 401

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Sign in first."))


class InvalidInput(ActionError):
    """Some fields cannot be understood or are out of range; `fields` maps a field's path to a sentence."""

    code = "invalid_input"
    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class Duplicate(ActionError):
    """The idempotency key was used before, with other input."""

    code = "key_reused"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("This key was used before for something else. Use a new key for a new request."))


class Parked(ActionError):
    """Not run yet: somebody has to approve it first. `request` names what waits."""

    code = "waits_for_approval"
    status = 202

    def __init__(self, request: str, message: str = "") -> None:
        super().__init__(message or _("This waits for approval; it runs by itself once approved."))
        self.request = request
