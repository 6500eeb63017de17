"""Problems: the list with what looks like one, and the page of one, which fits a phone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.forms import ActionForm
from storecrew.team.suppliers import actions, presenting
from storecrew.team.suppliers.forms import (
    AgreeForm,
    AnswerForm,
    DropForm,
    EditProblemForm,
    MoreForm,
    ProblemForm,
    SendForm,
    SettleForm,
)
from storecrew.team.suppliers.models import Problem, Suggestion
from storecrew.team.suppliers.tables import problem_rows, problems_table
from storecrew.team.suppliers.views.access import keeper, people_of, raiser, reader, rights, supplier_or_404

SAME = ("title", "fault", "variant_id", "lot", "quantity", "text", "asked", "due_on")


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List problems, below the complaints that look like one."""
    table, rows = problems_table(), problem_rows()
    context = {"suggestions": presenting.suggestions(timezone.now()), **presenting.rule(), **rights(request)}
    return tables.export(table, request, rows) or answers.page(
        request, "suppliers/problems.html", context | {"page": tables.show(table, request, rows)}
    )


@require_GET
@reader
def one(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Show a problem with everything that belongs to it."""
    context = presenting.problem(_find(problem_id), timezone.now())
    return answers.page(request, "suppliers/problem.html", context | rights(request))


@require_http_methods(["GET", "POST"])
@raiser
def add(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Note a problem; `?suggestion=3` takes complaints over that were put together."""
    row = supplier_or_404(supplier_id)
    number = request.GET.get("suggestion", "")
    found = Suggestion.objects.filter(pk=number, supplier=supplier_id).first() if number.isdigit() else None
    form = ProblemForm(
        request.POST or None,
        request.FILES or None,
        initial=presenting.first_draft(found, row, timezone.now()) if found else {},
        fixed={"supplier_id": supplier_id, "suggestion_id": found.pk if found else None},
        currency=row.currency,
        goods=presenting.goods_of(supplier_id, timezone.now(), also=found.variant_id if found else None),
    )
    if request.method == "POST":
        made = form.run(request.actor)  # type: ignore[attr-defined]  # set by the people room's middleware
        if isinstance(made, actions.ProblemId):
            there = reverse("suppliers:problem", args=[made.problem_id])
            return answers.went(request, there, _("%(number)s is noted. Send it next.") % {"number": made.number})
    context = {"form": form, "title": _("Note a problem"), "label": _("Note the problem"), "files": True}
    there = reverse("suppliers:supplier", args=[supplier_id])
    return answers.page(request, "suppliers/form.html", context | {"back": there, "name": row.name})


@require_http_methods(["GET", "POST"])
@raiser
def edit(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Change what is said to be wrong."""
    row = _find(problem_id)
    amount = str(row.asked_amount.amount) if row.asked_amount else ""
    form = EditProblemForm(
        request.POST or None,
        initial={**{name: getattr(row, name) for name in SAME}, "asked_amount": amount},
        fixed={"problem_id": row.pk},
        currency=row.currency,
        goods=presenting.goods_of(row.supplier_id, timezone.now(), also=row.variant_id),
    )
    return _form(request, row, form, _("Change the problem"), _("Save the problem"), _("Saved."))


@require_http_methods(["GET", "POST"])
@keeper
def send(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Tell the supplier."""
    row = _find(problem_id)
    form = SendForm(request.POST or None, initial={"due_on": row.due_on}, fixed={"problem_id": row.pk})
    extra = {"to_copy": presenting.to_copy(row, timezone.now())}
    return _form(request, row, form, _("Tell them"), _("Tell the supplier"), _("They are told."), extra=extra)


@require_http_methods(["GET", "POST"])
@keeper
def answer(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Write down what they said."""
    row = _find(problem_id)
    form = AnswerForm(
        request.POST or None,
        request.FILES or None,
        fixed={"problem_id": row.pk},
        currency=row.currency,
        people=people_of(row.supplier_id),
    )
    return _form(request, row, form, _("Write down what they say"), _("Keep the answer"), _("Kept."), files=True)


@require_http_methods(["GET", "POST"])
@keeper
def agree(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Agree how it is made good; what they offered last is proposed."""
    row = _find(problem_id)
    form = AgreeForm(
        request.POST or None,
        initial=presenting.last_offer(row),
        fixed={"problem_id": row.pk},
        currency=row.currency,
    )
    return _form(request, row, form, _("Agree how it is made good"), _("Agree to this"), _("Agreed."))


@require_http_methods(["GET", "POST"])
@raiser
def more(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Add complaints and pictures."""
    row = _find(problem_id)
    form = MoreForm(request.POST or None, request.FILES or None, fixed={"problem_id": row.pk})
    return _form(request, row, form, _("Add to the problem"), _("Add to it"), _("Added."), files=True)


@require_POST
@raiser
def out(request: HttpRequest, problem_id: int) -> HttpResponseBase:
    """Take a complaint or a picture out."""
    asset = request.POST.get("asset", "")
    data = actions.TakeOut(
        problem_id=problem_id, case=request.POST.get("case", "")[:60], asset_id=int(asset) if asset.isdigit() else None
    )
    there = reverse("suppliers:problem", args=[problem_id])
    return answers.act(request, actions.take_out, data, then=there, done=_("Taken out."))


@require_http_methods(["GET", "POST"])
@keeper
def end(request: HttpRequest, problem_id: int, what: str) -> HttpResponseBase:
    """Settle it, drop it, or take it up again."""
    row = _find(problem_id)
    there = reverse("suppliers:problem", args=[row.pk])
    if what == "again" and request.method == "POST":
        data = actions.OneProblem(problem_id=row.pk)
        return answers.act(request, actions.take_up_problem, data, then=there, done=_("It is open again."))
    if what == "settle":
        form: ActionForm = SettleForm(request.POST or None, fixed={"problem_id": row.pk})
        return _form(request, row, form, _("It was made good"), _("Settle the problem"), _("Settled."))
    if what == "drop":
        form = DropForm(request.POST or None, fixed={"problem_id": row.pk})
        return _form(request, row, form, _("Ask for nothing more"), _("Drop the problem"), _("Dropped."), bad=True)
    raise Http404


@require_POST
@raiser
def leave(request: HttpRequest, suggestion_id: int) -> HttpResponseBase:
    """Leave complaints alone that look like a problem."""
    data = actions.OneSuggestion(suggestion_id=suggestion_id)
    there = reverse("suppliers:problems")
    done = _("Left alone. New complaints are brought again.")
    return answers.act(request, actions.leave_suggestion, data, then=there, done=done)


@require_POST
@raiser
def look(request: HttpRequest) -> HttpResponseBase:
    """Look through the complaints now."""
    there = reverse("suppliers:problems")
    return answers.act(request, actions.look_for_problems, actions.LookForProblems(), then=there, done=_("Looked."))


def _form(
    request: HttpRequest,
    row: Problem,
    form: ActionForm,
    title: str,
    label: str,
    done: str,
    *,
    files: bool = False,
    bad: bool = False,
    extra: dict[str, Any] | None = None,
) -> HttpResponseBase:
    there = reverse("suppliers:problem", args=[row.pk])
    if request.method == "POST" and (answer_ := answers.sent(request, form, then=there, done=done)):
        return answer_
    context = {"form": form, "title": title, "label": label, "back": there, "files": files, "bad": bad}
    context |= {"name": row.number, "language": get_language(), **(extra or {})}
    return answers.page(request, "suppliers/form.html", context)


def _find(problem_id: int) -> Problem:
    row = Problem.objects.select_related("supplier").filter(pk=problem_id).first()
    if row is None:
        raise Http404
    return row
