"""What somebody bought: the list, and the same once more."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.account.bought import bought
from storecrew.fronts.account.visits import Visit, form, page
from storecrew.fronts.checkout import bags
from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts.tokens import new_token
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.orders import reads
from storecrew.shop.orders.types import LineView, OrderView

AT_ONCE = 10
LAST_PAGE = 500


@page
def orders(visit: Visit) -> HttpResponse:
    """List what was bought, newest first."""
    asked = visit.request.GET.get("page", "1")
    number = min(int(asked), LAST_PAGE) if asked.isdecimal() and len(asked) < 4 and int(asked) else 1
    rows = reads.orders_of_customer(visit.customer.customer_id, limit=AT_ONCE + 1, skip=(number - 1) * AT_ONCE)
    return visit.show(
        "account/orders.html",
        pgettext("account", "Orders"),
        "orders",
        orders=bought(visit, rows[:AT_ONCE]),
        number=number,
        before=number - 1,
        after=number + 1 if len(rows) > AT_ONCE else 0,
    )


@dataclass(frozen=True, slots=True)
class Left:
    """A line that did not go into the bag again, and why."""

    line: LineView
    why: str


@form
def again(visit: Visit, order_id: str) -> HttpResponse:
    """Put what is still on sale of an order into the bag; name what is not."""
    order = _own(visit, order_id)
    token = bags.token_of(visit.request) or new_token()
    left = _put(visit, order, token)
    if left:
        put = len(order.lines) - len(left)
        response = visit.show("account/again.html", _("Buy again"), "orders", order=order, left=left, put=put)
    else:
        response = HttpResponseRedirect(visit.to.bag)
    if len(left) < len(order.lines):
        bags.keep(response, token)
    return response


def _own(visit: Visit, order_id: str) -> OrderView:
    """Return an order of whoever is signed in; somebody else's is as missing as one that never was."""
    found = reads.find(int(order_id), crew=False)
    if found is None or found.state == "draft" or found.customer_id != visit.customer.customer_id:
        raise Missing
    return found


def _put(visit: Visit, order: OrderView, token: str) -> list[Left]:
    faces = catalogue.faces(
        (line.variant_id for line in order.lines if line.variant_id), visit.site.language, now=visit.now
    )
    page_of = {"token": token, "currency": visit.site.currency, "language": visit.site.language}
    left = []
    for line in order.lines:
        face = faces.get(line.variant_id or 0)
        if face is None or not face.on_sale:
            left.append(Left(line, _("It is not sold any more.")))
            continue
        try:
            data = parse(carts.Put, {**page_of, "variant_id": line.variant_id, "quantity": line.quantity})
            carts.put(visit.actor, data, now=visit.now)
        except ActionError as error:
            left.append(Left(line, error.message))
    return left
