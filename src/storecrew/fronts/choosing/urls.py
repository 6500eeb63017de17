"""Addresses of the choices of a late order, below it: at the root in the store's first language, under `/en/` … in the others."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path

from storecrew.fronts.choosing.views import choosing

app_name = "choosing"
PREFIX = r"(?P<prefix>[a-z]{2,3}(?:-[a-z]{2,8})?)/"
HERE = r"order/(?P<token>[A-Za-z0-9_:.-]{16,200})/choose/(?P<offer_id>\d{1,18})/"


def _both(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """Return a page's addresses: without prefix (`name`) and with one (`name_in`)."""
    return [re_path(rf"^{route}$", view, name=name), re_path(rf"^{PREFIX}{route}$", view, name=f"{name}_in")]


urlpatterns = [*_both(HERE, choosing.choose, "choose")]
