"""The first visit: a new store in five short pages. What was filled in is kept in the session, so nothing is lost."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel import limits
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.types import Actor, person
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.clock.actions import SetCalendar, set_calendar
from storecrew.kernel.clock.public import countries
from storecrew.kernel.clock.usual import usual_week
from storecrew.kernel.limits import Rate
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.answers import page, see
from storecrew.kernel.people import actions
from storecrew.kernel.people.actions.setup import SetUp
from storecrew.kernel.reception import claiming, founding, upcoming
from storecrew.kernel.reception.entering import enter
from storecrew.kernel.store import choices

KEPT = "setup"
PROVEN = "setup_code"
TRIES = Rate(30, 600)
"""Of all visitors together: who guesses has many addresses."""
GUESSED = frozenset({"place", "hours"})
"""Pages that were filled in from the country: another country, another guess."""


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the first page that is not filled in; to the sign-in page once there is a store."""
    if founding.is_founded():
        return redirect("account_login")
    if _must_prove(request):
        return redirect("reception:setup_code")
    kept = _kept(request)
    return redirect("reception:setup_step", next((name for name in founding.STEPS if name not in kept), "you"))


@never_cache
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the code where strangers can reach the store; who knows it goes on to the set-up."""
    if founding.is_founded() or not _must_prove(request):
        return redirect("reception:setup")
    form = founding.CodeForm(request.POST or None)
    if request.method == "POST":
        if not limits.hit("setup_code", "all", TRIES).allowed:
            form.add_error(None, _("Too many tries. Wait a few minutes."))
        elif form.is_valid():
            request.session.cycle_key()
            request.session[PROVEN] = claiming.code()
            return see(reverse("reception:setup"))
    claiming.code()  # so that there is one to look up
    return page(request, "reception/setup_code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Show one page of set-up and keep what it says; the last page founds the store and signs the founder in."""
    if founding.is_founded():
        return redirect("account_login")
    if step not in founding.STEPS:
        raise Http404
    if _must_prove(request):
        return redirect("reception:setup_code")
    kept = _kept(request)
    missing = next((name for name in founding.STEPS[: founding.STEPS.index(step)] if name not in kept), None)
    if missing:
        return redirect("reception:setup_step", missing)
    form = founding.STEPS_FORMS[step](request.POST or None, initial=_initial(step, kept))
    if request.method == "POST" and form.is_valid():
        last = step == founding.STEPS[-1]
        answer = _found(request, kept, form) if last else _keep(request, step, form.cleaned_data)
        if answer:
            return answer
    shown: dict[str, Any] = {"form": form, "step": step, "steps": _steps(step, kept)}
    if step == "hours":
        shown["holidays"] = upcoming.shown(kept["store"]["country"], kept["place"]["time_zone"], timezone.now())
    return page(request, "reception/setup.html", shown)


def _keep(request: HttpRequest, step: str, cleaned: Mapping[str, Any]) -> HttpResponse:
    kept = _kept(request)
    if step == "store" and kept.get("store", {}).get("country") != cleaned["country"]:
        kept = {name: told for name, told in kept.items() if name not in GUESSED}
    request.session[KEPT] = {**kept, step: dict(cleaned)}
    following = founding.STEPS[founding.STEPS.index(step) + 1]
    return see(reverse("reception:setup_step", args=[following]))


def _found(request: HttpRequest, kept: Mapping[str, Any], form: Any) -> HttpResponse | None:
    told = {name: value for part in kept.values() for name, value in part.items()}
    told |= {"founder_language": get_language() or "", **form.cleaned_data}
    try:
        values = {name: value for name, value in told.items() if name in SetUp.model_fields}
        done = actions.set_up(actor_of(request), parse(SetUp, values))
    except InvalidInput as error:
        _place(form, error.fields)
        return None
    except ActionError as error:
        form.add_error(None, error.message)
        return None
    _set_calendar(person(done.person_id, address=actor_of(request).address), told)
    request.session.pop(KEPT, None)
    request.session.pop(PROVEN, None)
    claiming.forget()
    enter(request, done.person_id)
    return see("/crew/")


def _set_calendar(founder: Actor, told: Mapping[str, Any]) -> None:
    """Set the work calendar as the founder; a country whose holidays are not known goes without them."""
    country = told["country"] if told["holidays"] and told["country"] in countries() else ""
    week = tuple(told[f"day_{number}"] for number in range(7))
    set_calendar(founder, SetCalendar(timezone=told["time_zone"], country=country, week=week))


def _place(form: Any, fields: Mapping[str, str]) -> None:
    """Put each finding at its field; findings of an earlier page are said on top."""
    for path, sentence in fields.items():
        name = path.partition(".")[0]
        form.add_error(name if name in form.fields else None, sentence)


def _initial(step: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    if step in kept:
        return dict(kept[step])
    if step == "place" and "store" in kept:
        country = kept["store"]["country"]
        return {"currency": choices.currency_of(country), "time_zone": choices.zone_of(country)}
    if step == "hours" and "store" in kept:
        country = kept["store"]["country"]
        week = {f"day_{number}": hours for number, hours in enumerate(usual_week(country))}
        return {**week, "holidays": country in countries()}
    if step == "store":
        language = get_language() or "en"
        return {"languages": [language], "country": "CN" if language == "zh-hans" else ""}
    return {}


def _steps(here: str, kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = {
        "store": _("The store"),
        "place": _("Money and time"),
        "hours": _("Working hours"),
        "hats": _("Your hats"),
        "you": _("You"),
    }
    return [
        {"name": name, "label": names[name], "here": name == here, "done": name in kept, "n": number}
        for number, name in enumerate(founding.STEPS, start=1)
    ]


def _must_prove(request: HttpRequest) -> bool:
    return not claiming.is_local(request) and request.session.get(PROVEN) != claiming.code()


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEPT, {})
    return kept
