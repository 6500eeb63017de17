"""The numbers: what is behind them, how they are reckoned, what follows from them."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers, links
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.forms import VerdictForm, YardstickForm
from storecrew.team.suppliers.measures.formula import KINDS, Code
from storecrew.team.suppliers.models import Proposal, Verdict
from storecrew.team.suppliers.reads.scorecard import ROWS
from storecrew.team.suppliers.reads.scorecard import behind as rows_behind
from storecrew.team.suppliers.views.access import keeper, reader, rights, ruler, supplier_or_404
from storecrew.team.suppliers.yardstick import current_yardstick


@require_GET
@reader
def behind(request: HttpRequest, supplier_id: int, code: str) -> HttpResponseBase:
    """Show the rows behind a number; `?bad=1` only those that cost points."""
    row = supplier_or_404(supplier_id)
    if code not in set(Code):
        raise Http404
    every = rows_behind(supplier_id, Code(code), timezone.now())
    bad = request.GET.get("bad") == "1"
    found = [one for one in every if one.good is False] if bad else every
    urls = links.link_many([one.subject for one in found[:ROWS]])
    context = {
        "row": row,
        "kind": KINDS[Code(code)],
        "code": code,
        "bad": bad,
        "count": len(every),
        "costly": sum(one.good is False for one in every),
        "rows": [(one, urls.get(one.subject)) for one in found[:ROWS]],
        "more": len(found) > ROWS,
    }
    return answers.page(request, "suppliers/behind.html", context)


@require_http_methods(["GET", "POST"])
@ruler
def measured(request: HttpRequest) -> HttpResponseBase:
    """Say what weighs how much, and what follows."""
    form = YardstickForm(request.POST or None, stick=current_yardstick())
    there = reverse("suppliers:index")
    done = _("Saved. Scores are reckoned anew tonight, or now.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    return answers.page(request, "suppliers/measured.html", {"form": form})


@require_POST
@keeper
def reckon(request: HttpRequest) -> HttpResponseBase:
    """Reckon the scores now."""
    there = answers.back(request, reverse("suppliers:index"))
    return answers.act(request, actions.keep_scores, actions.KeepScores(), then=there, done=_("Reckoned."))


@require_http_methods(["GET", "POST"])
@ruler
def verdict(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Say what happens to orders with a supplier, whatever the score says."""
    row = supplier_or_404(supplier_id)
    known = Verdict.objects.filter(pk=supplier_id).first()
    initial = {"level": known.level, "why": known.why, "until": known.until} if known else {"level": ""}
    form = VerdictForm(request.POST or None, initial=initial, fixed={"supplier_id": supplier_id})
    there = reverse("suppliers:supplier", args=[supplier_id])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Saved."))):
        return answer
    context = {"form": form, "title": _("Orders with them"), "label": _("Save what happens")}
    return answers.page(request, "suppliers/form.html", context | {"back": there, "name": row.name, **rights(request)})


@require_POST
@keeper
def decide(request: HttpRequest, proposal_id: int, what: str) -> HttpResponseBase:
    """Take proposed thresholds, leave them, or take them back."""
    row = Proposal.objects.filter(pk=proposal_id).first()
    acts = {"take": actions.take_proposal, "leave": actions.leave_proposal, "undo": actions.undo_proposal}
    if row is None or what not in acts:
        raise Http404
    there = reverse("suppliers:supplier", args=[row.supplier_id])
    data = actions.OneProposal(proposal_id=proposal_id)
    done = {"take": _("The new thresholds hold."), "leave": _("Left as it is."), "undo": _("As it was before.")}[what]
    if what == "take":
        answer = answers.act(request, acts[what], data, then=there, done=done)
        if Proposal.objects.filter(pk=proposal_id, state="taken").exists():
            url = reverse("suppliers:proposal", args=[proposal_id, "undo"])
            answers.undoable(request, _("Less is dared with them from now on."), url, {})
        return answer
    return answers.act(request, acts[what], data, then=there, done=done)
