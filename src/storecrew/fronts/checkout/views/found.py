"""The order that a link opens; and for links that open none, a page that helps to find it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.views.bag import head
from storecrew.fronts.storefront.page import show
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.shop.orders import reads as orders


def known(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view `(request, site, now, token, found, …)` the order of its link; links that open none get a 404 that helps."""

    @wraps(view)
    def answer(request: HttpRequest, site: Site, now: datetime, token: str, **more: Any) -> HttpResponse:
        try:
            found = orders.by_token(bags.shopper(request), parse(orders.ByToken, {"token": token}), now=now)
        except ActionError:
            return lost(request, site, now)
        return view(request, site, now, token, found, **more)

    return answer


def lost(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Say that a link opens no order, and offer to send the right one."""
    this = head(site, _("This link opens no order"), "order/find")
    return show(
        request,
        site,
        now,
        "checkout/find.html",
        this,
        status=404,
        to=Paths(site.to),
        lost=True,
        number="",
        contact="",
        errors={},
    )
