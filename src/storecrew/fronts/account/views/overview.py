"""The account's first page: what is new, and what is known."""

from django.http import HttpResponse
from django.utils.translation import pgettext

from storecrew.fronts.account.bought import bought
from storecrew.fronts.account.visits import Visit, page
from storecrew.shop.addresses import types as addresses
from storecrew.shop.customers import reads as customers
from storecrew.shop.orders import reads as orders

NEWEST = 3


@page
def overview(visit: Visit) -> HttpResponse:
    """Show the newest orders, where things are sent, and which letters come."""
    customer = visit.customer
    home = visit.site.profile.country
    return visit.show(
        "account/overview.html",
        pgettext("account", "Overview"),
        "",
        new=visit.request.GET.get("new") == "1",
        orders=bought(visit, orders.orders_of_customer(customer.customer_id, limit=NEWEST)),
        address=addresses.lines(customer.shipping, visit.site.language, home=home) if customer.shipping else (),
        wishes=customers.open_requests(customer.customer_id),
    )
