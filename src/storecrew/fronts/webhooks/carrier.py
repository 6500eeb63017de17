"""Send a message, understand the answer, and switch a webhook off that fails for days."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings

from storecrew.fronts.webhooks import actions
from storecrew.fronts.webhooks.models import Message, Webhook
from storecrew.fronts.webhooks.signing import headers
from storecrew.fronts.webhooks.writing import KIND, note_attempt
from storecrew.kernel import secrets
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events import outward
from storecrew.kernel.events.outward import Act, Confirmed, NotReceived, Rejected
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.outgoing.client import post
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError, Policy, Response

RETRY = Retry(attempts=9, first_s=5, factor=6, most_s=10 * 3600)
"""At once, then after about 5 s, 30 s, 3 min, 18 min, 2 h and three times 10 h: a day and a half."""

OFF_AFTER = timedelta(days=5)
"""A webhook that has not taken anything for so long is not asked any more until somebody switches it on."""

GONE = 410
TIMEOUT_S = 15.0
MOST_OF_ANSWER = 64 * 1024


def send(act: Act) -> Confirmed:
    """Tell one webhook one thing. Raises NotReceived (try again) or Rejected (given up)."""
    message = Message.objects.select_related("webhook").get(pk=act.payload["message"])
    webhook = message.webhook
    if webhook.switched_off_at or webhook.removed_at or webhook.paused_at:
        raise Rejected("The webhook is held or switched off; it can be told again later by replay.")
    try:
        response = post(webhook.url, message.body.encode(), policy=_policy(), headers=_headers(message, act.now))
    except (BadAddress, ForbiddenAddress) as error:
        note_attempt(message, at=act.now, status=None, error=error.message, answer="")
        raise Rejected(error.message) from error
    except OutgoingError as error:
        # it may have arrived: the receiver knows repetitions by webhook-id, so it is sent again either way
        _note_failure(message, act.now, status=None, error=error.message, answer="")
        raise NotReceived(error.message) from error
    return _understand(message, response, act.now)


def _understand(message: Message, response: Response, now: datetime) -> Confirmed:
    answer = response.body.decode("utf-8", "replace")
    if 200 <= response.status < 300:
        note_attempt(message, at=now, status=response.status, error="", answer=answer)
        return Confirmed(answer={"status": response.status})
    said = f"HTTP {response.status}"
    _note_failure(message, now, status=response.status, error=said, answer=answer)
    if response.status == GONE:
        _switch_off(message.webhook, "The receiver says that it is gone (HTTP 410).", now)
        raise Rejected(said)
    raise NotReceived(said, after_s=_asked_to_wait_s(response, now))


def _headers(message: Message, now: datetime) -> dict[str, str]:
    webhook = message.webhook
    keys = [secrets.decrypt(webhook.secret)]
    if webhook.old_secret and webhook.old_secret_until and now < webhook.old_secret_until:
        keys.append(secrets.decrypt(webhook.old_secret))
    body = message.body.encode()
    signed = headers(message_id=message.uid, timestamp=int(now.timestamp()), body=body, keys=keys)
    return {"Content-Type": "application/json; charset=utf-8", **signed}


def _policy() -> Policy:
    trusted = frozenset(settings.WEBHOOKS_TRUSTED)
    return Policy(max_bytes=MOST_OF_ANSWER, timeout_s=TIMEOUT_S, redirects=0, trusted=trusted)


def _note_failure(message: Message, now: datetime, *, status: int | None, error: str, answer: str) -> None:
    webhook = note_attempt(message, at=now, status=status, error=error, answer=answer)
    if webhook.failing_since and now - webhook.failing_since >= OFF_AFTER:
        _switch_off(webhook, f"Nothing was taken for {OFF_AFTER.days} days. The last try said: {error}", now)


def _switch_off(webhook: Webhook, reason: str, now: datetime) -> None:
    actor = Actor("system", name=actions.CARRIER, reason=reason[:200], surface=Surface.WORKER)
    data = actions.SwitchOff(webhook_id=webhook.pk, reason=reason[:400])
    try:
        actions.switch_off(actor, data, now=now)
    except ActionError:  # it is off already: another message was quicker
        return


def _asked_to_wait_s(response: Response, now: datetime) -> float | None:
    """Return what Retry-After asks for: seconds or a date (RFC 9110 §10.2.3); None when it asks for nothing."""
    asked = response.headers.get("retry-after", "")
    if asked.isdigit():
        return float(asked)
    try:
        return max((parsedate_to_datetime(asked) - now).total_seconds(), 0) if asked else None
    except (TypeError, ValueError):
        return None


outward.kind(KIND, send=send, repeatable=True, retry=RETRY)
