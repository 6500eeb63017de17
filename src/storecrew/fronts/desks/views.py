"""Today and the eight seats' homes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from storecrew.fronts.desks import days
from storecrew.fronts.desks.choices import choices
from storecrew.fronts.desks.lists import jobs_of
from storecrew.fronts.desks.seats import board_of, colleagues_of, home_of
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.pages.formats import weekday
from storecrew.kernel.pages.shell import SEAT_COOKIE, YEAR
from storecrew.kernel.people.guides import guide_of
from storecrew.kernel.people.seats import Seat


@require_GET
@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """Show what to do now, over all hats, most costly delay first."""
    now, actor = timezone.now(), request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    grants = grants_of(actor, now)
    held = [seat for seat in Seat if seat in grants.seats]
    jobs, board = jobs_of(actor, now, grants), board_of(actor, now, grants)
    day = days.day_of(held, actor, now, jobs.jobs)
    hello = days.greeting(now, getattr(request.user, "name", ""))
    return render(
        request,
        "desks/today.html",
        {
            "date": weekday(timezone.localdate(now)),
            "now": now,
            "held": held,
            "missions": [(one, guide_of(one).mission) for one in held],
            "jobs": jobs,
            "day": day,
            "coming": days.coming(day, now),
            "hello": hello,
            "lead": days.lead(jobs.ranking, hello) if jobs.ranking.count else "",
            "panels": desk.panels(desk.EVERY_SEAT, actor, now),
            "board": board,
            "colleagues": colleagues_of(actor, board),
            "choices": choices(now),
        },
    )


@require_GET
@signed_in
def seat(request: HttpRequest, seat: str) -> HttpResponse:
    """Show a seat's home: to those in it with its jobs, to all others what it is for and who is in it."""
    now, actor = timezone.now(), request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    if seat not in list(Seat):
        raise Missing
    chosen = Seat(seat)
    grants = grants_of(actor, now)
    held, board = chosen in grants.seats, board_of(actor, now, grants)
    jobs = jobs_of(actor, now, grants, seats=[chosen]) if held else None
    day = days.day_of([chosen], actor, now, jobs.jobs) if jobs else None
    panels = desk.panels(chosen, actor, now) if held else []
    response = render(
        request,
        "desks/seat.html",
        {
            "home": home_of(chosen, actor, now, board),
            "held": held,
            "now": now,
            "jobs": jobs,
            "day": day,
            "coming": days.coming(day, now) if day else [],
            "wide": [panel for panel in panels if panel.wide],
            "narrow": [panel for panel in panels if not panel.wide],
            "colleagues": colleagues_of(actor, board),
            "choices": choices(now),
        },
    )
    if held:
        response.set_cookie(SEAT_COOKIE, chosen.value, max_age=YEAR, samesite="Lax")
    return response
