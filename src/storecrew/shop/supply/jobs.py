"""What supply does by the clock."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.supply import actions


@scheduled("supply.plan_rests", label=_("Write coming festivals into suppliers’ calendars"), rhythm=Daily(time(3, 40)))
def plan_rests(now: datetime) -> None:
    """Follow what the government announces: each year in autumn the coming festival's days are known."""
    rester = Actor("system", name=actions.RESTER, reason="festivals come every year", surface=Surface.WORKER)
    actions.plan_rests(rester, actions.PlanRests(), now=now)
