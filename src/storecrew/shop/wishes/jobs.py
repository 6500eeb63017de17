"""What wishes do by the clock, and what takes longer than a handler should."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.schedules import Daily, Every, scheduled
from storecrew.shop.wishes import actions
from storecrew.shop.wishes.actions.telling import AT_ONCE
from storecrew.shop.wishes.models import AlertState, StockAlert
from storecrew.shop.wishes.selling import pieces_of

VARIANTS_AT_ONCE = 500


@job()
def tell_back(variant_id: int) -> None:
    """Tell those who wait for a variant, two hundred at a time, until no more may hope. Repeated, it finds nobody new."""
    data = actions.BackAgain(variant_id=variant_id)
    while actions.tell_back(_clerk("it is back"), data, now=timezone.now()).count == AT_ONCE:
        pass


@job()
def tell_drop(variant_id: int, currency: str, now_minor: int, after: int) -> None:
    """Tell of a lower price, two hundred wishes at a time; of each price everybody hears once."""
    data = actions.Dropped(variant_id=variant_id, currency=currency, now_minor=now_minor, after=after)
    last = actions.tell_drop(_clerk("it became cheaper"), data, now=timezone.now()).last
    if last:
        enqueue(tell_drop, variant_id=variant_id, currency=currency, now_minor=now_minor, after=last)


@scheduled("wishes.tell_next", label=_("Tell the next of those who wait"), rhythm=Every(minutes=30))
def tell_next(now: datetime) -> None:
    """Tell the next ones of what is still there: those told before have had their day."""
    rows = StockAlert.objects.filter(state=AlertState.WAITING).order_by("variant_id")
    ids = list(rows.values_list("variant_id", flat=True).distinct()[:VARIANTS_AT_ONCE])
    for variant_id, pieces in pieces_of(ids, now).items():
        if pieces is None or pieces > 0:
            actions.tell_back(_clerk("it is still there"), actions.BackAgain(variant_id=variant_id), now=now)


@scheduled("wishes.clear_away", label=_("Clear old wishes away"), rhythm=Daily(time(3, 50)))
def clear(now: datetime) -> None:
    """Delete what is of no use any more."""
    while actions.clear_away(_clerk("time has passed"), actions.ClearAway(), now=now).count == AT_ONCE:
        pass


def _clerk(reason: str) -> Actor:
    return Actor("system", name=actions.CLERK, reason=reason, surface=Surface.WORKER)
