"""Three addresses: do an action, ask a read, describe both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.rest import problems
from storecrew.fronts.rest.bodies import body_of
from storecrew.fronts.rest.callers import Caller, caller_of
from storecrew.fronts.rest.openapi import document
from storecrew.fronts.rest.query import values_of
from storecrew.kernel import limits
from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.actions.questions import Read
from storecrew.kernel.actions.types import Output, Surface
from storecrew.kernel.actions.validation import parse, parse_json

SIGNED_IN = limits.Rate(count=600, window_s=60)
STRANGERS = limits.Rate(count=60, window_s=60)
KEY_LENGTH = 200

type View = Callable[[HttpRequest, str], HttpResponse]


def _surface(*methods: str) -> Callable[[Callable[[HttpRequest, str, Caller], HttpResponse]], View]:
    """Wrap a view of this surface: method, rate limit, caller, expected failures."""

    def decorate(view: Callable[[HttpRequest, str, Caller], HttpResponse]) -> View:
        @csrf_exempt  # no cookie is ever looked at here, only bearer tokens
        @never_cache
        @wraps(view)
        def wrapped(request: HttpRequest, name: str) -> HttpResponse:
            if request.method not in methods:
                response = problems.problem(
                    405, "method_not_allowed", _("Use one of: %(methods)s.") % {"methods": ", ".join(methods)}
                )
                response["Allow"] = ", ".join(methods)
                return response
            try:
                caller = caller_of(request)
                verdict = limits.hit("rest", caller.counted_as, STRANGERS if caller.actor.stranger else SIGNED_IN)
                answer = view(request, name, caller) if verdict.allowed else _too_many(verdict)
            except ActionError as error:
                return problems.of(error)
            except RequestDataTooBig:
                return problems.problem(413, "too_large", _("That is too much at once. Send it in parts."))
            answer["RateLimit-Remaining"] = str(verdict.remaining)
            answer["RateLimit-Reset"] = str(verdict.reset_s)
            return answer

        return wrapped

    return decorate


def _too_many(verdict: limits.Verdict) -> HttpResponse:
    response = problems.problem(
        429, "too_many", _("Too many requests. Wait a little, then go on."), retry_after_s=verdict.reset_s
    )
    response["Retry-After"] = str(verdict.reset_s)
    return response


@_surface("POST")
def do(request: HttpRequest, name: str, caller: Caller) -> HttpResponse:
    """Run an action. `Idempotency-Key` makes a retry safe; `?dry_run=true` answers what would change."""
    action = registry.find_action(name)
    if action is None or Surface.REST not in action.surfaces:
        return problems.problem(404, "missing", _("There is no action of that name here."))
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise InvalidInput({"Idempotency-Key": _("Use at most %(n)d printable characters.") % {"n": KEY_LENGTH}})
    with _rights_first(action, caller):
        data = parse_json(action.input, body_of(request, action, caller.actor))
    if request.GET.get("dry_run") == "true":
        if not action.previews:
            return problems.problem(422, "no_preview", _("This action offers no dry run."))
        preview = action.preview(caller.actor, data)
        changes = [
            {"subject": change.subject, "field": change.field, "old": change.old, "new": change.new}
            for change in preview.changes
        ]
        return _json(
            {"dry_run": True, "result": _tree(preview.result), "changes": changes, "events": list(preview.events)}
        )
    return _json({"result": _tree(action(caller.actor, data, key=key))})


@_surface("GET", "POST")
def ask(request: HttpRequest, name: str, caller: Caller) -> HttpResponse:
    """Answer a read: its input as query parameters or as a JSON body."""
    read = registry.find_read(name)
    if read is None or Surface.REST not in read.surfaces:
        return problems.problem(404, "missing", _("There is no read of that name here."))
    with _rights_first(read, caller):
        values = values_of(read.input, request.GET)
        data = parse(read.input, values) if request.method == "GET" else parse_json(read.input, request.body)
    return _json({"result": _tree(read(caller.actor, data))})


@contextmanager
def _rights_first(door: Action[Any, Any] | Read[Any, Any], caller: Caller) -> Iterator[None]:
    """Tell who has no right here nothing about the input: that outweighs what is wrong with it."""
    try:
        yield
    except InvalidInput:
        permit(caller.actor, name=door.name, seats=door.seats, at=timezone.now())
        raise


def openapi(request: HttpRequest) -> HttpResponse:
    """Describe everything that this surface exposes (OpenAPI 3.1). The same for everybody: names are no secret, data are."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer addresses that this surface does not have."""
    return problems.problem(404, "missing", _("There is nothing at this address."))


unknown.csrf_exempt = True  # type: ignore[attr-defined]  # what the decorator does, without losing the default argument


def _tree(output: Output) -> Any:
    return output.model_dump(mode="json")


def _json(body: Any) -> JsonResponse:
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
