"""The sign-in library's forms in this house's words: labels above the fields, no placeholders."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.utils.translation import gettext_lazy as _


class Worded(forms.Form):
    """Replaces labels and drops placeholders and hints; `words` maps field names to labels, `hints` to hints."""

    words: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")


_AGAIN = _("The new password once more")
_NEW = _("New password")
_LENGTH = _("At least 10 characters. A few words you can remember are better than one odd word.")
_CODE = _("Code from your authenticator app, or a recovery code")


class Login(Worded, account.LoginForm):  # type: ignore[misc]  # the library is untyped
    """Address and password."""

    words: ClassVar = {
        "login": _("E-mail"),
        "password": _("Password"),
        "remember": _("My own computer: stay signed in for 30 days"),
    }


class ResetPassword(Worded, account.ResetPasswordForm):  # type: ignore[misc]  # the library is untyped
    """The address a link goes to."""

    words: ClassVar = {"email": _("E-mail")}


class ResetPasswordKey(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]  # the library is untyped
    """A new password by link."""

    words: ClassVar = {"password1": _NEW, "password2": _AGAIN}
    hints: ClassVar = {"password1": _LENGTH}


class ChangePassword(Worded, account.ChangePasswordForm):  # type: ignore[misc]  # the library is untyped
    """A new password for the old one."""

    words: ClassVar = {"oldpassword": _("Present password"), "password1": _NEW, "password2": _AGAIN}
    hints: ClassVar = {"password1": _LENGTH}


class Reauthenticate(Worded, account.ReauthenticateForm):  # type: ignore[misc]  # the library is untyped
    """The password once more before something sensitive."""

    words: ClassVar = {"password": _("Password")}


class Authenticate(Worded, factors.AuthenticateForm):  # type: ignore[misc]  # the library is untyped
    """The second factor when signing in."""

    words: ClassVar = {"code": _CODE}


class ReauthenticateCode(Worded, factors.ReauthenticateForm):  # type: ignore[misc]  # the library is untyped
    """The second factor once more before something sensitive."""

    words: ClassVar = {"code": _CODE}


class ActivateApp(Worded, app.ActivateTOTPForm):  # type: ignore[misc]  # the library is untyped
    """The first code of a new authenticator app."""

    words: ClassVar = {"code": _("The six digits the app shows now")}


class AddKey(Worded, keys.AddWebAuthnForm):  # type: ignore[misc]  # the library is untyped
    """A new passkey or security key."""

    words: ClassVar = {
        "name": _("What you call it"),
        "passwordless": _("Sign in with it alone, without the password"),
    }
    hints: ClassVar = {"passwordless": _("Needs a device that checks a finger, a face or a PIN.")}


class EditKey(Worded, keys.EditWebAuthnForm):  # type: ignore[misc]  # the library is untyped
    """Another name for a key."""

    words: ClassVar = {"name": _("What you call it")}
