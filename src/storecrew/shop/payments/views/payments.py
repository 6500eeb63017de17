"""The table of payments, one payment, and what can be done with it, each shown before it is done."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers, links, tables
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.pages.types import Text
from storecrew.shop.payments import actions, presenting
from storecrew.shop.payments.forms import CaptureForm, CollectForm, MatchForm, RefundForm, SettleRefundForm, VoidForm
from storecrew.shop.payments.models import Payment, Refund
from storecrew.shop.payments.providers import adapter_of, remote_of
from storecrew.shop.payments.seats import COLLECTORS, KEEPERS, REFUNDERS
from storecrew.shop.payments.tables import payments_table
from storecrew.shop.payments.types import Kind, State
from storecrew.shop.payments.views.guard import may, reader


@dataclass(frozen=True, slots=True)
class Verb:
    """Something to do with a payment: its form, its words, and who may."""

    form: type[Any]
    action: Action[Any, Any]
    seats: frozenset[str]
    title: Text
    button: Text
    done: Text
    bad: bool = False


VERBS = {
    "capture": Verb(
        CaptureForm,
        actions.capture,
        KEEPERS,
        gettext_lazy("Take the money"),
        gettext_lazy("Take %(amount)s"),
        gettext_lazy("The provider is being told. What comes of it stands here in a moment."),
    ),
    "void": Verb(
        VoidForm,
        actions.void,
        KEEPERS,
        gettext_lazy("Let the payment go"),
        gettext_lazy("Let it go"),
        gettext_lazy("It is being let go."),
        bad=True,
    ),
    "refund": Verb(
        RefundForm,
        actions.refund,
        REFUNDERS,
        gettext_lazy("Give money back"),
        gettext_lazy("Give %(amount)s back"),
        gettext_lazy("The refund is on its way."),
        bad=True,
    ),
    "collect": Verb(
        CollectForm,
        actions.collect,
        COLLECTORS,
        gettext_lazy("Cash collected"),
        gettext_lazy("Book %(amount)s"),
        gettext_lazy("Booked as paid."),
    ),
    "match": Verb(
        MatchForm,
        actions.match_transfer,
        KEEPERS,
        gettext_lazy("A transfer has come in"),
        gettext_lazy("Book %(amount)s"),
        gettext_lazy("Booked as paid."),
    ),
}


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """List payments."""
    reader(request)
    table, rows = payments_table(), Payment.objects.select_related("provider")
    answer = tables.export(table, request, rows)
    context = {"page": None if answer else tables.show(table, request, rows), "keeps": may(request, "payments.enable")}
    return answer or answers.page(request, "payments/index.html", context)


@require_GET
@signed_in
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Show one payment: its sums, what happened, what goes back, what can be done."""
    reader(request)
    row = Payment.objects.all().get_or_missing(payment_id)
    word, tone = presenting.state_of(row)
    steps = presenting.steps_of(row)
    context = {
        "row": row,
        "word": word,
        "tone": tone,
        "amount": row.money(row.amount_minor),
        "sums": _sums(row),
        "steps": steps,
        "fees": [step for step in steps if step.word == Kind.FEE.label],
        "refunds": presenting.refunds_of(row),
        "disputes": presenting.disputes_said(row.disputes.order_by("pk")),
        "acts": presenting.acts_of(row),
        "notices": row.notices.order_by("-pk")[:8],
        "verbs": [(name, verb) for name, verb in VERBS.items() if name in _open(request, row)],
        "settles": may(request, "payments.settle_refund"),
        "trouble": presenting.trouble_of(row) if row.trouble else "",
        "method": presenting.method_of(row),
        "remote": remote_of(row.provider.kind) is not None,
        "adapter": adapter_of(row.provider.kind).label,
        "payable": links.link(row.payable),
    }
    return answers.page(request, "payments/payment.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, payment_id: int, verb: str) -> HttpResponse:
    """Capture, void, refund, collect or match: first the form, then what would happen, then it."""
    actor, row = reader(request), Payment.objects.all().get_or_missing(payment_id)
    if verb not in VERBS:
        raise Http404
    chosen, there = VERBS[verb], reverse("payments:payment", args=[row.pk])
    form: ActionForm = chosen.form(request.POST or None, payment=row, most=_most(row, verb))
    preview = ""
    if request.method == "POST" and request.POST.get("step") == "do":
        answer = answers.sent(request, form, then=there, done=str(chosen.done))
        if answer:
            return answer
    elif request.method == "POST":
        preview = _preview(actor, chosen, form, row)
    context = {
        "row": row,
        "form": form,
        "verb": chosen,
        "name": verb,
        "preview": preview,
        "amount": row.money(row.amount_minor),
    }
    context["button"] = str(chosen.button) % {"amount": _typed(form, row)} if preview else ""
    return answers.page(request, "payments/act.html", context)


@require_POST
@signed_in
def look(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Ask the provider how a payment stands, at once."""
    reader(request)
    actions.look_now(payment_id)
    return answers.went(
        request, reverse("payments:payment", args=[payment_id]), _("Asked. This is what the provider says.")
    )


@require_http_methods(["GET", "POST"])
@signed_in
def settle_refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Say that a refund was paid by hand."""
    reader(request)
    refund = Refund.objects.select_related("payment__provider").filter(pk=refund_id).first()
    if refund is None:
        raise Http404
    form = SettleRefundForm(request.POST or None, fixed={"refund_id": refund.pk})
    there = reverse("payments:payment", args=[refund.payment_id])
    done = _("Booked as paid back.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    context = {
        "form": form,
        "refund": refund,
        "row": refund.payment,
        "amount": refund.payment.money(refund.amount_minor),
    }
    return answers.page(request, "payments/settle_refund.html", context)


def _preview(actor: Actor, verb: Verb, form: ActionForm, row: Payment) -> str:
    """Return what would happen, in a sentence; a refusal stands on the form instead."""
    if not form.is_valid():
        return ""
    try:
        found = verb.action.preview(actor, parse(verb.action.input, form.values()), now=timezone.now())
    except ActionError as error:
        fields = getattr(error, "fields", {})
        for name, sentence in fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        if not fields:
            form.add_error(None, error.message)
        return ""
    return _said(verb, found.result, row)


def _said(verb: Verb, answer: Any, row: Payment) -> str:
    held, left = row.money(row.authorised_minor), row.money(row.refundable_minor)
    if verb.action is actions.capture:
        rest = held - answer.amount
        return _("%(amount)s is taken; %(rest)s of what is set aside is released.") % {
            "amount": format_money(answer.amount),
            "rest": format_money(rest),
        }
    if verb.action is actions.void:
        return _("Nothing is taken, %(held)s is free again, and this payment cannot be paid any more.") % {
            "held": format_money(held)
        }
    if verb.action is actions.refund:
        words = {"amount": format_money(answer.amount), "left": format_money(left - answer.amount)}
        if answer.state == "to_do":
            return _("%(amount)s is to be paid back by hand; afterwards %(left)s is left of this payment.") % words
        return _("%(amount)s goes back the way it came; afterwards %(left)s is left of this payment.") % words
    return _("This payment then stands at %(captured)s of %(asked)s.") % {
        "captured": format_money(answer.captured),
        "asked": format_money(row.money(row.amount_minor)),
    }


def _typed(form: ActionForm, row: Payment) -> str:
    amount = form.cleaned_data.get("amount") if form.is_bound and form.is_valid() else None
    return format_money(amount if isinstance(amount, Money) else row.money(row.amount_minor))


def _sums(row: Payment) -> list[tuple[Text, Money, bool]]:
    """Return the sums that say something: word, amount, and whether it went out."""
    rows: list[tuple[Text, int, bool]] = [
        (pgettext("payment", "Set aside"), row.authorised_minor, False),
        (_("Came in"), row.captured_minor, False),
        (_("Gone back"), row.refunded_minor, True),
        (_("Going back"), row.refunding_minor, True),
        (_("Disputed"), row.disputed_minor, True),
        (_("Could still go back"), row.refundable_minor, False),
    ]
    return [(word, row.money(minor), out) for word, minor, out in rows if minor]


def _most(row: Payment, verb: str) -> Money:
    """Return the amount that a form begins with."""
    match verb:
        case "capture":
            return row.money(row.authorised_minor)
        case "refund":
            return row.money(row.refundable_minor)
    return row.money(max(row.amount_minor - row.captured_minor, 0))


def _open(request: HttpRequest, row: Payment) -> set[str]:
    """Return what the reader can do with a payment as it is now."""
    remote = remote_of(row.provider.kind) is not None
    due = row.captured_minor < row.amount_minor
    wanted = {
        "capture": remote and row.state == State.AUTHORISED,
        "void": row.state in {State.WAITING, State.AUTHORISED, State.PROCESSING},
        "refund": row.refundable_minor > 0,
        "collect": row.provider.kind == "cash" and due,
        "match": row.provider.kind == "transfer" and due,
    }
    return {
        name for name, there in wanted.items() if there and may(request, VERBS[name].action.name, VERBS[name].seats)
    }
