"""What promises do by the clock."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.promise import actions
from storecrew.shop.promise.seats import OBSERVER


@scheduled("promise.learn", label=_("Learn from what happened to parcels"), rhythm=Daily(time(3, 10)))
def learn(now: datetime) -> None:
    """Let promises rest on what arrived until tonight. Before anything has arrived there is nothing to do."""
    observer = Actor("system", name=OBSERVER, reason="every night", surface=Surface.WORKER)
    try:
        actions.learn(observer, actions.Learn(), now=now)
    except Refused as refused:
        if refused.code != "promise.nothing_to_learn":
            raise
