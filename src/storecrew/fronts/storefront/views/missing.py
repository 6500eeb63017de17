"""When there is nothing at an address, or no longer."""

import re
from datetime import datetime
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.fronts.storefront import frame, shelf
from storecrew.fronts.storefront.head import Head, other_languages
from storecrew.fronts.storefront.page import show, store_page
from storecrew.fronts.storefront.site import Site, site_at


def missing_page(request: HttpRequest, site: Site, now: datetime, *, gone: bool) -> HttpResponse:
    """Return the store's own 404 or 410 with a search for what the address seems to be about."""
    heading = _("This is no longer sold") if gone else _("There is nothing at this address")
    text = (
        _("What was here is gone for good, and nothing took its place. Something like it may be one shelf further.")
        if gone
        else _("The link may be old, or a letter may be missing. Look for it, or start from a shelf.")
    )
    head = Head(
        title=f"{heading} · {site.name}",
        description="",
        canonical="",
        robots="noindex",
        switches=other_languages(site, lambda to: to.home)[1],
    )
    words = re.sub(r"[-_/]+", " ", unquote(request.path.rstrip("/").rsplit("/", 1)[-1])).strip()
    return show(
        request,
        site,
        now,
        "storefront/missing.html",
        head,
        status=410 if gone else 404,
        heading=heading,
        text=text,
        guess=words[:60],
        departments=frame.departments(site),
    )


def turned(request: HttpRequest, site: Site, now: datetime, kind: str, address: str) -> HttpResponse:
    """Answer for an address that leads nowhere now: 301 to what took its place, 410 for what is gone, else 404."""
    found = shelf.turned(kind, address)
    if found is None:
        return missing_page(request, site, now, gone=False)
    if found.gone:
        return missing_page(request, site, now, gone=True)
    query = request.META.get("QUERY_STRING", "")
    path = getattr(site.to, found.kind)(found.address)
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


@store_page
def elsewhere(request: HttpRequest, site: Site, now: datetime, address: str) -> HttpResponse:
    """Answer for what no other page answers: a missing slash, a page of the store's former system, or nothing."""
    if not address.endswith("/") and is_valid_path(f"/{address}/") and resolve(f"/{address}/").url_name != "elsewhere":
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"/{address}/" + (f"?{query}" if query else ""))
    try:
        spoken = site_at(address.partition("/")[0])
    except Http404:
        spoken = site
    with translation.override(spoken.language):
        return turned(request, spoken, now, "path", f"/{address}")
