"""Where a shopper can have things sent, in the language of the page."""

from functools import cache

from babel import Locale

from storecrew.fronts.storefront.site import Site
from storecrew.shop.addresses import types as addresses
from storecrew.shop.shipping import reads as shipping


def countries_of(site: Site, *, also: str = "") -> list[tuple[str, str]]:
    """Return code and name of every country that is sent to: the store's own first, the others by name.

    `also` is in the list in any case: an address that is known already may be where nothing is sent any more.
    """
    reached = shipping.destinations()
    codes = set(_everywhere() if reached is None else reached or {site.profile.country})
    if addresses.is_country(also):
        codes.add(also)
    named = sorted(((code, addresses.country_name(code, site.language)) for code in codes), key=lambda pair: pair[1])
    return sorted(named, key=lambda pair: pair[0] != site.profile.country)


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(
        code for code in map(str, Locale("en").territories) if len(code) == 2 and addresses.is_country(code)
    )
