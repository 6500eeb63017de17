"""Addresses and head of this page."""

from dataclasses import dataclass
from urllib.parse import quote

from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.head import Head, other_languages
from storecrew.fronts.storefront.site import Site


@dataclass(frozen=True, slots=True)
class Here:
    """Paths below the page of an order. `shop`: those of the storefront in the language of the page."""

    shop: Addresses
    token: str

    @property
    def order(self) -> str:
        """Return the page of the order."""
        return f"{self.shop.base}/order/{quote(self.token)}/"

    def choose(self, offer_id: int) -> str:
        """Return where the buyer chooses."""
        return f"{self.order}choose/{offer_id}/"


def head(site: Site, title: str, token: str, offer_id: int) -> Head:
    """Return the head of a page that is one buyer's own: nobody else is to find it."""
    _alternates, switches = other_languages(site, lambda to: Here(to, token).choose(offer_id))
    return Head(title=f"{title} · {site.name}", description="", canonical="", switches=switches, robots="noindex")
