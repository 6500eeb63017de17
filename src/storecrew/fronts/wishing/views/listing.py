"""One's own list, and one that somebody shared."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.storefront.head import Head, other_languages
from storecrew.fronts.storefront.page import in_store, show, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.wishing import cookie
from storecrew.fronts.wishing.addresses import Paths
from storecrew.fronts.wishing.goods import rows_of
from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts.tokens import new_token as new_bag
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.wishes import actions, reads
from storecrew.shop.wishes.tokens import new_token
from storecrew.shop.wishes.types import ListView


@store_page
def wishes(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show one's own list."""
    return wishes_page(request, site, now)


def wishes_page(request: HttpRequest, site: Site, now: datetime, *, error: ActionError | None = None) -> HttpResponse:
    """Return the list; with an error that is told on top of it."""
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    query = {"token": cookie.token_of(request), "language": site.language, "currency": site.currency}
    found: ListView = reads.wishes(bags.shopper(request), parse(reads.ListQuery, query), now=now)
    to, rows = Paths(site.to), rows_of(site, found.items)
    return show(
        request,
        site,
        now,
        "wishing/wishes.html",
        head(site, _("Wish list"), "wishes"),
        status=422 if error else 200,
        to=to,
        rows=rows,
        found=found,
        share_url=site.absolute(to.shared(found.link)) if found.link else "",
        movable=sum(row.can_be_had for row in rows),
        said=_said(request),
        error=error,
    )


@store_page
def shared(request: HttpRequest, site: Site, now: datetime, link: str) -> HttpResponse:
    """Show a list to whoever has its link; nothing on it can be changed."""
    query = {"link": link, "language": site.language, "currency": site.currency}
    try:
        found = reads.shared(bags.shopper(request), parse(reads.SharedQuery, query), now=now)
    except ActionError:
        raise Missing from None
    request.personal = True  # type: ignore[attr-defined]  # it belongs to somebody: nobody else keeps it
    this = head(site, _("A wish list"), f"wishes/of/{link}")
    rows = rows_of(site, found.items)
    return show(request, site, now, "wishing/shared.html", this, to=Paths(site.to), rows=rows)


@own_form
@in_store
def add(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Put something on the list; a script is told in one line, everybody else goes to the list."""
    scripted = request.headers.get("Accept", "").startswith("application/json")
    shopper = bags.shopper(request)
    token = cookie.token_of(request) or new_token()
    try:
        asked = {"token": token, "currency": site.currency, "language": site.language}
        variant = request.POST.get("variant") or _first_of(request, site, now)
        done = actions.wish(shopper, parse(actions.WishFor, {**asked, "variant_id": variant}), now=now)
    except ActionError as error:
        return (
            JsonResponse({"said": error.message}, status=422)
            if scripted
            else wishes_page(request, site, now, error=error)
        )
    if scripted:
        response: HttpResponse = JsonResponse({"said": _("It is on your wish list."), "count": done.count})
    else:
        response = HttpResponseRedirect(f"{Paths(site.to).wishes}?{urlencode({'said': 'added'})}")
    cookie.keep(response, token)
    return response


@own_form
@in_store
def remove(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Take something off the list, and go back to where it was asked: the list, or the page of the product."""
    try:
        asked = {"token": cookie.token_of(request), "variant_id": request.POST.get("variant")}
        actions.unwish(bags.shopper(request), parse(actions.Unwish, asked), now=now)
    except ActionError as error:
        return wishes_page(request, site, now, error=error)
    back = request.POST.get("back", "")
    path = back if back.startswith(f"{site.to.base}/p/") and "\\" not in back and "//" not in back else ""
    return HttpResponseRedirect(path or Paths(site.to).wishes)


@own_form
@in_store
def move(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Put one thing, or all that can be had, into the bag; what went there leaves the list."""
    shopper, token = bags.shopper(request), cookie.token_of(request)
    bag = bags.token_of(request) or new_bag()
    query = {"token": token, "language": site.language, "currency": site.currency}
    found = reads.wishes(shopper, parse(reads.ListQuery, query), now=now)
    chosen = request.POST.get("variant", "")
    wanted = [one for one in found.items if one.had in {"in_stock", "few"} and chosen in {"all", str(one.variant_id)}]
    moved, problem = 0, None
    for one in reversed(wanted):
        put = {"token": bag, "variant_id": one.variant_id, "currency": site.currency, "language": site.language}
        try:
            carts.put(shopper, parse(carts.Put, put), now=now)
            actions.unwish(shopper, parse(actions.Unwish, {"token": token, "variant_id": one.variant_id}), now=now)
            moved += 1
        except ActionError as error:
            problem = error
    if not moved:
        return wishes_page(request, site, now, error=problem or Missing(_("That cannot be had right now.")))
    response = HttpResponseRedirect(Paths(site.to).cart if problem is None else Paths(site.to).wishes)
    bags.keep(response, bag)
    return response


@own_form
@in_store
def settings(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Share the list or no more; be told of lower prices or no more."""
    shopper, token = bags.shopper(request), cookie.token_of(request)
    on = request.POST.get("on") == "1"
    try:
        if request.POST.get("what") == "share":
            actions.share(shopper, parse(actions.Share, {"token": token, "on": on}), now=now)
        else:
            actions.tell_drops(shopper, parse(actions.TellDrops, {"token": token, "on": on}), now=now)
    except ActionError as error:
        return wishes_page(request, site, now, error=error)
    return HttpResponseRedirect(Paths(site.to).wishes)


def head(site: Site, title: str, path: str) -> Head:
    """Return the head of a page that is one shopper's own: nobody else is to find it."""
    _alternates, switches = other_languages(site, lambda to: f"{to.base}/{path}/")
    return Head(title=f"{title} · {site.name}", description="", canonical="", switches=switches, robots="noindex")


def _first_of(request: HttpRequest, site: Site, now: datetime) -> int | None:
    """Return the variant that a product in a list stands for: the first that has a price."""
    slug = request.POST.get("p", "")
    query = parse(catalogue.PageQuery, {"slug": slug[:200], "language": site.language, "currency": site.currency})
    found = catalogue.product_page(bags.shopper(request), query, now=now)
    priced = [one.variant_id for one in found.variants if one.price]
    return next(iter(priced), None)


def _said(request: HttpRequest) -> str:
    if request.GET.get("said") == "added":
        return _("It is on your wish list.")
    return ""
