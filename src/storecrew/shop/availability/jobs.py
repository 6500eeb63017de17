"""The clock's work: what nobody confirms is held back more and more, and what is confirmed is let through."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.availability import actions
from storecrew.shop.availability.actions.ageing import AGER

TURNS_AT_MOST = 500


@scheduled("availability.age", label=_("Hold back what suppliers have not confirmed"), rhythm=Every(minutes=5))
def age(now: datetime) -> None:
    """Look at words whose time has come, a thousand in each transaction."""
    actor = Actor("system", name=AGER, reason=str(_("reports grow old")), surface=Surface.WORKER)
    for _turn in range(TURNS_AT_MOST):
        if not actions.age(actor, actions.Age(), now=now).more:
            break
