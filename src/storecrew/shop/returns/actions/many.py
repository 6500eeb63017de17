"""Decide on several returns at once: one act, one row in the audit."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.returns.actions.deciding import Approve, DeclineIt, approve, decline
from storecrew.shop.returns.models import Decline, Return, State
from storecrew.shop.returns.seats import DECIDERS, EVERYWHERE

type Ids = Annotated[tuple[int, ...], Field(min_length=1, max_length=200)]


class ApproveThem(Input):
    """Which returns; those that were decided already are left as they are."""

    return_ids: Ids


class DeclineThem(Input):
    """Which returns, and why: every buyer reads it."""

    return_ids: Ids
    reason: Decline
    words: Annotated[str, Field(max_length=1000)] = ""


class Many(Output):
    """How many were decided; the others were before."""

    changed: int
    left: int


@action(
    "returns.approve_many", label=gettext_lazy("Approve returns"), seats=DECIDERS, surfaces=EVERYWHERE, calls=(approve,)
)
def approve_many(run: Run, data: ApproveThem) -> Many:
    """Approve several returns as the policy says. One that cannot be granted refuses all, and says which."""
    found = _open(data.return_ids)
    for row in found:
        try:
            run.call(approve, Approve(return_id=row.pk))
        except ActionError as error:
            error.message = f"{row.number}: {error.message}"
            raise
    return Many(changed=len(found), left=len(set(data.return_ids)) - len(found))


@action(
    "returns.decline_many", label=gettext_lazy("Decline returns"), seats=DECIDERS, surfaces=EVERYWHERE, calls=(decline,)
)
def decline_many(run: Run, data: DeclineThem) -> Many:
    """Decline several returns for one reason."""
    found = _open(data.return_ids)
    for row in found:
        run.call(decline, DeclineIt(return_id=row.pk, reason=data.reason, words=data.words))
    return Many(changed=len(found), left=len(set(data.return_ids)) - len(found))


def _open(ids: tuple[int, ...]) -> list[Return]:
    return list(Return.objects.filter(pk__in=ids, state=State.REQUESTED).order_by("pk"))
