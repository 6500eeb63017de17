"""What a wallet's key asks while its sheet is open, and the order it makes: the checkout without its form."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.agreeing import terms_of
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.checkout.paying import BACK_FROM_PAYING
from storecrew.fronts.checkout.wallets import known_place, ways_of
from storecrew.fronts.storefront.page import in_store
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts import reads
from storecrew.shop.payments import actions as payments
from storecrew.shop.pricing.types import Quote

LONGEST = 20_000
"""Characters of what a key says."""


@own_form
@in_store
def asked(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Say what it costs and how it can travel to where the wallet's address lies; nothing is kept."""
    said = _said(request)
    question = {
        "token": bags.token_of(request),
        "language": site.language,
        "currency": site.currency,
        "ship_to": known_place(said.get("address")),
        "methods": said.get("methods"),
    }
    try:
        cart = reads.cart(bags.shopper(request), parse(reads.CartQuery, question), now=now)
    except ActionError as error:
        return _refused(error)
    return JsonResponse(_costs(cart.quote) if cart.quote else {"error": _("Your bag is empty.")})


@own_form
@in_store
def ordered(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Order what the sheet showed, and say how its payment goes on. Refused when it would cost something else."""
    said, token, to = _said(request), bags.token_of(request), Paths(site.to)
    given = {"token": token, "ship_to": said.get("address"), "bill_to_ship_to": True}
    given |= {name: said.get(name) for name in ("email", "phone", "methods", "provider")}
    agreed = {
        "token": token,
        "cart_uid": said.get("cart"),
        "fingerprint": said.get("fingerprint"),
        "return_url": site.absolute(to.order(carts.TOKEN_HERE)),
        "accepted_terms": True,
        "terms_version": terms_of(site).version,
    }
    try:
        carts.fill_in(bags.shopper(request), parse(carts.FillIn, given), now=now)
        done = carts.complete(bags.shopper(request), parse(carts.Complete, agreed), now=now)
    except ActionError as error:
        return _refused(error)
    begun = payments.carry_out_now(done.payment_id) if done.payment_id else None
    order = site.absolute(to.order(done.order_token))
    answer = {"order": order, "back": f"{order}?{BACK_FROM_PAYING}=1"}
    if begun is not None:
        answer |= {"next": begun.next.kind, "url": begun.next.url, "secret": begun.next.client_secret}
    return JsonResponse(answer)


def _said(request: HttpRequest) -> Mapping[str, Any]:
    """Return what a key's script sent; an empty mapping for anything else, which the inputs then refuse."""
    try:
        said = json.loads(request.body[:LONGEST])
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _costs(quote: Quote) -> dict[str, Any]:
    totals = quote.totals
    parts = [
        (pgettext("sum", "Goods"), totals.subtotal.minor),
        (pgettext("sum", "Discount"), -totals.discount.minor),
        (_("Delivery"), totals.shipping.minor),
    ]
    tax = totals.total.minor - sum(minor for _name, minor in parts)
    parts.append((pgettext("sum", "Tax"), tax))
    wrong = next((problem.message for problem in quote.problems if problem.blocking), "")
    return {
        "total": totals.total.minor,
        "currency": totals.total.currency,
        "fingerprint": quote.fingerprint,
        "lines": [{"name": name, "amount": minor} for name, minor in parts if minor],
        "ways": ways_of(quote),
        "error": wrong,
    }


def _refused(error: ActionError) -> JsonResponse:
    """Answer in a sentence: a wallet's sheet has room for no more."""
    said, field = error.message, ""
    if isinstance(error, InvalidInput) and error.fields:
        name, said = next(iter(error.fields.items()))
        field = "address" if name.startswith("ship_to") else name
    elif isinstance(error, Missing):
        said = said or _("Your bag is empty.")
    return JsonResponse({"error": said, "field": field}, status=422)
