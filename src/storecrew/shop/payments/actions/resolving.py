"""Decide about what nobody can vouch for, after looking at the provider's own console."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.jobs.actions import drop_act, resolve_act, retry_act
from storecrew.kernel.jobs.actions.acts import DropAct, OneAct, ResolveAct
from storecrew.shop.payments.carrying import DOING
from storecrew.shop.payments.seats import EVERYWHERE, KEEPERS


class ResolveUnknown(Input):
    """`outcome`: it `happened`; it did not and is to be done `again`; it did not and is to be `dropped`."""

    act_id: int
    outcome: Annotated[str, StringConstraints(pattern="^(happened|again|dropped)$")]
    how: Annotated[str, StringConstraints(min_length=1, max_length=400)]


@action(
    "payments.resolve_unknown",
    label=gettext_lazy("Say what became of it"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    calls=(resolve_act, retry_act, drop_act),
    emits=resolve_act.emits,
)
def resolve_unknown(run: Run, data: ResolveUnknown) -> Nothing:
    """Say what became of something at a provider that nobody can vouch for; `how` is where you saw it.

    What happened is asked about and taken in; what did not is done again under the same key, or dropped.
    """
    act = OutwardAct.objects.filter(pk=data.act_id, kind__in=DOING).first()
    if act is None:
        raise Missing
    run.about(act.subject)
    if data.outcome == "dropped":
        run.call(drop_act, DropAct(act_id=act.pk, reason=data.how))
    elif act.state == "failed":
        if data.outcome == "happened":
            raise Refused(
                _("The provider said no to this. If it happened all the same, ask how it stands."), code="failed"
            )
        run.call(retry_act, OneAct(act_id=act.pk))
    else:
        run.call(resolve_act, ResolveAct(act_id=act.pk, happened=data.outcome == "happened", how=data.how))
    return Nothing()
