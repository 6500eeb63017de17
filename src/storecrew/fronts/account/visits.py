"""Pages for whoever is signed in: who that is, and the frame around what they see. Everybody else is asked to sign in.

    @page
    def wishes(visit: Visit) -> HttpResponse:
        return visit.show("wishes/mine.html", _("Wish list"), "wishes", lines=…)   # extends account/frame.html

`form` is the same for what is sent: only by our own pages, never kept by anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from storecrew.fronts.account import cookie
from storecrew.fronts.account.addresses import Paths
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.storefront.head import Head, other_languages
from storecrew.fronts.storefront.page import in_store, show, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, nobody, outsider
from storecrew.shop.customers import reads as customers
from storecrew.shop.customers.types import FRESH, CustomerView, SessionView


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is signed in looks at a page."""

    request: HttpRequest
    site: Site
    now: datetime
    customer: CustomerView
    session: str
    """The secret of this browser's session."""

    @property
    def actor(self) -> Actor:
        """Return whom actions are done by."""
        return outsider(self.customer.subject, address=network_of(self.request))

    @property
    def to(self) -> Paths:
        """Return the account's addresses."""
        return Paths(self.site.to)

    def again(self) -> "Visit":
        """Return the same visit with the customer as they are known now, after something was done."""
        found = customers.view(self.customer.customer_id)
        return replace(self, customer=found) if found else self

    def sessions(self) -> tuple[SessionView, ...]:
        """Return the browsers in which the customer is signed in."""
        return customers.sessions(self.customer.customer_id, self.session, self.now)

    def fresh(self) -> bool:
        """Tell whether they have proved who they are a moment ago: enough to change a password or to take data along."""
        return any(one.here and one.created_at > self.now - FRESH for one in self.sessions())

    def show(
        self,
        template: str,
        title: str,
        section: str,
        /,
        *,
        path: str = "",
        status: int = 200,
        error: ActionError | None = None,
        **context: Any,
    ) -> HttpResponse:
        """Return a page of the account. `section` is marked in the menu; `path` below `/account/`, else that of the section."""
        from storecrew.fronts.account import sections  # noqa: PLC0415  its entries are made of visits

        return show_own(
            self.request,
            self.site,
            self.now,
            template,
            title,
            path or section,
            status=422 if error and status == 200 else status,
            customer=self.customer,
            menu=sections.menu(self),
            here=section,
            error=error,
            **context,
        )


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view `(visit, …)` a page that only whoever is signed in can see."""
    return store_page(_visited(view))


def form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view `(visit, …)` answer what whoever is signed in sends from our own pages."""
    return own_form(in_store(_visited(view)))


def private(response: HttpResponse) -> HttpResponse:
    """Return an answer that no cache may keep, whatever its status."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def show_own(
    request: HttpRequest,
    site: Site,
    now: datetime,
    template: str,
    title: str,
    path: str,
    /,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a page that is one visitor's own: kept by nobody, found by nobody. `path` is below `/account/`."""
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    below = f"{path}/" if path else ""
    _alternates, switches = other_languages(site, lambda to: f"{to.base}/account/{below}")
    head = Head(title=f"{title} · {site.name}", description="", canonical="", switches=switches, robots="noindex")
    return private(show(request, site, now, template, head, status=status, to=Paths(site.to), heading=title, **context))


def who(request: HttpRequest, now: datetime) -> CustomerView | None:
    """Return who is signed in in this browser; None: nobody."""
    session = cookie.session_of(request)
    customer_id = customers.whose(session, now) if session else None
    return customers.view(customer_id) if customer_id is not None else None


def network_of(request: HttpRequest) -> str:
    """Return the network address that a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def stranger(request: HttpRequest) -> Actor:
    """Return whoever stands before the door."""
    return nobody(address=network_of(request))


def _visited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, site: Site, now: datetime, **kwargs: Any) -> HttpResponse:
        customer = who(request, now)
        if customer is None:
            # a form that comes too late leads back to its page, as far as it can be seen without sending it again
            then = request.get_full_path() if request.method in {"GET", "HEAD"} else Paths(site.to).account
            response: HttpResponse = HttpResponseRedirect(Paths(site.to).sign_in(then))
            return private(response)
        session = cookie.session_of(request)
        response = private(view(Visit(request, site, now, customer, session), **kwargs))
        if request.method == "GET" and not response.cookies:
            cookie.keep(response, session)  # as long as somebody comes back, they stay signed in
        return response

    return answer
