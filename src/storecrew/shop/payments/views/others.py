"""Transfers to match, disputes to answer, payouts, and what nobody can vouch for."""

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.store.reads import current
from storecrew.shop.payments import actions, presenting
from storecrew.shop.payments.carrying import DOING
from storecrew.shop.payments.forms import EvidenceForm, ResolveForm, StatementForm
from storecrew.shop.payments.models import Dispute, Payment, Payout, Transfer
from storecrew.shop.payments.presenting import PAYOUTS, act_said, acts_of, disputes_said, suggestions, unknown_acts
from storecrew.shop.payments.tables import payouts_table
from storecrew.shop.payments.types import DisputeState, PayoutState, State
from storecrew.shop.payments.views.guard import may, reader

SHOWN = 100


@require_http_methods(["GET", "POST"])
@signed_in
def transfers(request: HttpRequest) -> HttpResponse:
    """Show what came in and found no payment yet, with suggestions; take in further lines of the statement."""
    reader(request)
    store = current()
    form = StatementForm(request.POST or None, initial={"currency": store.currency if store else ""})
    there = reverse("payments:transfers")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("The lines are noted."))):
        return answer
    open_ = Transfer.objects.filter(settled_at=None).order_by("on", "pk")
    waiting = Payment.objects.filter(provider__kind="transfer", state=State.WAITING)
    context = {
        "form": form,
        "rows": suggestions(list(open_[:SHOWN])),
        "settled": Transfer.objects.exclude(settled_at=None)
        .select_related("payment")
        .order_by("-settled_at", "-pk")[:20],
        "waiting": [(row, row.money(row.amount_minor)) for row in waiting.order_by("created_at", "pk")[:SHOWN]],
        "keeps": may(request, "payments.match_transfer"),
    }
    return answers.page(request, "payments/transfers.html", context)


@require_POST
@signed_in
def match(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Match one line with the chosen payment, or set it aside with a reason."""
    reader(request)
    there, row = reverse("payments:transfers"), Transfer.objects.filter(pk=transfer_id).first()
    if row is None:
        raise Http404
    if "set_aside" in request.POST:
        reason = request.POST.get("reason", "").strip()[:200] or _("not about an order")
        data = actions.SetAside(transfer_id=row.pk, reason=reason)
        return answers.act(request, actions.set_aside, data, then=there, done=_("Set aside."))
    chosen = request.POST.get("payment", "")
    if not chosen.isdigit():
        raise Http404
    amount = Money(row.amount_minor, row.currency)
    matched = actions.MatchTransfer(payment_id=int(chosen), amount=amount, reference=row.reference)
    return answers.act(request, actions.match_transfer, matched, then=there, done=_("Matched and booked as paid."))


@require_GET
@signed_in
def disputes(request: HttpRequest) -> HttpResponse:
    """List disputes: open ones first, by deadline."""
    reader(request)
    rows = Dispute.objects.select_related("payment").order_by("closed_at", "due_at", "pk")
    open_ = rows.filter(closed_at=None)[:SHOWN]
    closed = rows.exclude(closed_at=None).order_by("-closed_at", "-pk")[:SHOWN]
    context = {"open": disputes_said(open_), "closed": disputes_said(closed)}
    return answers.page(request, "payments/disputes.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def dispute(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Show one dispute; write evidence, keep it, send it."""
    reader(request)
    row = Dispute.objects.select_related("payment__provider").filter(pk=dispute_id).first()
    if row is None:
        raise Http404
    send = request.POST.get("step") == "send"
    form = EvidenceForm(request.POST or None, dispute=row, send=send)
    there = reverse("payments:dispute", args=[row.pk])
    done = _("The evidence is on its way to the buyer's bank.") if send else _("Kept. It is not sent yet.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    _row, amount, word, tone, reason = disputes_said([row])[0]
    context = {
        "row": row,
        "form": form,
        "amount": amount,
        "word": word,
        "tone": tone,
        "reason": reason,
        "acts": [one for one in acts_of(row.payment) if one.row.payload.get("dispute") == row.reference],
        "writes": row.state == DisputeState.OPEN
        and row.sent_at is None
        and may(request, "payments.answer_dispute", actions.answer_dispute.seats),
    }
    return answers.page(request, "payments/dispute.html", context)


@require_GET
@signed_in
def payouts(request: HttpRequest) -> HttpResponseBase:
    """List payouts."""
    reader(request)
    rows = Payout.objects.select_related("provider").annotate(fees=Sum("lines__fee_minor"), count=Count("lines"))
    table = payouts_table()
    answer = tables.export(table, request, rows)
    return answer or answers.page(request, "payments/payouts.html", {"page": tables.show(table, request, rows)})


@require_GET
@signed_in
def payout(request: HttpRequest, payout_id: int) -> HttpResponse:
    """Show one payout with every line, and that they add up."""
    reader(request)
    row = Payout.objects.select_related("provider").filter(pk=payout_id).first()
    if row is None:
        raise Http404
    sums = row.lines.aggregate(gross=Sum("gross_minor"), fee=Sum("fee_minor"), net=Sum("net_minor"), count=Count("pk"))
    state = PayoutState(row.state)

    def money(minor: int | None) -> Money:
        return Money(minor or 0, row.currency)

    lines = [
        (line, presenting.line_word(line.kind), money(line.gross_minor), money(-line.fee_minor), money(line.net_minor))
        for line in row.lines.select_related("payment").order_by("at", "pk")[:500]
    ]
    context = {
        "row": row,
        "word": state.label,
        "tone": PAYOUTS[state],
        "amount": money(row.amount_minor),
        "lines": lines,
        "count": sums["count"],
        "gross": money(sums["gross"]),
        "fee": money(-(sums["fee"] or 0)),
        "net": money(sums["net"]),
        "rest": money(row.amount_minor - (sums["net"] or 0)),
    }
    return answers.page(request, "payments/payout.html", context)


@require_GET
@signed_in
def unknown(request: HttpRequest) -> HttpResponse:
    """List what nobody can vouch for."""
    reader(request)
    return answers.page(
        request, "payments/unknown.html", {"acts": unknown_acts(), "keeps": may(request, "payments.resolve_unknown")}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def resolve(request: HttpRequest, act_id: int) -> HttpResponse:
    """Say what became of one act."""
    reader(request)
    row = OutwardAct.objects.filter(pk=act_id, kind__in=DOING).first()
    payment = Payment.objects.filter(pk=row.payload["payment"]).select_related("provider").first() if row else None
    if row is None or payment is None:
        raise Http404
    form = ResolveForm(request.POST or None, fixed={"act_id": row.pk})
    there = reverse("payments:payment", args=[payment.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Noted."))):
        return answer
    context = {"act": act_said(row), "row": payment, "form": form}
    return answers.page(request, "payments/resolve.html", context)
