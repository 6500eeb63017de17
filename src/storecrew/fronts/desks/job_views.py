"""What is done with one job of a list: its step, putting it off, handing it on, dropping it, taking that back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.fronts.desks import actions
from storecrew.fronts.desks.choices import choices
from storecrew.fronts.desks.lists import find_job
from storecrew.kernel.actions import registry
from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.pages.forms import form_of
from storecrew.kernel.pages.types import QueueItem

DropForm = form_of(
    actions.drop,
    labels={"reason": gettext_lazy("Why it need not be done")},
    leave=["key", "seat", "title", "version"],
)


@require_POST
@signed_in
def step(request: HttpRequest) -> HttpResponse:
    """Do a job's one next step, as the room that knows describes it now."""
    job, then = _job(request), answers.back(request, reverse("desks:today"))
    if job is None or not job.step.action:
        return answers.went(request, then, _("That is off the list already."))
    action = registry.find_action(job.step.action)
    if action is None:
        raise Missing
    data = parse(action.input, dict(job.step.values))
    return answers.act(request, action, data, then=then, done=_("Done: %(step)s") % {"step": job.step.label})


@require_POST
@signed_in
def aside(request: HttpRequest) -> HttpResponse:
    """Put a job off, or hand it on."""
    job, then = _job(request), answers.back(request, reverse("desks:today"))
    if job is None:
        return answers.went(request, then, _("That is off the list already."))
    try:
        done = _set_aside(request, job, request.POST.get("choice", ""))
    except ActionError as error:
        return answers.refused(request, error, then=then)
    answers.undoable(request, done[1], reverse("desks:back"), {"deferral": str(done[0].deferral_id), "next": then})
    return answers.see(then)


@signed_in
def job(request: HttpRequest) -> HttpResponse:
    """Ask why a job is dropped."""
    chosen = _job(request)
    then = answers.back(request, reverse("desks:today"))
    if chosen is None:
        return answers.went(request, then, _("That is off the list already."))
    form = DropForm(request.POST or None, fixed=_named(chosen))
    if request.method == "POST":
        dropped = form.run(request.actor)  # type: ignore[attr-defined]  # set by the people room's middleware
        if isinstance(dropped, actions.SetAside):
            values = {"deferral": str(dropped.deferral_id), "next": then}
            answers.undoable(request, _("Dropped: %(title)s") % {"title": chosen.title}, reverse("desks:back"), values)
            return answers.see(then)
    return answers.page(request, "desks/job.html", {"form": form, "job": chosen, "next": then})


@require_POST
@signed_in
def back(request: HttpRequest) -> HttpResponse:
    """Put a job back on the list."""
    wanted = request.POST.get("deferral", "")
    if not wanted.isdigit():
        raise Missing
    data = actions.TakeBack(deferral_id=int(wanted))
    then = answers.back(request, reverse("desks:today"))
    return answers.act(request, actions.take_back, data, then=then, done=_("It is back on the list."))


def _job(request: HttpRequest) -> QueueItem | None:
    given = request.POST if request.method == "POST" else request.GET
    actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return find_job(actor, timezone.now(), key=given.get("key", ""), seat=given.get("seat", ""))


def _named(job: QueueItem) -> dict[str, str]:
    return {"key": job.key, "seat": job.seat, "title": str(job.title)[:300], "version": job.version}


def _set_aside(request: HttpRequest, job: QueueItem, choice: str) -> tuple[actions.SetAside, str]:
    actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    kind, _colon, person = choice.partition(":")
    if kind == "to" and person.isdigit():
        data = parse(actions.HandOn, {**_named(job), "to_person_id": int(person)})
        return actions.hand_on(actor, data), _("Handed on: %(title)s") % {"title": job.title}
    until = next((one.until for one in choices(timezone.now()) if one.code == choice), None)
    if until is None:
        raise Missing
    put_off = actions.put_off(actor, parse(actions.PutOff, {**_named(job), "until": until}))
    return put_off, _("Put off: %(title)s") % {"title": job.title}
