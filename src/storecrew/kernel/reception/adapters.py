"""What the sign-in library is told about this house: sign-up is closed, secrets are encrypted at rest, and our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from storecrew.kernel import secrets
from storecrew.kernel.actions.cause import current, new_id
from storecrew.kernel.reception import letters

SAID = {
    "account/messages/password_changed.txt": _("The new password holds."),
    "mfa/messages/totp_activated.txt": _("The app is asked from now on."),
    "mfa/messages/totp_deactivated.txt": _("The app is not asked any more."),
    "mfa/messages/webauthn_added.txt": _("The key lets you in from now on."),
    "mfa/messages/webauthn_removed.txt": _("The key does not let you in any more."),
    "mfa/messages/recovery_codes_generated.txt": _("Ten new codes; earlier ones stopped working."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """People come in by invitation only."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        # one sentence for an unknown address, a wrong password and a closed account: it tells a stranger nothing
        "email_password_mismatch": _("This address and this password do not belong together."),
        "account_inactive": _("This address and this password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or sign in with a passkey."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_code": _("This code does not fit. Codes change every 30 seconds; use the one shown now."),
        "same_as_current": _("That is the password you have already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account is made by `people.accept_invite` or by set-up."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say what changed; nothing about coming and going, which one sees anyway."""
        if message_template in SAID:
            messages.success(request, str(SAID[message_template]))

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Have the worker send the link: an answer that took longer for known addresses would tell them apart."""
        letters.plan_new_password(user, language=get_language() or "", cause=current() or new_id(), at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to the page of one's ways in."""
        return reverse("mfa_index")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    """Seeds of authenticator apps and recovery codes are encrypted with the installation's key."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Codes change every 30 seconds; use the one shown now."),
    }

    def encrypt(self, text: str) -> str:
        """Return the form that is stored."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises secrets.Unreadable when the installation's key was replaced."""
        return secrets.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return a first name for a new key."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Key %(n)d") % {"n": count + 1}
