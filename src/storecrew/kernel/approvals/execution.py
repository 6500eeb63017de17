"""Carry out what was approved: exactly once, as the one who asked, under the rights he has now."""

from datetime import datetime

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, Change, Output, Surface
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.approvals.seal import unseal
from storecrew.kernel.approvals.types import State


def carry_out(uid: str, now: datetime) -> Output | None:
    """Run the approved act; returns its answer, or None when it is not due, already done, or could not be done.

    What went wrong stays with the request, for the one who asked to read. Safe to call any number of times at once.
    """
    request = Request.objects.due(now).filter(uid=uid).first()
    if request is None:
        return None
    action, data = unseal(request)
    try:
        result: Output = action(asker(request), data, key=f"approval:{uid}", now=now, approval=uid)
    except ActionError as error:
        state = State.VOID if error.code == "approval_void" else State.FAILED
        Request.objects.filter(pk=request.pk, state=State.APPROVED).update(state=state, message=error.message)
        return None
    return result


def rehearsal(uid: str, now: datetime) -> tuple[tuple[Change, ...], str]:
    """Return what the act would change as things stand, and why it could not be done (empty: it could).

    Runs as the one who asked and is rolled back; acts that offer no preview answer nothing.
    """
    request = Request.objects.get(uid=uid)
    try:
        action, data = unseal(request)
        return (action.preview(asker(request), data, now=now).changes, "") if action.previews else ((), "")
    except ActionError as error:
        return (), error.message


def asker(request: Request) -> Actor:
    """Return who asked, as an actor; what he may do is resolved anew."""
    return Actor(
        kind=request.actor_kind,  # type: ignore[arg-type]  # written from Actor.kind
        person_id=request.person_id,
        agent_id=request.agent_id,
        name=request.actor_name,
        reason="approved" if request.actor_kind == "system" else "",
        surface=Surface(request.surface),
    )
