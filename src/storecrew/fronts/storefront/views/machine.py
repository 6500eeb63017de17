"""Small things that browsers and crawlers fetch: robots, manifest, icon, the store's own colours."""

import json
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from storecrew.fronts.storefront import frame
from storecrew.fronts.storefront.looks import ink_on
from storecrew.fronts.storefront.pictures import picture_url
from storecrew.fronts.storefront.site import NotEstablished, Site, site_at

HOUR = 3600
YEAR = 365 * 24 * HOUR
CLOSED = ("/crew/", "/api/", "/portal/", "/mcp")
"""What is nobody's business outside; robots may read everything else. Filtered lists say `noindex` themselves, which has to be read."""


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where not to go, and where the sitemap is (RFC 9309)."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {settings.ENVIRONMENT.origin}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=HOUR)
def manifest(request: HttpRequest, prefix: str = "") -> HttpResponse:
    """Describe the store to a browser that puts it on a home screen."""
    site = _site(prefix)
    icon = {"src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    answer = {
        "name": site.name,
        "short_name": site.name[:12],
        "description": site.say(site.frame.about) or site.tagline,
        "lang": site.lang,
        "start_url": site.to.home,
        "scope": site.to.home,
        "display": "browser",
        "background_color": site.look.canvas,
        "theme_color": site.look.canvas,
        "icons": [icon],
    }
    return HttpResponse(json.dumps(answer, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=HOUR)
def icon(request: HttpRequest) -> HttpResponse:
    """Send to the store's mark; a store without one is known by the first letter of its name."""
    site = _site("")
    if site.frame.mark_id and (address := picture_url(site.frame.mark_id)):
        return HttpResponseRedirect(address)
    ground = site.tokens.get("accent", "#2a241d")
    letter = escape(site.name[:1].upper())
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="{ground}"/>'
        f'<text x="16" y="22.5" font-family="system-ui,sans-serif" font-size="19" font-weight="600" text-anchor="middle"'
        f' fill="{ink_on(ground)}">{letter}</text></svg>'
    )
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def overlay(request: HttpRequest) -> HttpResponse:
    """Serve the store's own colours and corners; the address changes with them."""
    return HttpResponse(frame.stylesheet(_site("")), content_type="text/css; charset=utf-8")


def _site(prefix: str) -> Site:
    try:
        return site_at(prefix)
    except NotEstablished as error:
        raise Http404 from error
