"""Sign somebody in who has just proven who they are by making their account."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request: HttpRequest, person_id: int) -> None:
    """Open a session for a person under a fresh key, and put it on their list of sessions."""
    who = get_user_model().objects.get(pk=person_id)
    login(request, who, backend=BACKEND)
    UserSession.objects.create_from_request(request)
