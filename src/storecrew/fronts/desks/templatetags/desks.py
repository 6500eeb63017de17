"""What only the desks' pages say: `{% load desks %}`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from storecrew.fronts.desks.finding import pieces
from storecrew.fronts.desks.seats import Colleague
from storecrew.kernel.audit.types import Outcome
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.activity import ActivityRow
from storecrew.kernel.pages.formats import clock, day, span, whole_units
from storecrew.kernel.pages.formats import stamp as full_stamp
from storecrew.kernel.pages.templatetags.pages import muted_sign, status
from storecrew.kernel.pages.types import Tone
from storecrew.kernel.people.rows import TenureRow
from storecrew.kernel.people.seats import LABELS, Seat
from storecrew.kernel.people.types import TenureKind

register = template.Library()

SURFACES = {
    "web": pgettext_lazy("surface", "in the console"),
    "rest": pgettext_lazy("surface", "through the API"),
    "mcp": pgettext_lazy("surface", "through MCP"),
    "cli": pgettext_lazy("surface", "from the command line"),
    "portal": pgettext_lazy("surface", "in the supplier portal"),
    "worker": pgettext_lazy("surface", "by itself"),
}


@register.filter
def effort(minutes: int) -> str:
    """Return a stretch of work in words."""
    return span(minutes)


@register.filter
def rounded(cost: Money) -> SafeString:
    """Return a cost in whole units: an estimate of a day's waiting has no cents."""
    return muted_sign(whole_units(cost))


@register.filter
def due(at: datetime) -> str:
    """Return the hour when it is today, else the day."""
    return clock(at) if timezone.localtime(at).date() <= timezone.localdate() else day(at)


@register.filter
def of_seat(colleagues: Mapping[str, Sequence[Colleague]], seat: str) -> Sequence[Colleague]:
    """Return who else is in that seat."""
    return colleagues.get(seat, ())


@register.filter
def marked(title: str, words: str) -> Iterable[tuple[str, bool]]:
    """Return the title in pieces, each with whether it is what was looked for."""
    return pieces(title, words)


@register.filter
def tenure_span(row: TenureRow) -> str:
    """Return from when to when somebody was in a seat, and how when it was not as its holder."""
    values = {"start": day(row.starts_at), "end": day(row.ends_at) if row.ends_at else ""}
    when = (_("%(start)s – %(end)s") if row.ends_at else _("since %(start)s")) % values
    if row.kind == TenureKind.HOLD:
        return when
    how = pgettext("tenure", "shares") if row.kind == TenureKind.SHARE else pgettext("tenure", "covers")
    return f"{when}, {how}"


@register.filter
def stamp(at: datetime) -> SafeString:
    """Return day and hour of something that happened, with the full stamp on hovering."""
    return format_html(
        '<time datetime="{}" title="{}">{} {}</time>', at.isoformat(), full_stamp(at), day(at), clock(at)
    )


@register.simple_tag
def outcome(code: str) -> SafeString:
    """Return how an attempt that was not done ended."""
    return status(Outcome(code).label, Tone.WARN if code == Outcome.PARKED else Tone.BAD)


@register.simple_tag
def actor_line(row: ActivityRow) -> str:
    """Return who did it, in which seat, on whose behalf and from where, as one line."""
    values = {"who": row.who or _("Somebody"), "agent": row.agent, "system": row.system, "cover": row.cover_for}
    if row.agent:
        who = _("%(agent)s for %(who)s") % values
    elif row.system:
        who = _("The system (%(system)s)") % values
    elif row.cover_for:
        who = _("%(who)s, covering for %(cover)s") % values
    else:
        who = row.who or _("Nobody signed in")
    parts = [who, str(LABELS[Seat(row.seat)]) if row.seat in list(Seat) else "", SURFACES.get(row.surface, row.surface)]
    return " · ".join(str(part) for part in (*parts, row.address, row.reason) if part)
