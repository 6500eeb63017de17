"""What the sign-in library is told about this house: sign-up is closed, secrets are encrypted at rest."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from storecrew.kernel import secrets


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """People come in by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account is made by `people.accept_invite` or by set-up."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    """Seeds of authenticator apps and recovery codes are encrypted with the installation's key."""

    def encrypt(self, text: str) -> str:
        """Return the form that is stored."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises secrets.Unreadable when the installation's key was replaced."""
        return secrets.decrypt(encrypted_text)
