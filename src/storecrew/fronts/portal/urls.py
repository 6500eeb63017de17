"""Addresses of suppliers, all below their link."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, re_path

from storecrew.fronts.portal.views import goods, home, many, parcels, stock

app_name = "portal"
LINK = r"^portal/(?P<token>[^/]{1,300})/"
NUMBER = r"\d{1,18}"


def _below(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return re_path(rf"{LINK}{route}$", view, name=name)


urlpatterns = [
    _below("", home.home, "home"),
    _below("speak/", home.speak, "speak"),
    _below("stock/", stock.stock, "stock"),
    _below("goods/", goods.index, "goods"),
    _below(rf"goods/(?P<offer_id>{NUMBER})/", goods.one, "offer"),
    _below("parcels/", parcels.index, "parcels"),
    _below("parcels/many/", many.many, "many"),
    _below(rf"parcels/(?P<number>{NUMBER})/", parcels.one, "parcel"),
    _below(rf"parcels/(?P<number>{NUMBER})/slip/", parcels.slip, "slip"),
]
