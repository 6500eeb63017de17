"""The first page: what waits, and nothing else; and the language of all pages."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.portal import waiting
from storecrew.fronts.portal.visits import Visit, page
from storecrew.kernel.actions.validation import parse
from storecrew.shop.supply.access import actions as access


@page
def home(visit: Visit) -> HttpResponse:
    """Show what waits for them today, the most urgent first."""
    return visit.show("portal/home.html", _("Today"), "home", tasks=waiting.tasks(visit))


@page
def speak(visit: Visit) -> HttpResponse:
    """Let all pages of the link speak another language."""
    if visit.request.method == "POST":
        wanted = "en" if visit.request.POST.get("language") == "en" else "zh-hans"
        access.speak(visit.actor, parse(access.Speak, {"token": visit.token, "language": wanted}), now=visit.now)
    return visit.went(visit.to.home)
