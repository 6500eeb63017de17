"""Proposals are reckoned at night, and when somebody asks."""

from dataclasses import astuple
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.background import job
from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.buying.proposing import actions
from storecrew.shop.buying.proposing.reckoning import reckon
from storecrew.shop.buying.seats import clerk


@scheduled("buying_proposing.reckon", label=_("Reckon what to order"), rhythm=Daily(time(4, 20)))
def reckon_nightly(now: datetime) -> None:
    """Reckon everything anew."""
    reckon_all(now, "every night")


@job(timeout_s=600)
def reckon_soon() -> None:
    """Reckon everything anew because somebody asked. Again is no harm."""
    reckon_all(timezone.now(), "somebody asked")


def reckon_all(now: datetime, reason: str) -> actions.Kept:
    """Reckon outside of any transaction, then write at once."""
    rows = tuple(astuple(row) for row in reckon(now))
    return actions.keep(clerk(reason), actions.Keep(rows=rows), now=now)
