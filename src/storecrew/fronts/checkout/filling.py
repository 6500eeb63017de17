"""What the checkout adds to the storefront's pages."""

from django.utils.translation import gettext as _

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.parts import part
from storecrew.fronts.checkout.tracking import span
from storecrew.fronts.storefront import slots
from storecrew.fronts.storefront.site import Site
from storecrew.shop.addresses import types as addresses
from storecrew.shop.carts import reads as carts
from storecrew.shop.payments import reads as payments
from storecrew.shop.promise import reads as promise


@slots.fill("frame.tools", order=90)
def bag_link(place: slots.Place) -> str:
    """Link to the bag, with the number of pieces in it where this browser holds one."""
    pieces = 0
    if token := bags.token_of(place.request):
        place.request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
        pieces = carts.pieces(bags.shopper(place.request), carts.OneCart(token=token), now=place.now).pieces
    return part("bag_link", to=Paths(place.site.to), pieces=pieces)


@slots.link_foot
def find_order(site: Site) -> tuple[str, str]:
    """Lead those who lost the link of their order to a new one."""
    return _("Find my order"), Paths(site.to).find


@slots.fill("product.promise")
def arrives(place: slots.Place) -> str:
    """Say by when the chosen variant arrives, as the bag and the checkout will say it.

    In the country that the store names for this currency, else in its own.
    """
    if place.supply is None or not _sells(place):
        return ""
    # a supplier who rests is no secret to the calendar that days are counted on
    known = place.supply.availability is slots.Availability.IN_STOCK or (
        place.origin is not None and place.supply.availability is slots.Availability.BACKORDER
    )
    if not known:
        return ""
    site = place.site
    named = [row.country for row in site.frame.shipping if row.currency == site.currency]
    country, currency, now = [*named, site.profile.country][0], site.currency, place.now
    origin = place.origin
    warehouse, days = (origin.warehouse_id, origin.handling_days) if origin else (None, None)
    key = ("delivery", country, currency, now.date(), now.hour, origin)  # structured data asks the same
    window = site.keep(key, lambda: promise.usual(country, currency, now, warehouse_id=warehouse, handling=days))
    if window is None:
        return ""
    return part(
        "arrives",
        days=span(window.first, window.last),
        country=addresses.country_name(country, site.language),
    )


@slots.fill("product.buy")
def add_to_bag(place: slots.Place) -> str:
    """Offer the chosen variant with a choice of how many; nothing in a store that takes no money on the web."""
    if place.variant is None or place.variant.price is None or place.supply is None or not _sells(place):
        return ""
    return part(
        "buy",
        to=Paths(place.site.to),
        variant=place.variant,
        state=str(place.supply.availability),
        since=place.supply.since,
        confirming=place.supply.confirming,
        site=place.site,
    )


@slots.fill("product.bar")
def bar(place: slots.Place) -> str:
    """Keep price and button in reach at the foot of a phone's screen."""
    if place.variant is None or place.variant.price is None or place.supply is None or not _sells(place):
        return ""
    if place.supply.availability is slots.Availability.OUT_OF_STOCK:
        return ""
    return part("bar", to=Paths(place.site.to), variant=place.variant, product=place.product, site=place.site)


def _sells(place: slots.Place) -> bool:
    """Tell whether the store takes money on the web; asked once for each page."""
    known: bool | None = getattr(place.request, "sells", None)
    if known is None:
        known = payments.takes_money()
        place.request.sells = known  # type: ignore[attr-defined]  # remembered for the page's other parts
    return known
