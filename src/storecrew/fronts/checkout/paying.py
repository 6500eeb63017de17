"""Ways to pay, and what happens after the shopper has chosen one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.money.types import Money
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments import reads as paying

BACK_FROM_PAYING = "paid"
"""Marks the address of an order for who comes back from a provider."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay as the checkout offers it."""

    code: str
    name: str
    note: str
    chosen: bool


def ways_to_pay(amount: Money, country: str, chosen: str) -> tuple[Way, ...]:
    """Return what can be chosen for an amount; the first one where nothing fitting was chosen before."""
    if not amount.minor:
        return ()
    offers = paying.methods_for(amount, country)
    codes = [offer.provider for offer in offers]
    now = chosen if chosen in codes else next(iter(codes), "")
    return tuple(Way(offer.provider, offer.name, offer.text, offer.provider == now) for offer in offers)


def go_and_pay(request: HttpRequest, site: Site, order_token: str, payment_id: int | None) -> HttpResponse:
    """Ask the provider, and send the shopper where the payment goes on: to the provider, to a form, or to the order."""
    to = Paths(site.to)
    if payment_id is None:
        return HttpResponseRedirect(to.order(order_token))
    begun = payments.carry_out_now(payment_id)
    if begun.next.kind == "redirect":
        return HttpResponseRedirect(begun.next.url)
    if begun.next.kind == "form":
        return HttpResponseRedirect(to.pay(order_token))
    return HttpResponseRedirect(to.order(order_token))


def letters_text() -> str:
    """Return the words beside the box for letters: what is agreed to by ticking it."""
    return _("Write to me once in a while about new things. I can end it with one click.")
