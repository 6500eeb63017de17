"""Addresses of the account: at the root in the store's first language, under `/en/` … in the others."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path

from storecrew.fronts.account.views import (
    addresses,
    arriving,
    details,
    devices,
    keeping,
    letters,
    orders,
    overview,
    privacy,
    signing_in,
)

app_name = "account"
PREFIX = r"(?P<prefix>[a-z]{2,3}(?:-[a-z]{2,8})?)/"
LINK = r"(?P<token>[A-Za-z0-9_:.-]{20,120})"
ADDRESS = r"addresses/(?P<address_id>[0-9]{1,18})/"


def _both(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """Return a page's addresses: without prefix (`name`) and with one (`name_in`)."""
    return [
        re_path(rf"^account/{route}$", view, name=name),
        re_path(rf"^{PREFIX}account/{route}$", view, name=f"{name}_in"),
    ]


urlpatterns = [
    *_both(r"", overview.overview, "overview"),
    *_both(r"sign-in/", signing_in.sign_in, "sign_in"),
    *_both(r"link/", signing_in.ask, "link"),
    *_both(r"password/", signing_in.password, "password"),
    *_both(r"register/", signing_in.register, "register"),
    *_both(r"registered/", signing_in.registered, "registered"),
    *_both(rf"enter/{LINK}/?", arriving.enter, "enter"),
    *_both(rf"entered/{LINK}/", arriving.entered, "entered"),
    *_both(r"joined/", arriving.joined, "joined"),
    *_both(r"sign-out/", arriving.sign_out, "sign_out"),
    *_both(r"keep/", keeping.keep, "keep"),
    *_both(r"orders/", orders.orders, "orders"),
    *_both(r"orders/(?P<order_id>[0-9]{1,18})/again/", orders.again, "again"),
    *_both(r"addresses/", addresses.book, "addresses"),
    *_both(r"addresses/new/", addresses.new, "new_address"),
    *_both(r"addresses/add/", addresses.add, "add_address"),
    *_both(r"addresses/put-back/", addresses.put_back, "put_back_address"),
    *_both(ADDRESS, addresses.edit, "address"),
    *_both(ADDRESS + r"change/", addresses.change, "change_address"),
    *_both(ADDRESS + r"usual/", addresses.usual, "usual_address"),
    *_both(ADDRESS + r"remove/", addresses.remove, "remove_address"),
    *_both(r"details/", details.details, "details"),
    *_both(r"details/person/", details.person, "person"),
    *_both(r"details/email/", details.email, "email"),
    *_both(r"details/password/", details.password, "set_password"),
    *_both(r"devices/", devices.devices, "devices"),
    *_both(r"devices/end/", devices.end, "end_session"),
    *_both(r"letters/", letters.letters, "letters"),
    *_both(r"letters/change/", letters.change, "change_letters"),
    *_both(r"data/", privacy.data, "data"),
    *_both(r"data/copy/", privacy.copy, "copy"),
    *_both(r"data/forget/", privacy.forget, "forget"),
    *_both(r"data/stay/", privacy.stay, "stay"),
]
