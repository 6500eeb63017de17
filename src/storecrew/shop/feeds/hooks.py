"""The address that suppliers push their stock to: the token in it says who speaks; what came is kept, then gets its turn.

    POST /hooks/feeds/<token>/?scope=part&observed_at=2026-11-25T09:30:00%2B08:00
    [{"sku": "LMP-1", "quantity": 12, "cost": "33.50"}, …]

Any file that can be uploaded can be pushed as well. 202: it is new. 200: nothing is new in it. 409: older than what is known.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.limits import Rate, hit
from storecrew.shop.feeds.actions.asking import gate
from storecrew.shop.feeds.actions.receiving import Receive, receive
from storecrew.shop.feeds.actions.sources import digest_of
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.types import Kind

MOST_BYTES: Final = 64 * 1024 * 1024
RATE = Rate(120, 60)
GUESSES = Rate(30, 60)
"""Addresses that do not exist, asked for from one place; after that nothing is looked up any more."""
STATUS: Final = {"new": 202, "same": 200, "late": 409, "unreadable": 422}
_CHUNK: Final = 1 << 16

log = logging.getLogger("storecrew.feeds")


class _TooLarge(Exception):
    """More came than was announced, or than may."""


@csrf_exempt
@never_cache
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Take a push in: keep it, say whether it is new, and leave the rest to a worker."""
    place = request.META.get("REMOTE_ADDR", "")
    row = Source.objects.shown().filter(kind=Kind.PUSH, token_digest=digest_of(token)).first()
    if row is None:
        verdict = hit("feeds.guess", place, GUESSES)
        log.warning("push to an address that does not exist", extra={"place": place})
        return _no(404, "unknown") if verdict.allowed else _no(429, "too many", retry=verdict.reset_s)
    verdict = hit("feeds.push", str(row.pk), RATE)
    if not verdict.allowed:
        return _no(429, "too many", retry=verdict.reset_s)
    if row.paused_at is not None:
        return _no(503, "paused", retry=3600)
    scope, observed_at = request.GET.get("scope", "whole"), _moment(request.GET.get("observed_at", ""))
    if scope not in {"whole", "part"} or isinstance(observed_at, bool):
        return _no(400, "scope is whole or part, observed_at a time with its offset")
    try:
        kept = SHELF.keep(_chunks(request))
    except (_TooLarge, RawPostDataException):
        return _no(413, "too large")
    data = Receive(
        source_id=row.pk,
        digest=kept.digest,
        size=kept.size,
        name="push",
        scope="part" if scope == "part" else "whole",
        observed_at=observed_at,
    )
    try:
        answer = receive(gate("a supplier pushed"), data, now=timezone.now())
    except ActionError as error:
        return _no(400, error.message)
    said = {"outcome": answer.outcome, "version": answer.version_id, "state": answer.state}
    return JsonResponse(said, status=STATUS.get(answer.outcome, 200))


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    """Read the body piece by piece: it never stands in memory as a whole."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise _TooLarge
    size = 0
    while chunk := request.read(_CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise _TooLarge
        yield chunk


def _moment(text: str) -> datetime | bool | None:
    """Return the time in a query; None where there is none, False where it cannot be read."""
    if not text:
        return None
    try:
        at = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return False
    return at if at is not None and at.tzinfo is not None else False


def _no(status: int, error: str, *, retry: int = 0) -> JsonResponse:
    headers = {"Retry-After": str(retry)} if retry else {}
    return JsonResponse({"error": error}, status=status, headers=headers)
