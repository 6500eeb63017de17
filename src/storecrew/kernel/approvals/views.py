"""Pages: what waits, one request, the rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.approvals import actions, reads
from storecrew.kernel.approvals.execution import carry_out
from storecrew.kernel.approvals.forms import RuleForm
from storecrew.kernel.approvals.presenting import detail_of, slips_of
from storecrew.kernel.approvals.types import State
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store import reads as store


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader, what he asked for, and what was self-authorised."""
    which = request.GET.get("which", "for_me")
    if which not in {"for_me", "by_me", "second_look"}:
        which = "for_me"
    before = request.GET.get("before", "")
    question = reads.Which.model_validate({"which": which, "before": int(before) if before.isdigit() else None})
    page = reads.requests(actor_of(request), question)
    context = {"which": which, "slips": slips_of(page.items), "cursor": page.cursor}
    return render(request, "approvals/index.html", context)


@require_GET
def detail(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one request: what exactly would be done, and by whom it was asked."""
    found = reads.request(actor_of(request), reads.OneRequest(request=uid))
    return render(request, "approvals/request.html", {"detail": detail_of(found, timezone.now())})


@require_POST
def decide(request: HttpRequest, uid: str) -> HttpResponse:
    """Take the decision; what may run at once is carried out before the page comes back."""
    data = actions.Decide(
        request=uid, approve=request.POST.get("verdict") == "approve", note=request.POST.get("note", "")[:2000]
    )
    try:
        decided = actions.decide(actor_of(request), data)
    except Refused as refused:
        messages.warning(request, refused.message)
        return redirect("approvals:request", uid=uid)
    if decided.state == State.VOID:
        messages.warning(
            request, _("Something changed since this was asked, so the request is void. It has to be asked for again.")
        )
    elif decided.state == State.APPROVED:
        carry_out(uid, timezone.now())
        messages.info(request, _outcome(request, uid, alone=decided.self_authorised))
    else:
        messages.info(request, _("Turned down. Whoever asked can see your note."))
    return redirect("approvals:request", uid=uid)


def _outcome(request: HttpRequest, uid: str, *, alone: bool) -> str:
    row = reads.request(actor_of(request), reads.OneRequest(request=uid)).row
    if row.state == State.EXECUTED:
        return _("Approved and done.")
    if alone:
        return _("Noted as self-authorised. It runs after the waiting time; until then you can withdraw it.")
    return _("Approved, but it could not be done: %(why)s") % {"why": row.message} if row.message else _("Approved.")


@require_POST
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """Take back one's own request."""
    try:
        actions.withdraw(actor_of(request), actions.Withdraw(request=uid))
        messages.info(request, _("Withdrawn. It will not be done."))
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("approvals:request", uid=uid)


@require_POST
def second_look(request: HttpRequest, uid: str) -> HttpResponse:
    """Sign the second look at a self-authorised act."""
    data = actions.SecondLook(request=uid, note=request.POST.get("note", "")[:2000])
    try:
        actions.second_look(actor_of(request), data)
        messages.info(request, _("Signed. It is off the second-look list."))
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("approvals:request", uid=uid)


def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, and set one."""
    profile = store.current()
    form = RuleForm(request.POST or None, currency=profile.currency if profile else "")
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_rule(actor_of(request), form.rule())
        except InvalidInput as invalid:
            for name, sentence in invalid.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        else:
            messages.info(request, _("From now on this asks first."))
            return redirect("approvals:rules")
    page = reads.rules(actor_of(request), reads.NoQuestion())
    status = 422 if form.errors else 200
    return render(request, "approvals/rules.html", {"rules": page.items, "form": form}, status=status)


@require_POST
def end_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """End a rule."""
    actions.end_rule(actor_of(request), actions.EndRule(rule_id=rule_id))
    messages.info(request, _("This rule no longer asks. What waits already goes on waiting."))
    return redirect("approvals:rules")
