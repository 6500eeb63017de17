"""Set webhooks up, hold them, change their secrets, tell them again."""

from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, StringConstraints

from storecrew.fronts.webhooks.events import WebhookSwitchedOff
from storecrew.fronts.webhooks.models import Message, Webhook
from storecrew.fronts.webhooks.signing import new_secret
from storecrew.fronts.webhooks.types import WithSecret
from storecrew.fronts.webhooks.writing import KIND, plan_message, plan_replay
from storecrew.kernel import secrets
from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.events.types import event_types
from storecrew.kernel.outgoing.guard import is_public

SEATS = {"it"}
SURFACES = {"web", "rest", "cli"}
BOTH_FOR = timedelta(hours=24)
"""How long the old secret signs as well after a rotation."""
TEST_EVENT = "webhooks.Test"
MOST_REPLAYED = 1000

CARRIER = grants.system("webhooks.carrier", may={"webhooks.switch_off"})

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class AddWebhook(Input):
    """`events` are names such as `catalogue.ProductPublished`, or `*` for all."""

    name: Name
    url: Url
    events: tuple[str, ...]


class EditWebhook(AddWebhook):
    """All fields anew."""

    webhook_id: int


class OneWebhook(Input):
    """One webhook."""

    webhook_id: int


class OneMessage(Input):
    """One message of the log."""

    message_id: int


class ReplayFailed(Input):
    """All messages of one webhook that were given up and happened at `since` or later."""

    webhook_id: int
    since: AwareDatetime


class SwitchOff(Input):
    """`reason` is what its receiver, or its silence, said."""

    webhook_id: int
    reason: str


class Planned(Output):
    """How many messages were planned."""

    count: int


@action("webhooks.add", label=gettext_lazy("Add webhook"), seats=SEATS, surfaces=SURFACES)
def add(run: Run, data: AddWebhook) -> WithSecret:
    """Tell an address from now on when certain things happen; returns the secret its receiver checks signatures with."""
    _check(data)
    secret = new_secret()
    webhook = Webhook.objects.create(
        name=data.name,
        url=data.url,
        events=sorted(set(data.events)),
        secret=secrets.encrypt(secret),
        created_at=run.now,
        created_by=run.actor.person_id,
    )
    run.changed(webhook.ref, "url", old=None, new=webhook.url)
    run.changed(webhook.ref, "events", old=None, new=webhook.events)
    return WithSecret(webhook_id=webhook.pk, secret=secret)


@action("webhooks.edit", label=gettext_lazy("Change webhook"), seats=SEATS, surfaces=SURFACES)
def edit(run: Run, data: EditWebhook) -> Nothing:
    """Change name, address and events of a webhook; what is planned already goes to the new address."""
    _check(data)
    webhook = _one(data.webhook_id)
    for name, new in (("name", data.name), ("url", data.url), ("events", sorted(set(data.events)))):
        run.changed(webhook.ref, name, old=getattr(webhook, name), new=new)
        setattr(webhook, name, new)
    webhook.save(update_fields=["name", "url", "events"])
    return Nothing()


@action("webhooks.hold", label=gettext_lazy("Hold webhook"), seats=SEATS, surfaces=SURFACES)
def hold(run: Run, data: OneWebhook) -> Nothing:
    """Stop telling a webhook. What happens meanwhile is not kept for it."""
    webhook = _one(data.webhook_id)
    if webhook.paused_at is not None:
        raise Refused(_("This webhook is held already."), code="paused")
    run.changed(webhook.ref, "held", old=False, new=True)
    webhook.paused_at = run.now
    webhook.save(update_fields=["paused_at"])
    return Nothing()


@action("webhooks.release", label=gettext_lazy("Release webhook"), seats=SEATS, surfaces=SURFACES)
def release(run: Run, data: OneWebhook) -> Nothing:
    """Tell a webhook again that was held, or that switched itself off after failing."""
    webhook = _one(data.webhook_id)
    if webhook.paused_at is None and webhook.switched_off_at is None:
        raise Refused(_("This webhook is on already."), code="on")
    run.changed(webhook.ref, "on", old=False, new=True)
    webhook.paused_at = webhook.switched_off_at = webhook.failing_since = None
    webhook.switched_off_because = ""
    webhook.save(update_fields=["paused_at", "switched_off_at", "failing_since", "switched_off_because"])
    return Nothing()


@action("webhooks.remove", label=gettext_lazy("Remove webhook"), seats=SEATS, surfaces=SURFACES, destructive=True)
def remove(run: Run, data: OneWebhook) -> Nothing:
    """Take a webhook away. Its log stays on record; its secrets are erased."""
    webhook = _one(data.webhook_id)
    run.changed(webhook.ref, "removed", old=False, new=True)
    webhook.removed_at, webhook.secret, webhook.old_secret, webhook.old_secret_until = run.now, "", "", None
    webhook.save(update_fields=["removed_at", "secret", "old_secret", "old_secret_until"])
    return Nothing()


@action("webhooks.rotate_secret", label=gettext_lazy("New secret"), seats=SEATS, surfaces=SURFACES)
def rotate_secret(run: Run, data: OneWebhook) -> WithSecret:
    """Give a webhook a new secret. For a day both the new and the old one sign, so that nothing is missed."""
    webhook = _one(data.webhook_id)
    secret = new_secret()
    run.about(webhook.ref)
    webhook.old_secret, webhook.old_secret_until = webhook.secret, run.now + BOTH_FOR
    webhook.secret = secrets.encrypt(secret)
    webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return WithSecret(webhook_id=webhook.pk, secret=secret)


@action("webhooks.send_test", label=gettext_lazy("Send a test message"), seats=SEATS, surfaces=SURFACES)
def send_test(run: Run, data: OneWebhook) -> Planned:
    """Send a webhook a message of the kind `webhooks.Test`, signed like all others."""
    webhook = _one(data.webhook_id)
    _is_on(webhook)
    run.about(webhook.ref)
    greeting = {"message": "It works.", "webhook_id": webhook.pk}
    plan_message(
        webhook, event=TEST_EVENT, subject=webhook.ref, data=greeting, event_id=None, at=run.now, cause=run.uid
    )
    return Planned(count=1)


@action("webhooks.replay", label=gettext_lazy("Send again"), seats=SEATS, surfaces=SURFACES)
def replay(run: Run, data: OneMessage) -> Planned:
    """Send one message again, word for word and under the same webhook-id: a receiver that has it will skip it."""
    message = Message.objects.select_related("webhook").filter(pk=data.message_id).first()
    if message is None or message.webhook.removed_at:
        raise Missing
    _is_on(message.webhook)
    run.about(message.webhook.ref)
    moving = [ActState.PLANNED, ActState.CLAIMED, ActState.HANDED_OVER]
    if OutwardAct.objects.filter(kind=KIND, key=message.act_key, state__in=moving).exists():
        raise Refused(_("This message is still on its way."), code="on_its_way")
    plan_replay(message, at=run.now, cause=run.uid)
    return Planned(count=1)


@action("webhooks.replay_failed", label=gettext_lazy("Send again what was given up"), seats=SEATS, surfaces=SURFACES)
def replay_failed(run: Run, data: ReplayFailed) -> Planned:
    """Send again what a webhook did not take since a moment, oldest first, a thousand messages at most."""
    webhook = _one(data.webhook_id)
    _is_on(webhook)
    run.about(webhook.ref)
    lost = OutwardAct.objects.filter(
        kind=KIND, subject=webhook.ref, state__in=[ActState.FAILED, ActState.UNKNOWN], planned_at__gte=data.since
    )
    messages = Message.objects.filter(webhook=webhook, act_key__in=lost.values("key")).order_by("pk")[:MOST_REPLAYED]
    for message in messages:
        plan_replay(message, at=run.now, cause=run.uid)
    return Planned(count=len(messages))


@action(
    "webhooks.switch_off",
    label=gettext_lazy("Switch webhook off"),
    seats=SEATS,
    surfaces=set(),
    emits=(WebhookSwitchedOff,),
)
def switch_off(run: Run, data: SwitchOff) -> Nothing:
    """Stop telling a webhook that has not taken anything for days, or said that it is gone."""
    webhook = _one(data.webhook_id)
    if webhook.switched_off_at is not None:
        raise Refused(_("This webhook is switched off already."), code="off")
    run.changed(webhook.ref, "on", old=True, new=False)
    webhook.switched_off_at, webhook.switched_off_because = run.now, data.reason[:400]
    webhook.save(update_fields=["switched_off_at", "switched_off_because"])
    run.emit(WebhookSwitchedOff(webhook_id=webhook.pk, reason=data.reason[:400]), subject=webhook.ref)
    return Nothing()


def _one(webhook_id: int) -> Webhook:
    webhook = Webhook.objects.shown().select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        raise Missing
    return webhook


def _is_on(webhook: Webhook) -> None:
    if webhook.paused_at or webhook.switched_off_at:
        raise Refused(_("This webhook is held or switched off. Release it first."), code="off")


def _check(data: AddWebhook) -> None:
    wrong = {**_check_url(data.url), **_check_events(data.events)}
    if wrong:
        raise InvalidInput(wrong)


def _check_url(url: str) -> dict[str, str]:
    """Look at the words only: names are resolved, and the address is guarded, at every request."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in {"https", "http"} or parts.username:
        return {"url": _("This is no web address. It begins with https:// and names a server.")}
    if f"{host}:{port}" in settings.WEBHOOKS_TRUSTED:
        return {}
    try:
        internal = not is_public(str(ip_address(host)))
    except ValueError:
        internal = host == "localhost" or host.endswith((".localhost", ".internal", ".local"))
    return {"url": _("This address is inside a private network; only public ones can be told.")} if internal else {}


def _check_events(events: tuple[str, ...]) -> dict[str, str]:
    unknown = [name for name in events if name != "*" and name not in event_types()]
    if unknown:
        return {"events": _("There is no event called %(name)s.") % {"name": unknown[0]}}
    return {} if events else {"events": _("Choose at least one event.")}
