"""The address for providers' notices: check, store, answer. What it means is found out afterwards, by asking."""

import logging
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.kernel.incoming import raw_body
from storecrew.kernel.limits import Rate, hit
from storecrew.kernel.secrets import Unreadable
from storecrew.shop.payments.accounts import account_of
from storecrew.shop.payments.actions.notices import ReceiveNotice, receive_notice
from storecrew.shop.payments.actions.taking import provider_speaks
from storecrew.shop.payments.models import Provider
from storecrew.shop.payments.providers import remote_of
from storecrew.shop.payments.providers.interface import Forged, NoticeFact

MOST_BYTES: Final = 256 * 1024
"""Notices are a few kilobytes; a larger one is no notice."""
RATE = Rate(6000, 60)
"""For each address and provider: a hundred a second, far above what any provider sends to one small store."""
FORGERIES = Rate(60, 3600)
"""Forged ones are kept on record up to so many an hour, so that nobody fills the disk with them."""

log = logging.getLogger("storecrew.payments")


@csrf_exempt
@never_cache
@require_POST
def hook(request: HttpRequest, code: str) -> HttpResponse:
    """Take one notice in: 200 when it is stored (again), 400 when its signature does not fit."""
    provider = Provider.objects.filter(code=code).first()
    if provider is None or remote_of(provider.kind) is None:
        return JsonResponse({"error": "unknown"}, status=404)
    verdict = hit("payments.hook", f"{code}:{request.META.get('REMOTE_ADDR', '')}", RATE)
    if not verdict.allowed:
        return JsonResponse({"error": "too many"}, status=429, headers={"Retry-After": str(verdict.reset_s)})
    body = raw_body(request, most=MOST_BYTES)
    if body is None:
        return JsonResponse({"error": "too large"}, status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    outcome = receive(provider, headers, body, timezone.now())
    return JsonResponse({"outcome": outcome}, status=400 if outcome == "forged" else 200)


def receive(provider: Provider, headers: dict[str, str], body: bytes, now: datetime) -> str:
    """Take one message in, however it came; returns `new`, `again` or `forged`."""
    remote = remote_of(provider.kind)
    if remote is None:
        return "forged"
    speaks, raw = provider_speaks("notice"), body.decode("utf-8", "replace").replace("\x00", "")
    try:
        said = remote.read_notice(account_of(provider, now), headers, body, now)
        if not said.uid:
            raise Forged("no id")
    except (Forged, ValueError, KeyError, TypeError, AttributeError, Unreadable) as error:
        return _forged(provider, raw, str(error), now)
    data = _data(provider, raw, said)
    return receive_notice(speaks, data, now=now).outcome


def _forged(provider: Provider, raw: str, why: str, now: datetime) -> str:
    log.warning("forged notice", extra={"provider": provider.code, "why": why[:200]})
    if hit("payments.forged", provider.code, FORGERIES).allowed:
        data = ReceiveNotice(provider_id=provider.pk, raw=raw[:2000], forged=why[:200] or "unreadable")
        receive_notice(provider_speaks("notice"), data, now=now)
    return "forged"


def _data(provider: Provider, raw: str, said: NoticeFact) -> ReceiveNotice:
    return ReceiveNotice(
        provider_id=provider.pk, raw=raw, uid=said.uid, topic=said.topic, about=said.about, token=said.token
    )
