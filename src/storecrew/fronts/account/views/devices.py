"""The browsers in which somebody is signed in, and how to end that."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from storecrew.fronts.account.devices import called
from storecrew.fronts.account.visits import Visit, form, page
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.customers import actions


@page
def devices(visit: Visit) -> HttpResponse:
    """List them, this one first, then by when they were last used."""
    rows = sorted(visit.sessions(), key=lambda one: not one.here)
    ended = visit.request.GET.get("ended", "")
    return visit.show(
        "account/devices.html",
        _("Signed-in devices"),
        "devices",
        rows=[(one, called(one.device)) for one in rows],
        ended=int(ended) if ended.isdecimal() and len(ended) < 4 else None,
    )


@form
def end(visit: Visit) -> HttpResponse:
    """Sign out of one of them, or of all but this one."""
    asked = visit.request.POST.get("session", "")
    values: dict[str, object] = {"customer_id": visit.customer.customer_id, "keep": visit.session}
    if asked:
        one = next((one for one in visit.sessions() if str(one.session_id) == asked), None)
        if one is None:
            raise Missing
        values["session_id"] = one.session_id
    done = actions.end_sessions(visit.actor, parse(actions.EndSessions, values), now=visit.now)
    return HttpResponseRedirect(f"{visit.to.devices}?ended={done.sessions}")
