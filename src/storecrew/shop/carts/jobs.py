"""What carts do by the clock."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Daily, Every, scheduled
from storecrew.shop.carts.actions.leaving import AT_ONCE, CLERK, Sweep, clear_away, notice_left


@scheduled("carts.notice_left", label=_("Notice bags left behind"), rhythm=Every(minutes=10))
def notice(now: datetime) -> None:
    """Announce carts that were left behind; until none is left to tell of."""
    while notice_left(_clerk(), Sweep(), now=now).count == AT_ONCE:
        pass


@scheduled("carts.clear_away", label=_("Clear old bags away"), rhythm=Daily(time(3, 40)))
def clear(now: datetime) -> None:
    """Delete carts of long ago."""
    while clear_away(_clerk(), Sweep(), now=now).count == AT_ONCE:
        pass


def _clerk() -> Actor:
    return Actor("system", name=CLERK, reason=str(_("time has passed")), surface=Surface.WORKER)
