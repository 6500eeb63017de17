"""What was wrong with their goods: read it, look at the pictures, answer with words and photographs."""

from typing import Any, Final

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.portal import goods, stale
from storecrew.fronts.portal.visits import Visit, page
from storecrew.fronts.portal.wording import OFFERED, OUTCOMES, PROBLEM_STATES
from storecrew.fronts.storefront import pictures
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.team.suppliers import actions, reads
from storecrew.team.suppliers.types import ProblemView

LARGEST: Final = 12 * 1024 * 1024
"""Bytes of one photograph: telephones make them of some 3 to 8 MB."""
MOST: Final = 6
HIDDEN: Final = frozenset({"open", "dropped"})
"""States of which the supplier was told nothing, or nothing any more."""


@page
def index(visit: Visit) -> HttpResponse:
    """List problems, those to be answered first."""
    views = reads.problems_of(visit.supplier_id, open_only=False, now=visit.now)
    return visit.show(
        "portal/problems.html",
        _("Problems with your goods"),
        "problems",
        rows=[(one, *word_of(one)) for one in views],
    )


def word_of(view: ProblemView) -> tuple[str, str]:
    """Return how a problem stands in the supplier's words, with a tone."""
    word, tone = PROBLEM_STATES[view.state]
    return str(word), "bad" if view.late and view.may_answer else tone


@page
def one(visit: Visit, number: str) -> HttpResponse:
    """Show a problem; a post answers it."""
    view = _find(visit, int(number))
    if visit.request.method != "POST":
        return _page(visit, view)
    here = visit.to.problem(view.problem_id)
    if (said := stale.done_before(visit)) is not None:
        return visit.went(here, said)
    try:
        stale.check(visit, version_of(view))
        data = parse(actions.AnswerProblem, _said(visit, view))
        actions.answer_problem(visit.actor, data, key=visit.key, now=visit.now)
    except ActionError as error:
        return _page(visit, _find(visit, view.problem_id), error=error)
    return visit.went(here, stale.remember(visit, "answered"))


def version_of(view: ProblemView) -> str:
    """Return what changes whenever somebody says something or the state moves."""
    return f"{view.state}.{len(view.replies)}"


def _find(visit: Visit, number: int) -> ProblemView:
    """Return a problem of theirs that they were told of."""
    view = reads.find(number, visit.now)
    if view is None or view.supplier_id != visit.supplier_id or view.state in HIDDEN:
        raise Http404
    return view


def _page(visit: Visit, view: ProblemView, *, error: ActionError | None = None) -> HttpResponse:
    word, tone = word_of(view)
    pictures.load(view.photos)
    look = goods.looks([view.variant_id], visit.opened.language, visit.now).get(view.variant_id or 0)
    return visit.show(
        "portal/problem.html",
        view.title,
        "problems",
        status=409 if error is not None and error.code == "portal.stale" else 200,
        error=error,
        it=view,
        word=word,
        tone=tone,
        look=look,
        version=version_of(view),
        photos=[pictures.asset_html(pk, alt=_("photograph"), sizes="112px", most=400) for pk in view.photos],
        outcomes=OUTCOMES,
        offers=OFFERED,
        typed=visit.request.POST,
        currency=view.asked_amount.currency if view.asked_amount else visit.supplier.currency,
        photos_at_most=MOST,
    )


def _said(visit: Visit, view: ProblemView) -> dict[str, Any]:
    sent = visit.request.POST
    outcome = sent.get("outcome", "")
    if not outcome:
        raise InvalidInput({"outcome": _("Choose what you say to it.")})
    said: dict[str, Any] = {
        "problem_id": view.problem_id,
        "outcome": outcome,
        "text": sent.get("text", "")[:4000],
        "contact_id": visit.opened.contact_id,
        "photos": _photos(visit),
    }
    if outcome == "offer":
        said["offered"] = sent.get("offered") or None
    if sent.get("amount") and outcome in {"offer", "accept"}:
        said["amount"] = _money(visit, view)
    return said


def _money(visit: Visit, view: ProblemView) -> Money:
    currency = view.asked_amount.currency if view.asked_amount else visit.supplier.currency
    try:
        return parse_money(visit.request.POST.get("amount", ""), currency)
    except MoneyError as error:
        raise InvalidInput({"amount": _("Write the amount as a number, for instance 320.")}) from error


def _photos(visit: Visit) -> list[bytes]:
    """Return the photographs; raises Refused for too many or too large ones, before they are read."""
    files = [file for file in visit.request.FILES.getlist("photos") if file.size]
    if len(files) > MOST:
        raise Refused(_("At most %(n)d photographs at once.") % {"n": MOST}, code="portal.photos")
    if any((file.size or 0) > LARGEST for file in files):
        raise Refused(_("A photograph may have 12 MB. Make it smaller and try again."), code="portal.photos")
    return [file.read() for file in files]
