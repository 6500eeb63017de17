"""Outward acts that nobody can vouch for, and those that were given up."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.events.events import ActSettled
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.events.outward import find_adapter
from storecrew.kernel.jobs.actions.deliveries import SURFACES, Reason


class ResolveAct(Input):
    """What somebody found out: `happened` or not; `reference` is what the other side calls it, `how` how it was seen."""

    act_id: int
    happened: bool
    how: Reason
    reference: str = ""


class OneAct(Input):
    """One outward act."""

    act_id: int


class DropAct(Input):
    """`reason` stays on record: why this will never be done."""

    act_id: int
    reason: Reason


class ActNow(Output):
    """Where an outward act stands."""

    act_id: int
    state: str


@action(
    "jobs.resolve_act",
    label=gettext_lazy("Say what became of it"),
    seats={"it"},
    surfaces=SURFACES,
    emits=(ActSettled,),
)
def resolve_act(run: Run, data: ResolveAct) -> ActNow:
    """Decide about an act whose outcome is unknown, after looking at the other side.

    If it happened, it is confirmed and never sent again. If it never arrived, it is sent once more.
    """
    row = _one(data.act_id)
    if data.happened:
        values = {"state": ActState.CONFIRMED, "settled_at": run.now, "reference": data.reference[:200]}
    else:
        values = {"state": ActState.PLANNED, "due_at": run.now, "attempts": 0, "asked": 0}
    _move(run, row, among=[ActState.UNKNOWN], **values)
    if data.happened:
        row.reference = data.reference[:200]
        _announce(run, row, ActState.CONFIRMED)
    return ActNow(act_id=row.pk, state=str(values["state"]))


@action("jobs.retry_act", label=gettext_lazy("Send again"), seats={"it"}, surfaces=SURFACES)
def retry_act(run: Run, data: OneAct) -> ActNow:
    """Send an act again that was given up because it certainly did not arrive."""
    row = _one(data.act_id)
    _move(
        run, row, among=[ActState.FAILED], state=ActState.PLANNED, due_at=run.now, settled_at=None, attempts=0, asked=0
    )
    return ActNow(act_id=row.pk, state=ActState.PLANNED)


@action(
    "jobs.drop_act",
    label=gettext_lazy("Give up"),
    seats={"it"},
    surfaces=SURFACES,
    emits=(ActSettled,),
    destructive=True,
)
def drop_act(run: Run, data: DropAct) -> ActNow:
    """Give up an act for good that is unknown, failed or still planned; it will not be sent."""
    row = _one(data.act_id)
    open_ = [ActState.UNKNOWN, ActState.FAILED, ActState.PLANNED]
    _move(run, row, among=open_, state=ActState.DROPPED, settled_at=run.now)
    _announce(run, row, ActState.DROPPED)
    return ActNow(act_id=row.pk, state=ActState.DROPPED)


def _one(act_id: int) -> OutwardAct:
    row = OutwardAct.objects.filter(pk=act_id).first()
    if row is None:
        raise Missing
    return row


def _move(run: Run, row: OutwardAct, *, among: list[ActState], **values: object) -> None:
    subject = f"act:{row.pk}"
    run.about(subject, *([row.subject] if row.subject else []))
    run.changed(subject, "state", old=row.state, new=str(values["state"]))
    if not OutwardAct.objects.filter(pk=row.pk, state__in=among).update(**values):
        raise Refused(_("Something else has become of it in the meantime. Look again."), code="moved_on")


def _announce(run: Run, row: OutwardAct, state: ActState) -> None:
    adapter = find_adapter(row.kind)
    if adapter is not None and adapter.announce:
        event = ActSettled(kind=row.kind, key=row.key, state=state, reference=row.reference, answer=row.answer)
        run.emit(event, subject=row.subject)
