"""Sign somebody in who has just proven who they are by making their account."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from storecrew.kernel.people.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request: HttpRequest, who: Person) -> None:
    """Open a session for `who` under a fresh key, and put it on their list of sessions."""
    login(request, who, backend=BACKEND)
    UserSession.objects.create_from_request(request)
