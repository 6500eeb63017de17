"""Webhooks: the list, one with its log, one message."""

import json
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.fronts.webhooks import actions, reads
from storecrew.fronts.webhooks.forms import EditForm, WebhookForm
from storecrew.fronts.webhooks.types import WebhookRow
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.jobs.presenting import act_words
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, signed_in
from storecrew.kernel.pages.types import Tone

REPLAYED_SINCE = timedelta(days=7)


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """List webhooks."""
    rows = reads.webhooks(actor_of(request), reads.NoQuestion()).items
    return answers.page(request, "webhooks/index.html", {"rows": [(row, *_state_words(row)) for row in rows]})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Set a webhook up."""
    form = WebhookForm(request.POST or None, initial={"events": ["*"]})
    there = reverse("webhooks:index")
    done = _("It is told from now on. Its secret stands on its page.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    return answers.page(request, "webhooks/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Change a webhook."""
    row = reads.webhook(actor_of(request), reads.OneWebhook(webhook_id=webhook_id))
    initial = {"name": row.name, "url": row.url, "events": list(row.events)}
    form = EditForm(request.POST or None, initial=initial, fixed={"webhook_id": webhook_id})
    there = reverse("webhooks:webhook", args=[webhook_id])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Changed."))):
        return answer
    return answers.page(request, "webhooks/form.html", {"form": form, "row": row})


@require_GET
@signed_in
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Show a webhook and its log; with `?secret=1` the IT seat sees its secret."""
    actor, one = actor_of(request), reads.OneWebhook(webhook_id=webhook_id)
    row = reads.webhook(actor, one)
    before = request.GET.get("before", "")
    question = reads.LogQuery(webhook_id=webhook_id, before=int(before) if before.isdigit() and before != "0" else None)
    log = reads.messages(actor, question)
    may_change = "it" in grants_of(actor, timezone.now()).seats
    word, tone = _state_words(row)
    context = {
        "row": row,
        "word": word,
        "look": tone,
        "on": row.state in {"on", "failing"},
        "may_change": may_change,
        "secrets": reads.secrets(actor, one) if may_change and request.GET.get("secret") else None,
        "log": [(message, *act_words(message.state)) for message in log.items],
        "cursor": log.cursor,
    }
    return answers.page(request, "webhooks/webhook.html", context)


@require_POST
@signed_in
def change(request: HttpRequest, webhook_id: int, verb: str) -> HttpResponse:
    """Hold, release, test, rotate, remove, or tell again what was given up."""
    one, there = actions.OneWebhook(webhook_id=webhook_id), reverse("webhooks:webhook", args=[webhook_id])
    match verb:
        case "hold":
            return answers.act(request, actions.hold, one, then=there, done=_("Held. It is not told anything."))
        case "release":
            return answers.act(request, actions.release, one, then=there, done=_("It is told again from now on."))
        case "test":
            done = _("A test message is on its way; look at the log in a moment.")
            return answers.act(request, actions.send_test, one, then=there, done=done)
        case "rotate":
            done = _("It has a new secret. For a day the old one signs as well.")
            return answers.act(request, actions.rotate_secret, one, then=f"{there}?secret=1", done=done)
        case "remove":
            there = reverse("webhooks:index")
            return answers.act(request, actions.remove, one, then=there, done=_("Removed. Its log stays on record."))
        case "replay":
            return _replay_failed(request, webhook_id, there)
    raise Http404


@require_GET
@signed_in
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message and every try."""
    found = reads.message(actor_of(request), reads.OneMessage(message_id=message_id))
    word, tone = act_words(found.row.state)
    context = {
        "found": found,
        "row": reads.webhook(actor_of(request), reads.OneWebhook(webhook_id=found.row.webhook_id)),
        "word": word,
        "look": tone,
        "body": json.dumps(json.loads(found.body), ensure_ascii=False, indent=2),
    }
    return answers.page(request, "webhooks/message.html", context)


@require_POST
@signed_in
def replay(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send one message again."""
    there = reverse("webhooks:message", args=[message_id])
    data = actions.OneMessage(message_id=message_id)
    return answers.act(request, actions.replay, data, then=there, done=_("It is being sent again."))


def _replay_failed(request: HttpRequest, webhook_id: int, there: str) -> HttpResponse:
    data = actions.ReplayFailed(webhook_id=webhook_id, since=timezone.now() - REPLAYED_SINCE)
    try:
        planned = actions.replay_failed(actor_of(request), data)
    except ActionError as error:
        return answers.refused(request, error, then=there)
    done = ngettext(
        "%(n)d message of the last 7 days is being sent again.",
        "%(n)d messages of the last 7 days are being sent again.",
        planned.count,
    )
    return answers.went(request, there, done % {"n": planned.count})


def _state_words(row: WebhookRow) -> tuple[str, Tone]:
    return {
        "on": (pgettext("webhook", "on"), Tone.GOOD),
        "failing": (pgettext("webhook", "failing"), Tone.WARN),
        "paused": (pgettext("webhook", "held"), Tone.NEUTRAL),
        "off": (pgettext("webhook", "switched off"), Tone.BAD),
    }[row.state]
