"""The address that shops of other systems tell of orders at: check who speaks, keep it, answer. The rest comes afterwards."""

import logging
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.kernel.incoming import raw_body
from storecrew.kernel.limits import Rate, hit
from storecrew.kernel.secrets import Unreadable
from storecrew.shop.orders.transfer.actions.incoming import Told, listener, receive_told
from storecrew.shop.orders.transfer.models import Source
from storecrew.shop.orders.transfer.signing import Forged, read_headers

MOST_BYTES: Final = 2 * 1024 * 1024
"""An order of hundreds of lines is a few hundred kilobytes."""
RATE = Rate(6000, 60)
FORGERIES = Rate(600, 3600)
"""So many forged messages an hour are counted; the others are only turned away."""

log = logging.getLogger("storecrew.orders")


@csrf_exempt
@never_cache
@require_POST
def hook(request: HttpRequest, token: str) -> HttpResponse:
    """Take one message in: 200 when it is kept (again), 401 when its signature does not fit, 503 while it is paused."""
    source = Source.objects.shown().filter(token=token).first()
    if source is None:
        return JsonResponse({"error": "unknown"}, status=404)
    verdict = hit("orders.hook", f"{token}:{request.META.get('REMOTE_ADDR', '')}", RATE)
    if not verdict.allowed:
        return JsonResponse({"error": "too many"}, status=429, headers={"Retry-After": str(verdict.reset_s)})
    if source.paused_at is not None:
        return JsonResponse({"error": "paused"}, status=503, headers={"Retry-After": "3600"})
    body = raw_body(request, most=MOST_BYTES)
    if body is None:
        return JsonResponse({"error": "too large"}, status=413)
    now, headers = timezone.now(), {name.lower(): value for name, value in request.headers.items()}
    if body.startswith(b"webhook_id="):  # WooCommerce greets unsigned when a webhook is made
        return JsonResponse({"outcome": "greeting"})
    try:
        said = read_headers(source, headers, body, now)
    except (Forged, Unreadable) as error:
        log.warning("forged order message", extra={"source": source.pk, "why": str(error)[:200]})
        if hit("orders.forged", token, FORGERIES).allowed:
            receive_told(listener("a forged message"), Told(source_id=source.pk, forged=True), now=now)
        return JsonResponse({"outcome": "forged"}, status=401)
    told = Told(
        source_id=source.pk, delivery=said.delivery[:120], topic=said.topic[:60], body=body.decode("utf-8", "replace")
    )
    return JsonResponse({"outcome": receive_told(listener("a webhook"), told, now=now).outcome})
