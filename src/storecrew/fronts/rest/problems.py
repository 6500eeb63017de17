"""Failures as problem details (RFC 9457), in the caller's language."""

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from storecrew.kernel.actions import cause
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Parked

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
}


def problem(status: int, code: str, detail: str, **further: Any) -> JsonResponse:
    """Return a problem document; `code` is stable and for programs, `detail` is for people."""
    body = {
        "type": f"/api/v1/problems#{code}",
        "title": TITLES.get(status, ""),
        "status": status,
        "detail": detail,
        "code": code,
        "cause": cause.current(),
        **further,
    }
    response = JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="storecrew"'
    return response


def of(error: ActionError) -> JsonResponse:
    """Return an expected failure as a response. What waits for approval is no failure: 202 with the request's id."""
    if isinstance(error, Parked):
        answer = {"state": "waits_for_approval", "request": error.request, "detail": error.message}
        return JsonResponse(answer, status=202, json_dumps_params={"ensure_ascii": False})
    if isinstance(error, InvalidInput):
        return problem(422, error.code, _("Some fields need another look."), errors=error.fields)
    return problem(error.status, error.code, error.message)
