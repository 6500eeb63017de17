"""Say who asks: every request carries `request.actor`, and the console speaks that person's language in their time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from storecrew.kernel.actions.types import Actor, Surface, nobody, person
from storecrew.kernel.people.models import Person
from storecrew.kernel.people.tokens import bearer_of
from storecrew.kernel.store import reads as store

OURS = ("/crew/", "/api/", "/mcp")
"""Addresses of the crew; everywhere else the shop's visitors decide on language and time zone."""
SEEN_EVERY = timedelta(minutes=5)


class ActorMiddleware:
    """Sets `request.actor` and `request.bearer_refused` (a token was shown, and it is worth nothing)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request as whoever asks."""
        now = timezone.now()
        actor = _actor(request, now)
        request.actor = actor  # type: ignore[attr-defined]  # Django's way of handing things on
        if not request.path.startswith(OURS):
            return self.get_response(request)
        with timezone.override(_zone(request, actor)):
            language = _person(request, actor).language if actor.person_id else ""
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = language
            return self.get_response(request)


def _actor(request: HttpRequest, now: datetime) -> Actor:
    address = request.META.get("REMOTE_ADDR", "")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    request.bearer_refused = False  # type: ignore[attr-defined]  # see the class
    if scheme.lower() == "bearer":
        bearer = bearer_of(token.strip(), now, surface=Surface.REST, address=address)
        request.bearer_refused = bearer is None  # type: ignore[attr-defined]  # see the class
        return bearer or nobody(surface=Surface.REST, address=address)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return nobody(address=address)
    _mark_seen(request, now)
    return person(request.user.pk, address=address)


def _mark_seen(request: HttpRequest, now: datetime) -> None:
    # a mark for the list of sessions, once in five minutes: a write on each page would queue readers behind writers
    key = request.session.session_key
    if key and cache.add(f"session-seen:{key}", 1, SEEN_EVERY.total_seconds()):
        UserSession.objects.filter(session_key=key).update(last_seen_at=now)


def _person(request: HttpRequest, actor: Actor) -> Person:
    if actor.kind == "person" and isinstance(request.user, Person) and request.user.pk == actor.person_id:
        return request.user
    return Person.objects.get(pk=actor.person_id or 0)


def _zone(request: HttpRequest, actor: Actor) -> ZoneInfo:
    name = _person(request, actor).time_zone if actor.person_id else ""
    if not name:
        profile = store.current()
        name = profile.time_zone if profile else "UTC"
    return ZoneInfo(name)
