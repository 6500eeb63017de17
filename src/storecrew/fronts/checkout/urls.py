"""Addresses of bag, checkout and orders: at the root in the store's first language, under `/en/` … in the others."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path

from storecrew.fronts.checkout.views import bag, checkout, find, order, own, review, wallet

app_name = "checkout"
PREFIX = r"(?P<prefix>[a-z]{2,3}(?:-[a-z]{2,8})?)/"
LINK = r"(?P<token>[A-Za-z0-9_:.-]{16,200})"


def _both(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """Return a page's addresses: without prefix (`name`) and with one (`name_in`)."""
    return [re_path(rf"^{route}$", view, name=name), re_path(rf"^{PREFIX}{route}$", view, name=f"{name}_in")]


urlpatterns = [
    *_both(r"cart/", bag.bag, "bag"),
    *_both(r"cart/add/", bag.add, "add"),
    *_both(r"cart/change/", bag.change, "change"),
    *_both(r"cart/code/", bag.code, "code"),
    *_both(r"cart/brought/", bag.brought, "brought"),
    *_both(r"cart/back/(?P<link>[A-Za-z0-9_:.-]{20,200})/", bag.back, "back"),
    *_both(r"checkout/", checkout.checkout, "checkout"),
    *_both(r"checkout/start/", checkout.start, "start"),
    *_both(r"checkout/send/", checkout.sent, "send"),
    *_both(r"checkout/saved/", checkout.saved, "saved"),
    *_both(r"checkout/regions/", checkout.regions, "regions"),
    *_both(r"checkout/wallet/", wallet.asked, "wallet"),
    *_both(r"checkout/wallet/order/", wallet.ordered, "wallet_order"),
    *_both(r"order/find/", find.find, "find"),
    *_both(rf"order/{LINK}/", order.order, "order"),
    *_both(rf"order/{LINK}/pay/", order.pay, "pay"),
    *_both(rf"order/{LINK}/parcel/(?P<ordinal>[0-9]{{1,3}})/", order.parcel, "parcel"),
    *_both(rf"order/{LINK}/cancel/", own.cancel, "cancel"),
    *_both(rf"order/{LINK}/address/", own.address, "address"),
    *_both(rf"order/{LINK}/review/", review.review, "review"),
]
