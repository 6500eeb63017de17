"""Who may open a page at all; what they may see and do on it is decided by reads and actions."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.errors import SignedOut
from storecrew.kernel.actions.grants import grants_of, one_look


def signed_in[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Let only signed-in people in; a stranger is sent to the sign-in page and comes back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        now = timezone.now()
        # a page asks dozens of questions, each with its own permission; a request that writes resolves at each use
        with one_look(now) if request.method in {"GET", "HEAD"} else nullcontext():
            if not grants_of(request.actor, now).signed_in:  # type: ignore[attr-defined]  # set by middleware
                raise SignedOut
            return view(request, *args, **kwargs)

    return guarded
