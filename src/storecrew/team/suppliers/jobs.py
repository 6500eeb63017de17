"""What keeping up with suppliers does by the clock."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.seats import watcher


@scheduled("suppliers.look_for_problems", label=_("Put complaints about goods together"), rhythm=Daily(time(6, 20)))
def look_for_problems(now: datetime) -> None:
    """See whether several complaints are one problem of a supplier."""
    actions.look_for_problems(watcher("complaints come every day"), actions.LookForProblems(), now=now)


@scheduled("suppliers.draft_greetings", label=_("Draft greetings to suppliers"), rhythm=Daily(time(6, 30)))
def draft_greetings(now: datetime) -> None:
    """Write drafts for the festivals and birthdays of the coming days. Nothing is sent."""
    actions.draft_greetings(watcher("festivals come every year"), actions.DraftGreetings(), now=now)


@scheduled("suppliers.keep_scores", label=_("Reckon the scores of suppliers"), rhythm=Daily(time(5, 40)))
def keep_scores(now: datetime) -> None:
    """Keep today's score of everybody one buys from."""
    actions.keep_scores(watcher("facts change every day"), actions.KeepScores(), now=now)
