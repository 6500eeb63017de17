"""The clock's work: tidying. Holds are over when their time is over, whether or not this ran."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.stock import actions
from storecrew.shop.stock.actions.tidying import TIDIER

TURNS_AT_MOST = 100


@scheduled("stock.tidy_holds", label=_("Give back holds whose time is over"), rhythm=Every(minutes=5))
def tidy_holds(now: datetime) -> None:
    """Give back what carts held beyond its time, and forget holds that nobody asked about for a week."""
    actor = Actor("system", name=TIDIER, reason=str(_("time is over")), surface=Surface.WORKER)
    for _turn in range(TURNS_AT_MOST):
        if not actions.tidy(actor, actions.Tidy(), now=now).more:
            break
