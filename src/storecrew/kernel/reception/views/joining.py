"""Come in by invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.answers import page, see
from storecrew.kernel.people import invitations
from storecrew.kernel.people.actions.invites import Accepted
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.reception.entering import enter
from storecrew.kernel.reception.forms import JoinForm


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what, make the account, and open the console."""
    invite = invitations.find(token, timezone.now())
    if invite is None:
        return render(request, "reception/join_dead.html", status=410)
    form = JoinForm(request.POST or None, fixed={"token": token}, initial={"name": invite.name})
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, Accepted):
            enter(request, answer.person_id)
            return see("/crew/")
    context = {"form": form, "invite": invite, "seats": [Seat(seat) for seat in invite.seats]}
    return page(request, "reception/join.html", context)
