"""Find problems, move them on, and keep what is said about them."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.team.suppliers.models import Outcome, Photo, Problem, ProblemState, Reply

LEGAL: Final[Mapping[str, frozenset[str]]] = {
    ProblemState.OPEN: frozenset({ProblemState.SENT, ProblemState.DROPPED}),
    ProblemState.SENT: frozenset({ProblemState.ANSWERED, ProblemState.AGREED, ProblemState.DROPPED}),
    ProblemState.ANSWERED: frozenset({ProblemState.AGREED, ProblemState.DROPPED, ProblemState.SENT}),
    ProblemState.AGREED: frozenset({ProblemState.SETTLED, ProblemState.DROPPED}),
    ProblemState.SETTLED: frozenset(),
    ProblemState.DROPPED: frozenset({ProblemState.OPEN}),
}
"""What may follow what. An answer that does not satisfy is sent back; what was dropped can be taken up again."""


def problem_of(run: Run, problem_id: int) -> Problem:
    """Return the problem, locked. A supplier gets their own, and only what was sent to them. Raises Missing, Denied."""
    row = Problem.objects.select_for_update(of=("self",)).select_related("supplier").filter(pk=problem_id).first()
    if row is None:
        raise Missing(_("There is no such problem."))
    run.about(row.subject, f"supplier:{row.supplier_id}")
    if not run.actor.stranger:
        return row
    if run.actor.ref != f"supplier:{row.supplier_id}":
        raise Denied(_("This is not yours to answer."))
    if row.sent_at is None or row.state == ProblemState.DROPPED:
        raise Missing(_("There is no such problem."))
    return row


def move(run: Run, row: Problem, state: ProblemState) -> None:
    """Put a problem into another state; saving is left to the caller. Raises Refused where it may not follow."""
    if state not in LEGAL[row.state]:
        words = {"number": row.number, "state": row.get_state_display()}
        raise Refused(_("%(number)s stands at “%(state)s”; that cannot be done now.") % words, code="suppliers.not_now")
    run.changed(row.subject, "state", old=row.state, new=state.value)
    row.state = state


def say(
    run: Run,
    row: Problem,
    outcome: Outcome,
    *,
    way: str,
    text: str = "",
    contact_id: int | None = None,
    offered: str = "",
    amount: Money | None = None,
) -> Reply:
    """Keep what was said: the evidence."""
    return Reply.objects.create(
        problem=row,
        at=run.now,
        by=run.actor.ref,
        contact_id=contact_id,
        way=way,
        outcome=outcome,
        text=text,
        offered=offered,
        offered_minor=amount.minor if amount else None,
    )


def show(run: Run, row: Problem, asset_ids: Iterable[int]) -> None:
    """Add pictures to a problem; those that are there already stay once."""
    known = set(Photo.objects.filter(problem=row).values_list("asset_id", flat=True))
    fresh = [one for one in dict.fromkeys(asset_ids) if one not in known]
    Photo.objects.bulk_create(Photo(problem=row, asset_id=one, by=run.actor.ref, at=run.now) for one in fresh)
    for asset_id in fresh:
        run.changed(row.subject, "photo", old=None, new=asset_id)
