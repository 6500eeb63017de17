"""Addresses and heads of these pages."""

from dataclasses import dataclass
from urllib.parse import quote

from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.head import Head, other_languages
from storecrew.fronts.storefront.site import Site


@dataclass(frozen=True, slots=True)
class Back:
    """Paths below the page of an order. `shop`: those of the storefront in the language of the page."""

    shop: Addresses
    token: str

    @property
    def order(self) -> str:
        """Return the page of the order."""
        return self.order_of(self.token)

    @property
    def choose(self) -> str:
        """Return where a buyer chooses what comes back."""
        return f"{self.order}return/"

    @property
    def send(self) -> str:
        """Return where that is sent."""
        return f"{self.choose}send/"

    def one(self, return_id: int) -> str:
        """Return the page of a return."""
        return f"{self.choose}{return_id}/"

    def order_of(self, token: str) -> str:
        """Return the page of another order."""
        return f"{self.shop.base}/order/{quote(token)}/"


def head(site: Site, title: str, token: str) -> Head:
    """Return the head of a page that is one buyer's own: nobody else is to find it."""
    _alternates, switches = other_languages(site, lambda to: f"{to.base}/order/{quote(token)}/return/")
    return Head(title=f"{title} · {site.name}", description="", canonical="", switches=switches, robots="noindex")
