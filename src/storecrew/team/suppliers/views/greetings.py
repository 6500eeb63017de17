"""Greetings to write: edited and sent by a person, one by one."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.team.suppliers import actions, presenting
from storecrew.team.suppliers.models import Greeting
from storecrew.team.suppliers.views.access import keeper, reader, rights


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the drafts of the coming days, and what went out lately."""
    context = {**presenting.greetings(timezone.now()), **rights(request)}
    return answers.page(request, "suppliers/greetings.html", context)


@require_POST
@keeper
def do(request: HttpRequest, greeting_id: int, what: str) -> HttpResponseBase:
    """Send one by mail, note that it was sent by hand, or leave it."""
    if not Greeting.objects.filter(pk=greeting_id).exists() or what not in {"mail", "hand", "leave"}:
        raise Http404
    here = reverse("suppliers:greetings")
    if what == "leave":
        left = actions.LeaveGreeting(greeting_id=greeting_id)
        return answers.act(request, actions.leave_greeting, left, then=here, done=_("Not this time."))
    try:
        raw = {"greeting_id": greeting_id, "text": request.POST.get("text", ""), "by": what}
        data = parse(actions.SendGreeting, raw)
    except InvalidInput as error:
        return answers.refused(request, error, then=here)
    done = _("On its way.") if what == "mail" else _("Noted as sent.")
    return answers.act(request, actions.send_greeting, data, then=here, done=done)
