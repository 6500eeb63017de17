"""Come in by a link from a letter, hear what became of the bag, and go out again."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from storecrew.fronts.account import cookie
from storecrew.fronts.account.addresses import Paths
from storecrew.fronts.account.arriving import let_in
from storecrew.fronts.account.returning import own_path
from storecrew.fronts.account.views.signing_in import device_of
from storecrew.fronts.account.visits import Visit, form, page, private, show_own, stranger, who
from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.goods import rows_of
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.storefront.page import in_store, store_page
from storecrew.fronts.storefront.site import Site, addresses_in
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.shop.carts import reads as carts
from storecrew.shop.customers import actions, reads
from storecrew.shop.customers.types import LinkView


@store_page
def enter(request: HttpRequest, site: Site, now: datetime, token: str) -> HttpResponse:
    """Show one button: programs that look into mail open links too, and must not use them up."""
    link = reads.link(token, now)
    wanted = link.language if link and link.language in site.profile.languages else site.language
    if wanted != site.language:  # letters know one address; their readers go on in the language they wrote from
        return private(HttpResponseRedirect(Paths(addresses_in(wanted, site.profile)).enter(token)))
    if link is not None and not link.good and who(request, now) is not None:
        return private(HttpResponseRedirect(Paths(site.to).account))  # the same link once more, in the same browser
    return _enter(request, site, now, token, link)


@own_form
@in_store
def entered(request: HttpRequest, site: Site, now: datetime, token: str) -> HttpResponse:
    """Let in whoever pressed the button."""
    try:
        data = parse(actions.Enter, {"token": token, "device": device_of(request)})
        done = actions.enter(stranger(request), data, now=now)
    except ActionError as error:
        if who(request, now) is not None:  # pressed twice
            return private(HttpResponseRedirect(Paths(site.to).account))
        return _enter(request, site, now, token, reads.link(token, now), error=error)
    return let_in(request, site, now, done)


@page
def joined(visit: Visit) -> HttpResponse:
    """Say what became of two bags: the one of this browser, and the one that was kept."""
    request = visit.request
    token = bags.token_of(request)
    cart = carts.cart(visit.actor, parse(carts.CartQuery, _asked(visit, token)), now=visit.now) if token else None
    quote = cart.quote if cart else None
    gained = request.GET.get("n", "")
    return visit.show(
        "account/joined.html",
        _("You are in"),
        "",
        path="joined",
        gained=int(gained) if gained.isdecimal() and len(gained) < 4 else 0,
        rows=rows_of(visit.site, quote) if quote else (),
        then=own_path(request.GET.get("next", "")),
    )


@form
def sign_out(visit: Visit) -> HttpResponse:
    """End this browser's session. The bag stays in the account and leaves this browser with its owner."""
    actions.sign_out(visit.actor, parse(actions.SignOut, {"session": visit.session}), now=visit.now)
    response = HttpResponseRedirect(f"{visit.to.sign_in()}?said=out")
    cookie.drop(response)
    response.delete_cookie(bags.COOKIE, samesite="Lax")
    return response


def _asked(visit: Visit, token: str) -> dict[str, str]:
    return {"token": token, "language": visit.site.language, "currency": visit.site.currency}


def _enter(
    request: HttpRequest,
    site: Site,
    now: datetime,
    token: str,
    link: LinkView | None,
    *,
    error: ActionError | None = None,
) -> HttpResponse:
    good = link is not None and link.good and error is None
    title = _("One more press") if good else _("This link is over")
    return show_own(
        request,
        site,
        now,
        "account/enter.html",
        title,
        f"enter/{token}",
        status=200 if good else 410,
        link=link,
        good=good,
        token=token,
        error=error if error is not None and error.code != "link_over" else None,
        email="",
        then="",
    )
