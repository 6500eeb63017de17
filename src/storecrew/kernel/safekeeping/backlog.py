"""Checks of what is still to be told or done: a queue that only grows is a store that only looks alive."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.events import backlog
from storecrew.kernel.jobs.health import Finding, Level, check

LATE_AFTER = timedelta(minutes=5)
RUN_THE_WORKERS = "storecrew up"


@check("events.backlog")
def events(now: datetime) -> Iterator[Finding]:
    """Is what happened told on, and what is owed to the outside done?"""
    found = backlog.outbox()
    remedy = _("Open the outbox page of the IT seat: it shows why, and lets you try again or drop it.")
    if found.dead:
        said = ngettext(
            "%(n)d message between rooms was given up; %(behind)d wait behind it.",
            "%(n)d messages between rooms were given up; %(behind)d wait behind them.",
            found.dead,
        )
        yield Finding(Level.BAD, said % {"n": found.dead, "behind": found.held_back}, remedy)
    if found.unknown:
        said = ngettext(
            "Of %(n)d act towards the outside nobody knows whether it arrived.",
            "Of %(n)d acts towards the outside nobody knows whether they arrived.",
            found.unknown,
        )
        yield Finding(Level.WARN, said % {"n": found.unknown}, remedy)
    if found.failed:
        said = ngettext(
            "%(n)d act towards the outside failed for good.",
            "%(n)d acts towards the outside failed for good.",
            found.failed,
        )
        yield Finding(Level.WARN, said % {"n": found.failed}, remedy)
    oldest = min((at for at in (found.oldest_at, found.oldest_act_at) if at), default=None)
    if oldest and now - oldest > LATE_AFTER:
        yield Finding(
            Level.BAD,
            _("The oldest message has waited %(minutes)d minutes.")
            % {"minutes": (now - oldest) / timedelta(minutes=1)},
            _("The workers do not run or do not keep up. They run with the store: %(command)s")
            % {"command": RUN_THE_WORKERS},
        )
    elif not found.dead:
        yield Finding(Level.GOOD, _("Messages between rooms are told within minutes."))
