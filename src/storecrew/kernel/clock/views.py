"""The work calendar's pages: a month with reasons, the usual week, special days."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.clock import actions, reads
from storecrew.kernel.clock.forms import SpecialDaysForm, WeekForm
from storecrew.kernel.clock.presenting import shown_month, shown_week
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, signed_in

_EDITORS = {"director", "it"}


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Show a month: which days are worked, which are not, and why."""
    return _index(request, SpecialDaysForm())


@require_POST
@signed_in
def add_special(request: HttpRequest) -> HttpResponse:
    """Close on some dates, or open at other hours."""
    form = SpecialDaysForm(request.POST)
    first = form.data.get("first", "")
    then = reverse("clock:index") + (f"?month={first[:7]}" if first else "")
    done = _("Noted. Deadlines and duties go by it from now on.")
    return answers.sent(request, form, then=then, done=done) or _index(request, form)


@require_POST
@signed_in
def remove_special(request: HttpRequest, special_id: int) -> HttpResponse:
    """Let the usual week hold again."""
    then = answers.back(request, reverse("clock:index"))
    data = actions.RemoveSpecialDays(special_id=special_id)
    return answers.act(
        request, actions.remove_special_days, data, then=then, done=_("Taken out. The usual week holds again.")
    )


@require_http_methods(["GET", "POST"])
@signed_in
def week(request: HttpRequest) -> HttpResponse:
    """Set the usual week."""
    current = reads.calendar(actor_of(request), reads.CalendarQuery())
    initial = {
        "timezone": current.timezone,
        "country": current.country,
        "subdivision": current.subdivision,
        "make_up": current.make_up,
        **{f"day_{number}": hours for number, hours in enumerate(current.week)},
    }
    form = WeekForm(request.POST or None, initial=initial)
    done = _("The week is set. What was promised stays promised; everything from now on goes by it.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=reverse("clock:index"), done=done)):
        return answer
    return answers.page(request, "clock/week.html", {"form": form, "current": current})


def _index(request: HttpRequest, form: SpecialDaysForm) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    current = reads.calendar(actor, reads.CalendarQuery(), now=now)
    year, number = _asked_month(request)
    month = reads.month(actor, reads.MonthQuery(year=year, month=number), now=now)
    grants = grants_of(actor, now)
    context = {
        "form": form,
        "current": current,
        "month": shown_month(month, today=reads.work_calendar().local_date(now)),
        "week": shown_week(current.week),
        "may_edit": grants.owner or bool(_EDITORS & set(grants.seats)),
        "may_add": grants.owner or bool((_EDITORS | {"warehouse"}) & set(grants.seats)),
    }
    return answers.page(request, "clock/index.html", context)


def _asked_month(request: HttpRequest) -> tuple[int | None, int | None]:
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None, None
    return (asked.year, asked.month) if 2000 <= asked.year <= 2100 else (None, None)
