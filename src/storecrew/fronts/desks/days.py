"""The day on its ruler, and the sentences that open it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from storecrew.fronts.desks.ranking import Ranking
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.charts import Day
from storecrew.kernel.pages.formats import clock, span, whole_units
from storecrew.kernel.pages.types import Moment, QueueItem

OPENS, CLOSES = 8, 22
"""The ruler shows these hours, and further ones when now or something on it lies outside."""


def day_of(seats: Iterable[str], actor: Actor, now: datetime, jobs: Iterable[QueueItem]) -> Day:
    """Return the reader's day: what rooms put on it, and when jobs are due."""
    here = timezone.localtime(now)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    moments = desk.moments(seats, actor, midnight, tomorrow)
    moments += [
        Moment(job.due_at, job.title, url=job.url) for job in jobs if job.due_at and now <= job.due_at < tomorrow
    ]
    hours = [timezone.localtime(one.at).hour for one in moments] + [here.hour]
    start = midnight + timedelta(hours=min(OPENS, *hours))
    end = midnight + timedelta(hours=max(CLOSES, max(hours) + 1))
    return Day(say=_("The day ahead"), start=start, end=end, moments=sorted(moments, key=lambda one: one.at), now=now)


def coming(day: Day, now: datetime) -> list[str]:
    """Return what is on and the next three moments in words, for narrow screens and for those who listen."""
    on = [str(one.label) for one in day.moments if one.until is not None and one.at <= now < one.until]
    return on + [f"{clock(one.at)} {one.label}" for one in day.moments if one.at > now and not one.done][:3]


def greeting(now: datetime, name: str) -> str:
    """Greet the reader by the hour."""
    hour = timezone.localtime(now).hour
    values = {"name": name}
    if 5 <= hour < 11:
        return _("Good morning, %(name)s.") % values
    if 11 <= hour < 18:
        return _("Good day, %(name)s.") % values
    if 18 <= hour < 23:
        return _("Good evening, %(name)s.") % values
    return _("Still up, %(name)s?") % values


def lead(ranking: Ranking, hello: str) -> SafeString:
    """Return the sentences that open the day: how much there is, what waiting costs, how long it takes."""
    count = ngettext("One thing today.", "%(n)d things today.", ranking.count) % {"n": ranking.count}
    parts = [format_html("{}", hello), format_html("{}", count)]
    if ranking.cost is not None:
        parts += _cost_sentences(ranking, ranking.cost)
    if ranking.minutes:
        parts.append(format_html(_("Everything takes about {}."), span(ranking.minutes)))
    between = "" if (get_language() or "").startswith("zh") else " "  # a full-width stop brings its own room
    return format_html_join(between, "{}", ((part,) for part in parts))


def _cost_sentences(ranking: Ranking, cost: Money) -> list[SafeString]:
    bold = format_html("<b>{}</b>", whole_units(cost))
    if ranking.count == 1:
        return [format_html(_("Leaving it until tomorrow costs about {}."), bold)]
    whole = format_html(_("Leaving them all until tomorrow costs about {}."), bold)
    if ranking.first_cost is None or ranking.first_count < 2 or ranking.first_cost == cost:
        return [whole]
    saved = format_html("<b>{}</b>", whole_units(ranking.first_cost))
    if ranking.first_count == 2:
        return [whole, format_html(_("The first two alone save {} of it."), saved)]
    return [whole, format_html(_("The first three alone save {} of it."), saved)]
