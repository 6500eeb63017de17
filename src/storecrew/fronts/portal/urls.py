"""Addresses of suppliers, all below their link."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, re_path

from storecrew.fronts.portal.views import goods, home, many, money, orders, parcels, problems, stock

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
    _below("orders/", orders.index, "orders"),
    _below(rf"orders/(?P<number>{NUMBER})/", orders.one, "order"),
    _below("problems/", problems.index, "problems"),
    _below(rf"problems/(?P<number>{NUMBER})/", problems.one, "problem"),
    _below("money/", money.money, "money"),
]
