"""Answer a request for a storefront page: find the language, render in it, make it cacheable, and say so when there is nothing."""

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from storecrew.fronts.storefront import frame, slots
from storecrew.fronts.storefront.head import Head
from storecrew.fronts.storefront.site import NotEstablished, Site, site_at
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import language

type View = Callable[..., HttpResponse]

WORTH_PACKING = 1400
"""Bytes: below it an answer fits into one packet anyway."""


def store_page(view: View) -> View:
    """Make a view `(request, site, now, …)` a page of the storefront. What it raises as missing becomes the store's own 404."""

    return require_safe(in_store(view))


def in_store(view: View) -> View:
    """Make a view `(request, site, now, …)` speak the language of its address, whatever the method."""

    @wraps(view)
    def answer(request: HttpRequest, prefix: str = "", **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        try:
            site, spoken = _site(prefix)
        except NotEstablished:
            return HttpResponseRedirect("/crew/")
        with translation.override(site.language), timezone.override(ZoneInfo(site.profile.time_zone)):
            try:
                response = view(request, site, now, **kwargs) if spoken else missing(request, site, now)
            except (Http404, Missing):
                response = missing(request, site, now)
        return finished(request, site, response)

    return answer


def _site(prefix: str) -> tuple[Site, bool]:
    """Return the site, and whether the store speaks the language that was asked for; if not, its first one answers."""
    try:
        return site_at(prefix), True
    except Http404:
        return site_at(""), False


def show(
    request: HttpRequest, site: Site, now: datetime, template: str, head: Head, /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page rendered from a template that extends `storefront/page.html`."""
    place = slots.Place(request, site, now)
    around = frame.around(site, head.here)
    start, strip = site.keep_rendered(
        ("head", head), lambda: (part_html(site, "head", head=head, frame=around), part_html(site, "strip", head=head))
    )
    context |= {
        "site": site,
        "head": head,
        "frame": around,
        "start": start,
        "strip": strip,
        "recent_shelf": site.keep_rendered("recent", lambda: part_html(site, "recent")),
        "tools": slots.filled("frame.tools", place),
    }
    # without the request: context processors would open the session, and pages for strangers have none
    return HttpResponse(get_template(template).render(context), status=status)


def part_html(site: Site, part: str, /, **context: Any) -> SafeString:
    """Return `storefront/parts/<part>.html`, rendered."""
    return SafeString(get_template(f"storefront/parts/{part}.html").render({"site": site, **context}).strip())


def missing(request: HttpRequest, site: Site, now: datetime, *, gone: bool = False) -> HttpResponse:
    """Return the store's 404, or 410 when something was here and nothing took its place."""
    from storecrew.fronts.storefront.views.missing import missing_page  # noqa: PLC0415  the views import this module

    return missing_page(request, site, now, gone=gone)


def finished(request: HttpRequest, site: Site, response: HttpResponse) -> HttpResponse:
    """Add what caches and browsers need: language, ETag, compression; or answer that nothing has changed.

    Pages are the same for everybody unless a slot set `request.personal`: then nobody else may keep them.
    """
    language.by_address(request)
    response.headers.setdefault("Content-Language", site.lang)
    if response.status_code != 200 or response.streaming:
        return response
    if getattr(request, "personal", False):
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    patch_vary_headers(response, ["Accept-Encoding"])
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=8).hexdigest()}"'
    response.headers["ETag"] = etag
    if etag in request.headers.get("If-None-Match", ""):
        unchanged = HttpResponseNotModified()
        for name in ("Cache-Control", "ETag", "Vary", "Content-Language"):
            unchanged.headers[name] = response.headers[name]
        return unchanged
    if len(response.content) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, compresslevel=5, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
