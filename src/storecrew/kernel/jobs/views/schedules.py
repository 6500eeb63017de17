"""Hold, release and run schedules."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.kernel.jobs import actions
from storecrew.kernel.jobs.actions.schedules import OneSchedule
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import signed_in


@require_POST
@signed_in
def hold(request: HttpRequest, name: str) -> HttpResponse:
    """Hold a schedule."""
    done = _("Held. It does not run until you release it.")
    return answers.act(request, actions.pause_schedule, OneSchedule(name=name), then=_there(), done=done)


@require_POST
@signed_in
def release(request: HttpRequest, name: str) -> HttpResponse:
    """Release a schedule."""
    done = _("Released. It runs at its next time.")
    return answers.act(request, actions.resume_schedule, OneSchedule(name=name), then=_there(), done=done)


@require_POST
@signed_in
def run_now(request: HttpRequest, name: str) -> HttpResponse:
    """Run a schedule once, now."""
    done = _("It runs now. Its regular times stay as they are.")
    return answers.act(request, actions.run_schedule_now, OneSchedule(name=name), then=_there(), done=done)


def _there() -> str:
    return reverse("jobs:index") + "#schedules"
