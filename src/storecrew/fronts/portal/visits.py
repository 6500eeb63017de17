"""Pages for whoever holds a link: whose it is, in their language, kept by no cache and sent to no other site.

    @page
    def stock(visit: Visit) -> HttpResponse:
        return visit.show("portal/stock.html", _("Stock"), "stock", rows=…)      # extends portal/base.html

Forms need no token against foreign sites: they are sent to an address that only holders of the link know, and no cookie
lets anybody in.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from storecrew.fronts.portal.paths import Paths
from storecrew.fronts.portal.wording import SAID_WORDS
from storecrew.kernel.actions.errors import ActionError, Denied, Missing
from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.kernel.limits import Rate, hit
from storecrew.kernel.mail.dress import Dress, dress_in
from storecrew.kernel.pages import language
from storecrew.kernel.store import reads as store
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.access import actions as access
from storecrew.shop.supply.access import reads as links
from storecrew.shop.supply.access.types import KeyView, Opened
from storecrew.shop.supply.types import SupplierView

GUESSES: Final = Rate(20, 60)
"""Links that never were, from one place in a minute; after that it is told to wait. Real links go on opening."""
ANSWERS: Final = Rate(120, 60)
"""Forms sent by one link in a minute: more than any hand sends."""
LANGUAGES: Final = {"zh-hans": "zh-Hans", "en": "en"}
HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
SAID: Final = "said"
"""Name in the query under which a page is told what was just done."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody of a supplier looks at a page, or sends something from it."""

    request: HttpRequest
    now: datetime
    token: str
    opened: Opened
    supplier: SupplierView
    to: Paths = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "to", Paths(self.token))

    @property
    def supplier_id(self) -> int:
        """Return whose visit it is."""
        return self.opened.supplier_id

    @property
    def actor(self) -> Actor:
        """Return as whom actions are done."""
        return outsider(f"supplier:{self.supplier_id}", surface=Surface.PORTAL, address=_place(self.request))

    @property
    def crew(self) -> bool:
        """Tell whether somebody of the crew looks on, in the browser they are signed in with: they see all and say nothing.

        What is answered here counts as the supplier's word. Whoever notes it down for them does so under their own name.
        """
        return self.request.actor.kind == "person"  # type: ignore[attr-defined, no-any-return]  # set by the people room

    @property
    def key(self) -> str:
        """Return the key under which what was sent is done once: it names the link, and the form that was on the screen."""
        once = "".join(sign for sign in self.request.POST.get("once", "") if sign.isalnum())[:40]
        return f"portal:{self.opened.key_id}:{once or uuid.uuid4().hex}"

    def show(
        self,
        template: str,
        title: str,
        here: str,
        /,
        *,
        status: int = 200,
        error: ActionError | None = None,
        **more: Any,
    ) -> HttpResponse:
        """Return a page; with an error it is 422 and says so on top, with everything typed still there."""
        context = {
            "visit": self,
            "to": self.to,
            "title": title,
            "here": here,
            "dress": dress_in(self.opened.language),
            "html_lang": LANGUAGES[self.opened.language],
            "said": sentence_of(self.request.GET.get(SAID, "")),
            "once": _once,
            "error": error,
            **more,
        }
        # without the request: context processors would open a session, and there is none here
        html = get_template(template).render(context)
        return HttpResponse(html, status=422 if error is not None and status == 200 else status)

    def went(self, path: str, said: str = "") -> HttpResponse:
        """Go on to a page, which says what was done: reloading it sends nothing again."""
        response = HttpResponseRedirect(f"{path}?{SAID}={said}" if said else path)
        response.status_code = 303
        return response

    def missing(self) -> HttpResponse:
        """Return the page that says there is nothing here: the same for what never was and for what is another's."""
        return self.show("portal/missing.html", _("There is nothing here"), "", status=404)


type View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Make a view `(visit, …)` a page below a link."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        opened = links.opened(token, now)
        if opened is None:
            return _private(request, _shut(request, token, now))
        with translation.override(opened.language), timezone.override(_zone()):
            supplier = supply.suppliers_by_id([opened.supplier_id])[opened.supplier_id]
            visit = Visit(request, now, token, opened, supplier)
            return _private(request, _served(view, visit, kwargs), opened.language)

    return answer


def _served(view: View, visit: Visit, kwargs: dict[str, Any]) -> HttpResponse:
    if visit.request.method == "POST" and visit.crew:
        return visit.show("portal/watching.html", _("You only look on here"), "", status=403)
    if visit.request.method == "POST" and not hit("portal.answers", str(visit.opened.key_id), ANSWERS).allowed:
        return visit.show("portal/slower.html", _("Too fast"), "", status=429)
    _note_use(visit)
    try:
        return view(visit, **kwargs)
    except (Http404, Missing, Denied):
        return visit.missing()


def _note_use(visit: Visit) -> None:
    """Note that the link was used: by a page that somebody looks at, not by a program that asks what lies behind it."""
    if visit.crew or visit.request.method == "HEAD":
        return
    if not access.worth_noting(visit.opened.key_id, _place(visit.request), visit.now):
        return
    device = visit.request.headers.get("User-Agent", "")[:200]
    access.use_key(visit.actor, access.UseKey(token=visit.token, device=device), now=visit.now)


def _shut(request: HttpRequest, token: str, now: datetime) -> HttpResponse:
    """Say that a link opens nothing, in both languages: whoever holds it may read only one."""
    found = links.shut(token, now)
    if found is None and not hit("portal.guess", _place(request), GUESSES).allowed:
        return HttpResponse(_outside("zh-hans", None), status=429, headers={"Retry-After": "60"})
    return HttpResponse(_outside(found.language if found else "zh-hans", found), status=410 if found else 404)


def _outside(spoken: str, found: KeyView | None) -> str:
    with translation.override(spoken):
        dress: Dress = dress_in(spoken)
        context = {"dress": dress, "html_lang": LANGUAGES.get(spoken, "zh-Hans"), "found": found}
        return str(get_template("portal/shut.html").render(context))


def _private(request: HttpRequest, response: HttpResponse, spoken: str = "zh-hans") -> HttpResponse:
    language.by_address(request)
    response.headers["Content-Language"] = LANGUAGES.get(spoken, "zh-Hans")
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _zone() -> ZoneInfo:
    profile = store.current()
    return ZoneInfo(profile.time_zone if profile else "UTC")


def _place(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _once() -> str:
    """Return a new name for a form, each time a template asks."""
    return uuid.uuid4().hex


def sentence_of(code: str) -> str:
    """Return what was just done, from the code in the address; empty for anything else."""
    return str(SAID_WORDS.get(code, ""))
