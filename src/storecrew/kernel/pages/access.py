"""Who may open a page at all; what they may see and do on it is decided by reads and actions."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import wraps
from typing import Concatenate, Protocol

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.errors import SignedOut
from storecrew.kernel.actions.grants import grants_of, one_look, permit
from storecrew.kernel.actions.types import Actor


class Guard(Protocol):
    """What stands before a view."""

    def __call__[**P, R: HttpResponseBase](
        self, view: Callable[Concatenate[HttpRequest, P], R]
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        """Return the view, guarded."""


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def signed_in[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Let only signed-in people in; a stranger is sent to the sign-in page and comes back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        now = timezone.now()
        with _look(request, now):
            if not grants_of(actor_of(request), now).signed_in:
                raise SignedOut
            return view(request, *args, **kwargs)

    return guarded


def permitted(name: str, seats: frozenset[str]) -> Guard:
    """Return what lets those in who hold one of the seats; `name` is what they are told that they may not do."""

    def guard[**P, R: HttpResponseBase](
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            now = timezone.now()
            with _look(request, now):
                permit(actor_of(request), name=name, seats=seats, at=now)
                return view(request, *args, **kwargs)

        return guarded

    return guard


def _look(request: HttpRequest, now: datetime) -> AbstractContextManager[None]:
    # a page asks dozens of questions, each with its own permission; a request that writes resolves at each use
    return one_look(now) if request.method in {"GET", "HEAD"} else nullcontext()
