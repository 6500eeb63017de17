"""Keep the score, say how it is reckoned, and decide what follows from it."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import OWNER, Input, Nothing, Output
from storecrew.kernel.actions.validation import parse
from storecrew.shop.availability import actions as availability
from storecrew.shop.availability.reads.recorded import thresholds_of, usual_thresholds
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import partners
from storecrew.team.suppliers.events import ScoreKept
from storecrew.team.suppliers.facts import gather
from storecrew.team.suppliers.measures.formula import KINDS, Code, Measured, total
from storecrew.team.suppliers.measures.reckon import reckon
from storecrew.team.suppliers.models import Level, Proposal, ProposalState, Score, Verdict, Yardstick
from storecrew.team.suppliers.seats import EVERYWHERE, KEEPERS, RULERS
from storecrew.team.suppliers.yardstick import current_yardstick, since_of, yard_of

CAREFUL: float = 0.90
"""Where surely fewer of the reported pieces are there, less is dared."""
TRUSTED: float = 0.97
"""Where surely more are there, a supplier needs no thresholds of their own."""
AGAIN = timedelta(days=30)
"""What somebody left alone is not proposed again before."""


class KeepScores(Input):
    """Whose; empty: of everybody one buys from or did lately."""

    supplier_ids: Annotated[tuple[int, ...], Field(max_length=1000)] = ()


class Kept(Output):
    """How many scores were kept, and how many other thresholds are proposed."""

    scores: int
    proposals: int


@action(
    "suppliers.keep_scores",
    label=gettext_lazy("Reckon the scores"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(ScoreKept,),
)
def keep_scores(run: Run, data: KeepScores) -> Kept:
    """Reckon today's score of each supplier from the facts, and propose other thresholds where reports turned out wrong.

    Nothing changes by itself: a proposal waits for somebody to take it.
    """
    stick, today = current_yardstick(), supply.store_day(run.now)
    ids = [one.supplier_id for one in partners() if not data.supplier_ids or one.supplier_id in data.supplier_ids]
    known = {row.supplier_id: row for row in Score.objects.filter(supplier__in=ids, on=today)}
    proposals = 0
    for supplier_id, facts in gather(ids, since=since_of(stick, run.now), until=run.now).items():
        measured = reckon(facts, run.now)
        row = known.get(supplier_id)
        score = scored(supplier_id, today, measured, stick, run, row)
        if row is None:
            run.emit(ScoreKept(supplier_id=supplier_id, points=score.points), subject=f"supplier:{supplier_id}")
        honest = next(one for one in measured if one.code is Code.HONEST)
        proposals += _propose(run, supplier_id, honest)
    return Kept(scores=len(ids), proposals=proposals)


def scored(
    supplier_id: int, on: date, measured: list[Measured], stick: Yardstick, run: Run, row: Score | None
) -> Score:
    """Keep a day's score; the same day again is reckoned anew."""
    yard = yard_of(stick)
    sum_ = total(measured, yard)
    row = row or Score(supplier_id=supplier_id, on=on)
    row.points, row.low, row.high, row.known, row.kept_at = sum_.points, sum_.low, sum_.high, sum_.known, run.now
    row.measures = {
        one.code.value: {
            "count": one.count,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "points": None if one.value is None else yard.points(one.code, one.value),
            "weight": yard.weights[one.code],
        }
        for one in measured
    }
    row.save()
    return row


def _propose(run: Run, supplier_id: int, honest: Measured) -> int:
    """Propose other thresholds where it is sure that reports are worth less, or more, than what holds takes them for."""
    if honest.value is None or honest.low is None or honest.high is None:
        return 0
    usual, own = usual_thresholds(), thresholds_of(supplier_id)
    if honest.high < CAREFUL:
        values = _careful(usual)
    elif honest.low > TRUSTED and own is not None and own["risk"] < usual["risk"]:
        values = usual
    else:
        return 0
    if values == (own or usual):
        return 0
    lately = Proposal.objects.filter(supplier=supplier_id, decided_at__gte=run.now - AGAIN)
    if Proposal.objects.filter(supplier=supplier_id, state=ProposalState.OPEN).exists() or lately.exists():
        return 0
    row = Proposal.objects.create(
        supplier_id=supplier_id,
        values=values,
        right=honest.value,
        low=honest.low,
        high=honest.high,
        asked=honest.count,
        made_at=run.now,
    )
    run.changed(row.subject, "values", old=own or usual, new=values)
    return 1


def _careful(usual: dict[str, Any]) -> dict[str, Any]:
    """Return half the risk and half the ages: what they say is believed for half as long."""
    return {
        "risk": max(0.01, usual["risk"] / 2),
        "confirm_after": max(0.5, usual["confirm_after"] / 2),
        "stop_after": max(1.0, usual["stop_after"] / 2),
        "cap": usual["cap"],
    }


class OneProposal(Input):
    """Names a proposal."""

    proposal_id: int


class ProposalDone(Output):
    """What became of it, and for how many offers it counts within minutes."""

    proposal_id: int
    state: str
    offers: int = 0


@action(
    "suppliers.take_proposal",
    label=gettext_lazy("Take proposed thresholds"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    calls=(availability.set_thresholds,),
)
def take_proposal(run: Run, data: OneProposal) -> ProposalDone:
    """Let the proposed thresholds hold for a supplier. It can be taken back."""
    row = _proposal(run, data.proposal_id, ProposalState.OPEN)
    row.before = thresholds_of(row.supplier_id) or {}
    form = parse(availability.SetThresholds, {"supplier_id": row.supplier_id, **row.values})
    offers = run.call(availability.set_thresholds, form).offers
    _decide(run, row, ProposalState.TAKEN)
    return ProposalDone(proposal_id=row.pk, state=row.state, offers=offers)


@action(
    "suppliers.leave_proposal",
    label=gettext_lazy("Leave proposed thresholds alone"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
)
def leave_proposal(run: Run, data: OneProposal) -> ProposalDone:
    """Leave it as it is; the same is not proposed again within thirty days."""
    row = _proposal(run, data.proposal_id, ProposalState.OPEN)
    _decide(run, row, ProposalState.LEFT)
    return ProposalDone(proposal_id=row.pk, state=row.state)


@action(
    "suppliers.undo_proposal",
    label=gettext_lazy("Take thresholds back"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    calls=(availability.set_thresholds, availability.drop_thresholds),
)
def undo_proposal(run: Run, data: OneProposal) -> ProposalDone:
    """Let hold again what held before. Refused where somebody has set other thresholds since."""
    row = _proposal(run, data.proposal_id, ProposalState.TAKEN)
    if thresholds_of(row.supplier_id) != row.values:
        raise Refused(_("Somebody has set other thresholds since. Change those."), code="suppliers.changed")
    if row.before:
        form = parse(availability.SetThresholds, {"supplier_id": row.supplier_id, **row.before})
        offers = run.call(availability.set_thresholds, form).offers
    else:
        dropped = availability.DropThresholds(supplier_id=row.supplier_id)
        offers = run.call(availability.drop_thresholds, dropped).offers
    _decide(run, row, ProposalState.UNDONE)
    return ProposalDone(proposal_id=row.pk, state=row.state, offers=offers)


def _proposal(run: Run, proposal_id: int, state: ProposalState) -> Proposal:
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise Missing(_("There is no such proposal."))
    run.about(row.subject, f"supplier:{row.supplier_id}")
    if row.state != state:
        raise Refused(_("That was decided already."), code="suppliers.decided")
    return row


def _decide(run: Run, row: Proposal, state: ProposalState) -> None:
    run.changed(row.subject, "state", old=row.state, new=state.value)
    row.state, row.decided_at, row.decided_by = state, run.now, run.actor.ref
    row.save()


class SetYardstick(Input):
    """How suppliers are measured. `weights`: measure → parts; `marks`: measure → (full points from, none from).

    `warn_below` and `block_below` are points (0: never); complaints count so many days back, and at least so many.
    """

    weights: dict[Code, Annotated[int, Field(ge=0, le=100)]]
    marks: dict[Code, tuple[float, float]] = {}
    days: Annotated[int, Field(ge=30, le=730)] = 180
    warn_below: Annotated[int, Field(ge=0, le=100)] = 60
    block_below: Annotated[int, Field(ge=0, le=100)] = 0
    complaints_days: Annotated[int, Field(ge=14, le=730)] = 90
    complaints_least: Annotated[int, Field(ge=2, le=100)] = 3


@action(
    "suppliers.set_yardstick",
    label=gettext_lazy("Say how suppliers are measured"),
    seats={OWNER, *RULERS},
    surfaces=EVERYWHERE,
)
def set_yardstick(run: Run, data: SetYardstick) -> Nothing:
    """Set what weighs how much, which values earn full and no points, and from which score on one is warned or stopped."""
    if not any(data.weights.values()):
        raise InvalidInput({"weights": _("Something has to weigh more than nothing.")})
    if data.block_below > data.warn_below:
        raise InvalidInput({"block_below": _("Orders stop below a score at which one is warned, not above it.")})
    for code, (full, none) in data.marks.items():
        if full == none or (full > none) != KINDS[code].more_is_better:
            raise InvalidInput(
                {"marks": _("%(what)s: full points are on the good side.") % {"what": KINDS[code].label}}
            )
    old = current_yardstick()
    row = Yardstick.objects.select_for_update().filter(pk=1).first() or Yardstick(pk=1)
    new: dict[str, Any] = {
        "weights": {code.value: weight for code, weight in data.weights.items()},
        "marks": {code.value: list(pair) for code, pair in data.marks.items()},
        **data.model_dump(exclude={"weights", "marks"}),
    }
    for name, value in new.items():
        run.changed(row.subject, name, old=getattr(old, name), new=value)
        setattr(row, name, value)
    row.changed_at = run.now
    row.save()
    return Nothing()


class SetVerdict(Input):
    """What happens to orders with a supplier, whatever the score says; `level` None: the score says so again."""

    supplier_id: int
    level: Level | None
    why: Annotated[str, Field(max_length=300)] = ""
    until: date | None = None


@action(
    "suppliers.set_verdict",
    label=gettext_lazy("Say what happens to orders with a supplier"),
    seats=RULERS,
    surfaces=EVERYWHERE,
)
def set_verdict(run: Run, data: SetVerdict) -> Nothing:
    """Warn of a supplier, stop orders with them, or let orders through, for a while and with a reason."""
    if not supply.suppliers_by_id([data.supplier_id]):
        raise Missing(_("There is no such supplier."))
    if data.level is not None and not data.why:
        raise InvalidInput({"why": _("Say why; whoever orders reads it.")})
    if data.until is not None and data.until < supply.store_day(run.now):
        raise InvalidInput({"until": _("That day is over.")})
    subject = f"supplier:{data.supplier_id}"
    row = Verdict.objects.select_for_update().filter(pk=data.supplier_id).first()
    run.changed(subject, "verdict", old=row.level if row else None, new=data.level.value if data.level else None)
    if data.level is None:
        if row is not None:
            row.delete()
        return Nothing()
    values = {"level": data.level, "why": data.why, "until": data.until, "said_at": run.now, "said_by": run.actor.ref}
    Verdict.objects.update_or_create(pk=data.supplier_id, defaults=values)
    return Nothing()
