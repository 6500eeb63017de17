"""What the clock does with complaints: put together those that look like one problem, reckon anew what they cost."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.stock.reads.traced import lots_sent
from storecrew.team.suppliers.facts.complaints import Complaint, complaints
from storecrew.team.suppliers.facts.served import Served
from storecrew.team.suppliers.measures.suspicion import Suspicion, Tally, suspect
from storecrew.team.suppliers.models import LIVE, Case, Fault, Problem, Suggestion, SuggestionState
from storecrew.team.suppliers.seats import EVERYWHERE, NOBODY, RAISERS
from storecrew.team.suppliers.writing.cases import refresh
from storecrew.team.suppliers.yardstick import current_yardstick

type Key = tuple[int, int]
"""(supplier, variant)."""


class LookForProblems(Input):
    """Complaints of the time set in the yardstick."""


class Looked(Output):
    """How many groups of complaints were found, and how many of them are new."""

    found: int
    new: int


@action(
    "suppliers.look_for_problems",
    label=gettext_lazy("Put complaints together"),
    seats=RAISERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def look_for_problems(run: Run, data: LookForProblems) -> Looked:
    """Look whether several complaints about one thing are one problem of its supplier; nothing is sent.

    At least so many complaints as the yardstick says, and a share whose whole interval lies above what is usual for the
    variant and for the catalogue. What is part of a problem already, and what somebody left alone, is not brought again.
    """
    stick = current_yardstick()
    since = run.now - timedelta(days=stick.complaints_days)
    served = Served(since, run.now)
    groups = _groups(since, run.now, served)
    before = _before(since, timedelta(days=stick.complaints_days))
    everything = Tally(sum(len(_orders(some)) for some in groups.values()), sum(map(len, served.orders.values())))
    known = _spoken_for()
    found = new = 0
    for key, some in groups.items():
        fresh = [one for one in some if one.subject not in known[key]]
        tally = Tally(len(_orders(fresh)), len(served.orders.get(key, ())))
        others = Tally(everything.complained - len(_orders(some)), everything.sent - len(served.orders.get(key, ())))
        suspicion = suspect(tally, before=before.get(key, Tally(0, 0)), others=others, least=stick.complaints_least)
        if suspicion is not None:
            found += 1
            new += _keep(run, key, fresh, suspicion)
    return Looked(found=found, new=new)


def _groups(since: datetime, until: datetime, served: Served) -> dict[Key, list[Complaint]]:
    groups: dict[Key, list[Complaint]] = defaultdict(list)
    for one in complaints(since, until):
        supplier_id = served.supplier_of(one.order_id, one.variant_id)
        if supplier_id is not None:
            groups[supplier_id, one.variant_id].append(one)
    return groups


def _before(since: datetime, length: timedelta) -> dict[Key, Tally]:
    """Return what was usual in the time before, three times as long."""
    start = since - 3 * length
    served = Served(start, since)
    groups = _groups(start, since, served)
    return {key: Tally(len(_orders(groups.get(key, []))), len(orders)) for key, orders in served.orders.items()}


def _orders(some: list[Complaint]) -> set[int]:
    return {one.order_id for one in some}


def _spoken_for() -> dict[Key, set[str]]:
    """Return the complaints that are part of a problem, or that somebody left alone."""
    known: dict[Key, set[str]] = defaultdict(set)
    cases = Case.objects.exclude(problem__state="dropped").values_list(
        "problem__supplier_id", "problem__variant_id", "subject"
    )
    for supplier_id, variant_id, subject in cases:
        known[supplier_id, variant_id].add(subject)
    left = Suggestion.objects.filter(state=SuggestionState.LEFT)
    for supplier_id, variant_id, subjects in left.values_list("supplier_id", "variant_id", "subjects"):
        known[supplier_id, variant_id].update(subjects)
    return known


def _keep(run: Run, key: Key, some: list[Complaint], why: Suspicion) -> bool:
    """Keep a suspicion, or bring the one that is open up to date; tells whether it is new."""
    supplier_id, variant_id = key
    lot = _lot(variant_id, some)
    row = Suggestion.objects.filter(supplier=supplier_id, variant=variant_id, state=SuggestionState.OPEN).first()
    fresh = row is None
    row = row or Suggestion(supplier_id=supplier_id, variant_id=variant_id)
    subjects = list(dict.fromkeys(one.subject for one in some))
    if not fresh and row.subjects == subjects and row.lot == lot:
        return False
    row.lot, row.fault, row.subjects, row.found_at = lot, _fault(some), subjects, run.now
    row.complained, row.sent = why.now.complained, why.now.sent
    row.low, row.high, row.usual, row.usual_of = why.low, why.high, why.usual, why.usual_of
    row.save()
    run.changed(row.subject, "complained", old=None, new=row.complained)
    run.about(f"supplier:{supplier_id}")
    return fresh


def _lot(variant_id: int, some: list[Complaint]) -> str:
    """Return the lot that all these pieces were taken from, where lots are kept and it is one."""
    lots = set(lots_sent([variant_id], [f"order:{one.order_id}" for one in some]).values())
    return lots.pop() if len(lots) == 1 else ""


def _fault(some: list[Complaint]) -> str:
    """Return the fault most often given as the reason."""
    counts: dict[str, int] = defaultdict(int)
    for one in some:
        counts[one.reason if one.reason in Fault.values else Fault.OTHER.value] += 1
    named = {code: count for code, count in counts.items() if code != Fault.OTHER}
    return max(named or counts, key=lambda code: (counts[code], code))


class OneSuggestion(Input):
    """Complaints that were put together."""

    suggestion_id: int


@action(
    "suppliers.leave_suggestion",
    label=gettext_lazy("Leave complaints alone"),
    seats=RAISERS,
    surfaces=EVERYWHERE,
)
def leave_suggestion(run: Run, data: OneSuggestion) -> Nothing:
    """Say that these complaints are no problem of the supplier. They are not brought again; new ones are."""
    row = Suggestion.objects.select_for_update().filter(pk=data.suggestion_id).first()
    if row is None:
        raise Missing(_("Nothing of that kind was put together."))
    if row.state != SuggestionState.OPEN:
        raise Refused(_("Somebody has looked at it already."), code="suppliers.looked_at")
    run.changed(row.subject, "state", old=row.state, new=SuggestionState.LEFT.value)
    run.about(f"supplier:{row.supplier_id}")
    row.state = SuggestionState.LEFT
    row.save(update_fields=["state"])
    return Nothing()


class OneCase(Input):
    """Names a complaint, e.g. return:4."""

    subject: Annotated[str, Field(max_length=60)]


class Refreshed(Output):
    """How many problems cost something else now."""

    problems: int


@action("suppliers.refresh_costs", label=gettext_lazy("Reckon anew what a problem costs"), seats=NOBODY)
def refresh_costs(run: Run, data: OneCase) -> Refreshed:
    """Follow what is given back, or written off, for a complaint that is part of a problem."""
    ids = Case.objects.filter(subject=data.subject, problem__state__in=LIVE).values("problem_id")
    changed = 0
    for row in Problem.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if refresh(row):
            run.about(row.subject)
            changed += 1
    return Refreshed(problems=changed)
