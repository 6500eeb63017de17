"""Ways to pay: which there are, how each is set up, whether its keys fit."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel import secrets
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.payments import actions
from storecrew.shop.payments.accounts import name_of
from storecrew.shop.payments.forms import ProviderForm
from storecrew.shop.payments.models import Provider
from storecrew.shop.payments.providers import adapter_of, adapters, remote_of
from storecrew.shop.payments.seats import KEEPERS
from storecrew.shop.payments.views.guard import may, reader

EVENTS = (
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.canceled",
    "payment_intent.amount_capturable_updated",
    "charge.refunded",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "payout.paid",
    "payout.failed",
)
"""What to choose when the webhook is added at Stripe."""


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """List the ways to pay that are set up, and those that could be."""
    reader(request)
    rows = [row for row in Provider.objects.order_by("position", "pk") if adapter_of(row.kind).capabilities.sets_up]
    known = {row.kind for row in rows}
    context = {
        "rows": [(row, name_of(row), adapter_of(row.kind), *state_of(row)) for row in rows],
        "more": [adapter for adapter in adapters() if adapter.kind not in known],
        "keeps": may(request, "payments.set_up_provider"),
        "trying": [row for row in rows if row.enabled_at and remote_of(row.kind) and not row.live],
    }
    return answers.page(request, "payments/providers.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def provider(request: HttpRequest, kind: str) -> HttpResponse:
    """Set one up or change it, with a guide that begins at the beginning."""
    actor = reader(request)
    permit(actor, name="payments.set_up_provider", seats=KEEPERS, at=timezone.now())
    row = Provider.objects.filter(kind=kind).order_by("pk").first()
    try:
        adapter = adapter_of(kind)
    except LookupError:
        raise Http404 from None
    if not adapter.capabilities.sets_up:
        raise Http404
    form = ProviderForm(request.POST or None, adapter=adapter, provider=row)
    there, done = reverse("payments:provider", args=[kind]), _("Saved.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    word, tone = state_of(row) if row else ("", Tone.NEUTRAL)
    context = {
        "row": row,
        "kind": kind,
        "adapter": adapter,
        "form": form,
        "word": word,
        "tone": tone,
        "remote": remote_of(kind) is not None,
        "guide": f"payments/guides/{kind}.html",
        "hook": f"{settings.ENVIRONMENT.origin}{reverse('payment_hooks:hook', args=[row.code if row else kind])}",
        "events": EVENTS,
        "secret": bool(row and row.notice_secret and _is_real(row)),
        "notices": row.notices.order_by("-pk")[:10] if row else (),
    }
    return answers.page(request, "payments/provider.html", context)


@require_POST
@signed_in
def change(request: HttpRequest, kind: str, verb: str) -> HttpResponse:
    """Switch on or off, look at the account, or take a new secret for notices."""
    reader(request)
    row = Provider.objects.filter(kind=kind).order_by("pk").first()
    if row is None:
        raise Http404
    there = reverse("payments:provider", args=[kind])
    match verb:
        case "on":
            data = actions.Enable(code=row.code, on=True)
            return answers.act(request, actions.enable, data, then=there, done=_("Shoppers can pay this way now."))
        case "off":
            data = actions.Enable(code=row.code, on=False)
            return answers.act(
                request, actions.enable, data, then=there, done=_("Shoppers are not offered it any more.")
            )
        case "check":
            return _check(request, row, there)
        case "secret":
            fresh = actions.SetNoticeSecret(code=row.code, secret=request.POST.get("secret", "").strip())
            done = _("The new secret holds; the old one is taken for three days as well.")
            return answers.act(request, actions.set_notice_secret, fresh, then=there, done=done)
    raise Http404


def state_of(row: Provider) -> tuple[Text, Tone]:
    """Return the word and the tone of a provider."""
    if row.check_failed:
        return _("does not work"), Tone.BAD
    if row.enabled_at is None:
        return _("off"), Tone.NEUTRAL
    if remote_of(row.kind) is not None and not row.live:
        return _("on, for trying out"), Tone.WARN
    return _("on"), Tone.GOOD


def _check(request: HttpRequest, row: Provider, there: str) -> HttpResponse:
    permit(reader(request), name="payments.set_up_provider", seats=KEEPERS, at=timezone.now())
    found = actions.check_account(row.code)
    (messages.success if found.good else messages.error)(request, found.said)
    return answers.see(there)


def _is_real(row: Provider) -> bool:
    try:
        return bool(secrets.decrypt(row.notice_secret))
    except secrets.Unreadable:
        return False
