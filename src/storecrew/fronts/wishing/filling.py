"""What wishes add to the storefront's pages: hearts, notices for what is sold out, and the way to the list."""

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from storecrew.fronts.account import arriving, sections
from storecrew.fronts.account.sections import Entry
from storecrew.fronts.account.visits import Visit
from storecrew.fronts.checkout import bags
from storecrew.fronts.storefront import slots
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.wishing import cookie
from storecrew.fronts.wishing.addresses import Paths
from storecrew.fronts.wishing.parts import part
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.shop.catalogue.types import Card
from storecrew.shop.wishes import actions as wishes
from storecrew.shop.wishes import reads


@slots.fill("frame.tools", order=85)
def wish_form(place: slots.Place) -> str:
    """Put the one form that all hearts of a page send, and the way to the list where this browser holds one."""
    count = 0
    if token := cookie.token_of(place.request):
        place.request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
        count = reads.count(bags.shopper(place.request), token)
    return part("tools", to=Paths(place.site.to), count=count)


@slots.mark_cards
def heart(site: Site, card: Card) -> str:
    """Put a heart on a product in a list: the same for everybody."""
    return part("heart", card=card)


@slots.fill("product.keep")
def heart_and_notice(place: slots.Place) -> str:
    """Offer to keep the chosen variant in mind; one that is sold out, to hear when it is back."""
    if place.variant is None or place.product is None or place.supply is None:
        return ""
    kept = False
    if token := cookie.token_of(place.request):
        place.request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
        kept = reads.wished(bags.shopper(place.request), token, place.variant.variant_id)
    return part(
        "product",
        to=Paths(place.site.to),
        variant=place.variant,
        kept=kept,
        gone=place.supply.availability is slots.Availability.OUT_OF_STOCK,
        here=place.site.to.product(place.product.slug, place.variant.variant_id),
    )


@arriving.takes_along
def take_list_along(request: HttpRequest, customer: Actor, now: datetime) -> None:
    """Join the browser's list with that of whoever has just come in."""
    if token := cookie.token_of(request):
        with suppress(ActionError):
            wishes.adopt(customer, parse(wishes.Adopt, {"token": token}), now=now)


@sections.section("wishes", order=25)
def in_account(visit: Visit) -> Entry:
    """Put the list into the account's menu."""
    count = reads.count(visit.actor, cookie.token_of(visit.request))
    return Entry(_("Wish list"), Paths(visit.site.to).wishes, count=count)
