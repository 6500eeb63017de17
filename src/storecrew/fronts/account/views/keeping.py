"""Keep an order in an account: whoever holds its link has a way in sent to the address that the order was made with."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from storecrew.fronts.account.addresses import Paths
from storecrew.fronts.account.views.signing_in import page_of, sent
from storecrew.fronts.account.visits import stranger
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.storefront.page import in_store
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.shop.customers import actions
from storecrew.shop.orders import reads as orders


@own_form
@in_store
def keep(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Send a link to the order's own address, never to one that is typed here: a forwarded order link gives no account away."""
    token = parse(orders.ByToken, {"token": request.POST.get("order", "")})
    order = orders.by_token(stranger(request), token, now=now)
    then = Paths(site.to).orders
    asked = {"email": order.email, "name": order.name[:200], "language": site.language, "go_on": then}
    try:
        actions.ask_link(stranger(request), parse(actions.AskLink, asked), now=now)
    except ActionError as error:
        return page_of(request, site, now, then=then, error=error)
    return sent(request, site, now, order.email, then)
