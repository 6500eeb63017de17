"""Words and tones of this room, in one place."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.kernel.events.models import ActState
from storecrew.kernel.jobs.schedules import Daily, Every, Rhythm, find_plan
from storecrew.kernel.jobs.types import (
    ActRow,
    BacklogView,
    ReportLine,
    RowOutcome,
    ScheduleRow,
    WorkState,
    WorkView,
)
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.types import Tone


@dataclass(frozen=True, slots=True)
class Said[T]:
    """A row with the words it is shown with."""

    row: T
    word: str
    tone: Tone
    detail: str = ""


def work_said(row: WorkView) -> Said[WorkView]:
    """Return a work with its state in words."""
    if row.cancelling:
        return Said(row, _("stopping"), Tone.HALF, _progress(row))
    words = {
        WorkState.QUEUED: (pgettext("work", "waiting to begin"), Tone.NEUTRAL),
        WorkState.RUNNING: (pgettext("work", "running"), Tone.HALF),
        WorkState.DONE: (pgettext("work", "done"), Tone.GOOD),
        WorkState.CANCELLED: (pgettext("work", "stopped"), Tone.NEUTRAL),
        WorkState.FAILED: (pgettext("work", "broke off"), Tone.BAD),
    }
    word, tone = words[row.state]
    if row.state == WorkState.DONE and row.refused:
        tone = Tone.WARN
    return Said(row, word, tone, _progress(row))


def _progress(row: WorkView) -> str:
    if row.total is None:
        return ngettext("%(n)s row so far", "%(n)s rows so far", row.position) % {"n": formats.number(row.position)}
    text = _("%(n)s of %(total)s") % {"n": formats.number(row.position), "total": formats.number(row.total)}
    if row.remaining_s is None:
        return text
    left = _("less than a minute left") if row.remaining_s < 60 else _about(row.remaining_s)
    return _("%(progress)s, %(left)s") % {"progress": text, "left": left}


def _about(seconds: int) -> str:
    return _("about %(time)s left") % {"time": formats.span(round(seconds / 60))}


def act_said(row: ActRow) -> Said[ActRow]:
    """Return an outward act with its state in words."""
    word, tone = act_words(row.state)
    return Said(row, word, tone, _("the other side is being asked") if row.askable else "")


def act_words(state: str) -> tuple[str, Tone]:
    """Return the word and tone for the state of an outward act; a dash for one that there is none of."""
    words = {
        ActState.PLANNED: (pgettext("outward act", "still to be sent"), Tone.NEUTRAL),
        ActState.CLAIMED: (pgettext("outward act", "about to be sent"), Tone.HALF),
        ActState.HANDED_OVER: (pgettext("outward act", "being sent"), Tone.HALF),
        ActState.CONFIRMED: (pgettext("outward act", "received"), Tone.GOOD),
        ActState.FAILED: (pgettext("outward act", "given up"), Tone.BAD),
        ActState.UNKNOWN: (pgettext("outward act", "nobody knows"), Tone.WARN),
        ActState.DROPPED: (pgettext("outward act", "dropped"), Tone.NEUTRAL),
    }
    return words[ActState(state)] if state else (formats.MISSING, Tone.NEUTRAL)


def schedule_said(row: ScheduleRow) -> Said[ScheduleRow]:
    """Return a schedule with its state and its rhythm in words."""
    plan = find_plan(row.name)
    rhythm = rhythm_words(plan.rhythm) if plan else row.rhythm
    if row.paused_at is not None:
        return Said(row, pgettext("schedule", "held"), Tone.WARN, rhythm)
    if row.running_since is not None:
        return Said(row, pgettext("schedule", "running"), Tone.HALF, rhythm)
    if row.failures:
        text = ngettext("failed %(n)d time running", "failed %(n)d times running", row.failures)
        return Said(row, text % {"n": row.failures}, Tone.BAD, rhythm)
    if row.finished_at is None:
        return Said(row, pgettext("schedule", "not run yet"), Tone.NEUTRAL, rhythm)
    return Said(row, pgettext("schedule", "went well"), Tone.GOOD, rhythm)


def line_said(row: ReportLine) -> Said[ReportLine]:
    """Return a line of a report with its outcome in words."""
    words = {
        RowOutcome.DONE: (pgettext("row", "done"), Tone.GOOD),
        RowOutcome.SKIPPED: (pgettext("row", "skipped"), Tone.NEUTRAL),
        RowOutcome.REFUSED: (pgettext("row", "refused"), Tone.WARN),
    }
    word, tone = words[row.outcome]
    return Said(row, word, tone)


def rhythm_words(rhythm: Rhythm) -> str:
    """Return e.g. "every 5 min" or "workdays at 08:30"."""
    if isinstance(rhythm, Daily):
        at = f"{rhythm.at:%H:%M}"
        return _("workdays at %(time)s") % {"time": at} if rhythm.workdays else _("daily at %(time)s") % {"time": at}
    if isinstance(rhythm, Every):
        length = timedelta(seconds=rhythm.seconds, minutes=rhythm.minutes, hours=rhythm.hours)
        seconds = int(length.total_seconds())
        if seconds < 60:
            return ngettext("every second", "every %(n)d seconds", seconds) % {"n": seconds}
        return _("every %(time)s") % {"time": formats.span(seconds // 60)}
    return rhythm.code()


def verdict(found: BacklogView) -> tuple[Tone, str, str]:
    """Return the tone, the sentence that matters and what follows from it."""
    if found.dead:
        title = ngettext(
            "%(n)d event is stuck and holds back %(behind)d after it",
            "%(n)d events are stuck and hold back %(behind)d after them",
            found.dead,
        )
        values = {"n": found.dead, "behind": found.held_back}
        return (
            Tone.BAD,
            title % values,
            _("Mend the cause, then deliver again. Dropping is for what nobody needs to know."),
        )
    if found.unknown:
        title = ngettext(
            "Of %(n)d thing sent out nobody knows whether it arrived",
            "Of %(n)d things sent out nobody knows whether they arrived",
            found.unknown,
        )
        return (
            Tone.WARN,
            title % {"n": found.unknown},
            _("Nothing is sent twice on suspicion: look at the other side, then say what you saw."),
        )
    if found.failed or found.dead_tasks:
        count = found.failed + found.dead_tasks
        title = ngettext("%(n)d thing was given up", "%(n)d things were given up", count)
        return Tone.WARN, title % {"n": count}, _("Each says why. Try again once the cause is gone.")
    if found.waiting or found.planned:
        count = found.waiting + found.planned
        title = ngettext("%(n)d thing is on its way", "%(n)d things are on their way", count)
        return Tone.NEUTRAL, title % {"n": count}, _("Nothing is stuck.")
    return Tone.GOOD, _("Everything has been told and sent"), _("Nothing is stuck, nothing waits.")
