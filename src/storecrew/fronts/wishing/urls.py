"""Addresses of wish lists: at the root in the store's first language, under `/en/` … in the others."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path

from storecrew.fronts.wishing.views import listing, notices

app_name = "wishing"
PREFIX = r"(?P<prefix>[a-z]{2,3}(?:-[a-z]{2,8})?)/"
LINK = r"(?P<link>[A-Za-z0-9_:.-]{10,200})"


def _both(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """Return a page's addresses: without prefix (`name`) and with one (`name_in`)."""
    return [
        re_path(rf"^wishes/{route}$", view, name=name),
        re_path(rf"^{PREFIX}wishes/{route}$", view, name=f"{name}_in"),
    ]


urlpatterns = [
    *_both(r"", listing.wishes, "wishes"),
    *_both(r"add/", listing.add, "add"),
    *_both(r"remove/", listing.remove, "remove"),
    *_both(r"move/", listing.move, "move"),
    *_both(r"settings/", listing.settings, "settings"),
    *_both(r"notice/", notices.notice, "notice"),
    *_both(rf"of/{LINK}/", listing.shared, "shared"),
    *_both(rf"stop/{LINK}/", notices.stop, "stop"),
]
