"""Pages of people: the list, one person, invitations, leaving, and who could do what."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.answers import act, page, sent
from storecrew.kernel.people import actions, reads, standing
from storecrew.kernel.people.actions.invites import Invited, WithdrawInvite
from storecrew.kernel.people.actions.leaving import ForgetPerson, Left
from storecrew.kernel.people.actions.profile import EndSessions
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind
from storecrew.kernel.reception.forms import InviteForm, LeaveForm, OwnerForm, WhoCouldForm
from storecrew.kernel.reception.views.asking import crew, demand


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the people with their seats; for the owner the open invitations as well."""
    gone = request.GET.get("gone") == "1"
    rows = reads.people(actor_of(request), reads.PeopleQuery(gone=gone)).items
    context: dict[str, Any] = {"people": rows, "gone": gone, "owner": _owner(request)}
    if context["owner"]:
        invited = reads.invites(actor_of(request), reads.InvitesQuery()).items
        context["invites"] = [row for row in invited if row.state in {"open", "expired"}]
    return render(request, "reception/people.html", context)


@require_GET
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one person: seats now and then, programs that act for them, and what they did last."""
    actor = actor_of(request)
    row = reads.person(actor, reads.PersonQuery(person_id=person_id))
    agents = reads.agents(actor, reads.AgentQuery()).items
    context = {
        "row": row,
        "me": person_id == actor.person_id,
        "owner": _owner(request),
        "guard": _owner(request) or "it" in grants_of(actor, timezone.now()).seats,
        "history": reads.history(actor, reads.HistoryQuery(person_id=person_id)).items,
        "agents": [agent for agent in agents if agent.acts_for == person_id],
    }
    return render(request, "reception/person.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once, to be sent by whatever means people use."""
    demand(request, actions.invite)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, Invited):
            link = request.build_absolute_uri(reverse("reception:join", args=[answer.token]))
            return render(request, "reception/invited.html", {"link": link, "email": form.cleaned_data["email"]})
    return page(request, "reception/invite.html", {"form": form})


@require_POST
def withdraw_invite(request: HttpRequest, invite_id: int) -> HttpResponse:
    """Make an invitation useless."""
    data = WithdrawInvite(invite_id=invite_id)
    return act(request, actions.withdraw_invite, data, then=reverse("reception:people"), done=_("The link is dead."))


@require_POST
def end_sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    then = reverse("reception:person", args=[person_id])
    return act(
        request, actions.end_sessions, EndSessions(person_id=person_id), then=then, done=_("Signed out everywhere.")
    )


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody leave: name who takes over each seat, then everything is closed at once."""
    demand(request, actions.leave)
    row = reads.person(actor_of(request), reads.PersonQuery(person_id=person_id))
    held = [tenure.seat for tenure in row.seats if tenure.kind == TenureKind.HOLD]
    form = LeaveForm(request.POST or None, held=held, people=crew(request), fixed={"person_id": person_id})
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, Left):
            messages.success(request, _("%(name)s has left. Nothing lets them in any more.") % {"name": row.name})
            return redirect("reception:handover", answer.handover_id)
    asked = (standing.DeskQuery(seat=Seat(seat), person_id=person_id) for seat in held)
    desks = [(one.seat, standing.desk(actor_of(request), one).sections) for one in asked]
    return page(request, "reception/leave.html", {"form": form, "row": row, "desks": desks})


@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest, person_id: int) -> HttpResponse:
    """Erase a former colleague's name and address, after saying what that means."""
    demand(request, actions.forget_person)
    row = reads.person(actor_of(request), reads.PersonQuery(person_id=person_id))
    if request.method == "POST":
        data = ForgetPerson(person_id=person_id)
        then = reverse("reception:person", args=[person_id])
        return act(request, actions.forget_person, data, then=then, done=_("Forgotten."))
    return render(request, "reception/forget.html", {"row": row})


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest) -> HttpResponse:
    """Pass on handing out seats."""
    demand(request, actions.transfer_ownership)
    form = OwnerForm(request.POST or None)
    form.fields["to_id"].offer(crew(request), but=[actor_of(request).person_id or 0])  # type: ignore[attr-defined]  # PeopleField
    done = _("From now on they hand out the seats.")
    answer = sent(request, form, then=reverse("reception:people"), done=done) if request.method == "POST" else None
    return answer or page(request, "reception/owner.html", {"form": form})


@require_GET
def who_could(request: HttpRequest) -> HttpResponse:
    """Answer who could do something on a day."""
    demand(request, standing.who_could)
    form = WhoCouldForm(request.GET if "name" in request.GET else None)
    found = None
    if form.is_valid():
        asked = standing.WhoCould(name=form.cleaned_data["name"], on=form.cleaned_data["on"])
        found = standing.who_could(actor_of(request), asked)
    return render(request, "reception/who_could.html", {"form": form, "found": found})


def _owner(request: HttpRequest) -> bool:
    return grants_of(actor_of(request), timezone.now()).owner
