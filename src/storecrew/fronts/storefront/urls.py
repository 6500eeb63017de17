"""Addresses of the storefront: at the root in the store's first language, under `/en/`, `/zh/` … in the others.

The room's address stands last in the house: what no other room answers is the storefront's to answer or to miss.
"""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path

from storecrew.fronts.storefront.views import feeds, home, listing, machine, missing, product, sitemaps, text

app_name = "storefront"
PREFIX = r"(?P<prefix>[a-z]{2,3}(?:-[a-z]{2,8})?)/"


def _both(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """Return a page's addresses: without prefix (`name`) and with one (`name_in`)."""
    return [re_path(rf"^{route}$", view, name=name), re_path(rf"^{PREFIX}{route}$", view, name=f"{name}_in")]


urlpatterns = [
    path("robots.txt", machine.robots, name="robots"),
    path("favicon.svg", machine.icon, name="icon"),
    path("favicon.ico", machine.icon, name="icon_ico"),
    path("look.css", machine.overlay, name="overlay"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/<slug:kind>-<int:number>.xml", sitemaps.part, name="sitemap"),
    *_both(r"", home.home, "home"),
    *_both(r"p/(?P<slug>[^/]+)/", product.product, "product"),
    *_both(r"c/(?P<path>[^?]+)/", listing.category, "category"),
    *_both(r"collections/(?P<slug>[^/]+)/", listing.collection, "collection"),
    *_both(r"search/", listing.search, "search"),
    *_both(r"pages/(?P<slug>[^/]+)/", text.text, "page"),
    *_both(r"manifest\.webmanifest", machine.manifest, "manifest"),
    *_both(r"feeds/google\.xml", feeds.google, "google_feed"),
    re_path(r"^(?P<address>(?!crew/|api/|static/|media/|portal/|mcp).+)$", missing.elsewhere, name="elsewhere"),
]
