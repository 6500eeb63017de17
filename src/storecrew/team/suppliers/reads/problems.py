"""Problems with suppliers' goods, and the money that came of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Page
from storecrew.kernel.money.types import Money
from storecrew.shop.supply import reads as supply
from storecrew.team.suppliers.models import LIVE, THEIRS, Asked, Case, Claim, Outcome, Photo, Problem, Reply
from storecrew.team.suppliers.seats import EVERYWHERE, READERS
from storecrew.team.suppliers.types import CaseView, ClaimView, ProblemView, ReplyView
from storecrew.team.suppliers.writing.problems import LEGAL

OVER_SHOWN = 50


def problems_of(supplier_id: int, *, open_only: bool = True, now: datetime | None = None) -> tuple[ProblemView, ...]:
    """Return what a supplier was told of, those to be answered first: for the supplier's own pages, which check who asks.

    `open_only`: without what is settled. Nothing that was not sent yet, nothing that was dropped.
    """
    rows = Problem.objects.filter(supplier=supplier_id, state__in=THEIRS)
    if open_only:
        rows = rows.filter(state__in=LIVE)
    found = views_of(rows.order_by("-id")[: OVER_SHOWN * 2], now or timezone.now())
    return tuple(sorted(found, key=lambda one: (not one.may_answer, one.due_on is None, one.due_on, -one.problem_id)))


def find(problem_id: int, now: datetime | None = None) -> ProblemView | None:
    """Return a problem, for whoever has checked who asks."""
    return next(iter(views_of(Problem.objects.filter(pk=problem_id), now or timezone.now())), None)


def claims(supplier_id: int | None = None, *, open_only: bool = True) -> tuple[ClaimView, ...]:
    """Return the money that suppliers agreed to, oldest first; `open_only`: of which a part is still to be had."""
    rows = Claim.objects.select_related("problem")
    if supplier_id is not None:
        rows = rows.filter(supplier=supplier_id)
    if open_only:
        rows = rows.filter(used_minor__lt=F("amount_minor"))
    return tuple(
        ClaimView(
            claim_id=row.pk,
            problem_id=row.problem_id,
            number=row.problem.number,
            supplier_id=row.supplier_id,
            title=row.problem.title,
            amount=Money(row.amount_minor, row.currency),
            left=row.left,
            agreed_at=row.agreed_at,
        )
        for row in rows.order_by("agreed_at", "pk")
    )


class ProblemList(Input):
    """Which problems, newest first. `state`: one of the states, or `live` for all that are not over."""

    supplier_id: int | None = None
    variant_id: int | None = None
    state: Annotated[str, Field(max_length=10)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=20)] | None = None


@read("suppliers.problems", label=gettext_lazy("Problems with suppliers’ goods"), seats=READERS, surfaces=EVERYWHERE)
def problems(ask: Ask, data: ProblemList) -> Page[ProblemView]:
    """List problems with what suppliers deliver: what is wrong, what it cost, what was asked, what they said."""
    rows = Problem.objects.order_by("-pk")
    if data.supplier_id is not None:
        rows = rows.filter(supplier=data.supplier_id)
    if data.variant_id is not None:
        rows = rows.filter(variant=data.variant_id)
    if data.state:
        rows = rows.filter(state__in=LIVE) if data.state == "live" else rows.filter(state=data.state)
    if data.cursor and data.cursor.isdecimal():
        rows = rows.filter(pk__lt=int(data.cursor))
    found = views_of(rows[: data.limit + 1], ask.now)
    more = str(found[data.limit - 1].problem_id) if len(found) > data.limit else None
    return Page(items=tuple(found[: data.limit]), cursor=more)


class OneProblemQuery(Input):
    """Names a problem."""

    problem_id: int


@read("suppliers.problem", label=gettext_lazy("Problem with a supplier’s goods"), seats=READERS, surfaces=EVERYWHERE)
def problem(ask: Ask, data: OneProblemQuery) -> ProblemView:
    """Tell everything about a problem: complaints, pictures by number, what was said, what it cost."""
    found = find(data.problem_id, ask.now)
    if found is None:
        raise Missing(_("There is no such problem."))
    return found


class ClaimsQuery(Input):
    """Whose; None: of all suppliers. `every`: those too of which everything was had."""

    supplier_id: int | None = None
    every: bool = False


class Claims(Output):
    """Oldest first."""

    items: tuple[ClaimView, ...]


@read("suppliers.claims", label=gettext_lazy("Claims on suppliers"), seats=READERS, surfaces=EVERYWHERE)
def claims_read(ask: Ask, data: ClaimsQuery) -> Claims:
    """List the credits that suppliers agreed to, and what of each is still to be had."""
    return Claims(items=claims(data.supplier_id, open_only=not data.every))


def views_of(rows: QuerySet[Problem] | Iterable[Problem], now: datetime) -> list[ProblemView]:
    """Return problems as others may hold them. Four questions, however many there are."""
    found = list(rows)
    cases = _grouped(Case.objects.filter(problem__in=found).order_by("problem_id", "at", "pk"))
    replies = _grouped(Reply.objects.filter(problem__in=found).order_by("problem_id", "at", "pk"))
    photos = _grouped(Photo.objects.filter(problem__in=found).order_by("problem_id", "pk"))
    owed = {row.problem_id: row for row in Claim.objects.filter(problem__in=found)}
    return [_view(row, cases, replies, photos, owed.get(row.pk), now) for row in found]


def _grouped[R: (Case, Reply, Photo)](rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.problem_id, []).append(row)
    return found


def _view(
    row: Problem,
    cases: dict[int, list[Case]],
    replies: dict[int, list[Reply]],
    photos: dict[int, list[Photo]],
    claim: Claim | None,
    now: datetime,
) -> ProblemView:
    ours = cases.get(row.pk, [])
    waits = row.state in {"sent", "answered"}
    return ProblemView(
        problem_id=row.pk,
        number=row.number,
        supplier_id=row.supplier_id,
        variant_id=row.variant_id,
        lot=row.lot,
        fault=row.fault,
        fault_word=str(row.get_fault_display()),
        title=row.title,
        text=row.text,
        state=row.state,
        state_word=str(row.get_state_display()),
        asked=row.asked,
        asked_word=str(row.get_asked_display()),
        asked_amount=row.asked_amount,
        quantity=row.quantity or sum(case.pieces for case in ours),
        cost=summed(money for case in ours for money in cost_of(case)),
        due_on=row.due_on,
        late=row.state == "sent" and row.due_on is not None and row.due_on < supply.store_day(now),
        raised_at=row.raised_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        agreed=row.agreed,
        agreed_word=str(Asked(row.agreed).label) if row.agreed else "",
        claim=Money(claim.amount_minor, claim.currency) if claim else None,
        claim_left=claim.left if claim else None,
        photos=tuple(one.asset_id for one in photos.get(row.pk, [])),
        cases=tuple(_case(case) for case in ours),
        replies=tuple(_reply(row, one) for one in replies.get(row.pk, [])),
        may_answer=waits and bool(LEGAL[row.state]),
    )


def cost_of(case: Case) -> tuple[Money, ...]:
    """Return what a complaint cost: given back with its delivery, and what its written off pieces had cost."""
    given = Money(case.refund_minor + case.shipping_minor, case.currency) if case.currency else None
    lost = Money(case.lost_minor, case.lost_currency) if case.lost_currency else None
    return summed(money for money in (given, lost) if money)


def summed(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Return sums by currency, without those that come to nothing."""
    sums: dict[str, int] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, 0) + money.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()) if minor)


def _case(row: Case) -> CaseView:
    return CaseView(
        subject=row.subject,
        name=row.name,
        order_id=row.order_id,
        pieces=row.pieces,
        reason=row.reason,
        at=row.at,
        cost=cost_of(row),
    )


def _reply(problem: Problem, row: Reply) -> ReplyView:
    return ReplyView(
        at=row.at,
        by=row.by,
        theirs=row.outcome != Outcome.TOLD,
        contact_id=row.contact_id,
        way=row.way,
        outcome=row.outcome,
        outcome_word=str(row.get_outcome_display()),
        text=row.text,
        offered=row.offered,
        offered_word=str(Asked(row.offered).label) if row.offered else "",
        amount=Money(row.offered_minor, problem.currency) if row.offered_minor else None,
    )
